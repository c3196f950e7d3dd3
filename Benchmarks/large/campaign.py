# SPDX-License-Identifier: Apache-2.0
"""One run of all measurements."""

import datetime
import os
import re
import shutil
import subprocess

import flink
import host
from cases import Tools
from processes import Case, Failure, Turns, measure_peak

MEGA, GIGA = 1 << 20, 1 << 30
BULK_SHAPES = ["inline", "union", "keygroups"]
START_SIZE = 5 << 10
# Flink, gzip and jq are slow: they are measured with this much.
SMALL_SIZE = 200 * MEGA
LARGE_SIZE = 8 * GIGA


class Campaign:
    """Measures everything once, and keeps the figures as JSON can hold them.

    `groups` has the cases by what they are measured with: `incremental 1073741824`, and then by name.
    """

    def __init__(self, tools: Tools, size: int, rounds: int, progress):
        self.tools = tools
        self.size = size
        self.rounds = rounds
        self.progress = progress
        self.groups: dict[str, dict[str, dict]] = {}
        self.instructions: dict[str, float] = {}
        self.loads: list[dict] = []
        self.failed_heaps: list[dict] = []
        self.notes: list[str] = []
        self.memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        self.turns = Turns(host.Control(tools.generate("inline", SMALL_SIZE)), progress)

    def run(self) -> dict:
        begun = datetime.datetime.now()
        self._instructions()
        self._start()
        self._main()
        for shape in BULK_SHAPES:
            self._bulk(shape)
        self._sizes()
        self._storage()
        self._gzip()
        self._flink()
        control = self.turns.control.times
        return {
            "date": begun.strftime("%Y-%m-%d %H:%M"),
            "machine": host.machine(),
            "size": self.size,
            "rounds": self.rounds,
            "repeated": self.turns.repeated,
            "control": {"least": min(control), "most": max(control), "count": len(control)},
            "groups": self.groups,
            "instructions": self.instructions,
            "loads": self.loads,
            "failed_heaps": self.failed_heaps,
            "notes": self.notes,
        }

    def _measure(
        self, group: str, cases: list[Case], files: list[str], rounds: int | None = None, peaks: list[str] | None = None
    ) -> None:
        """`peaks` are the cases whose memory is asked for; without it, all."""  # fmt: skip
        self.progress(group)
        self.turns.measure(cases, rounds or self.rounds, files)
        for case in cases:
            if peaks is None or case.name in peaks:
                measure_peak(case)
        self.groups.setdefault(group, {}).update({case.name: case.figures() for case in cases})

    def _start(self) -> None:
        """Whole processes that have next to nothing to do: many rounds, because each takes a millisecond or two."""
        tools, file = self.tools, self.tools.generate("incremental", START_SIZE)
        cases = [
            tools.cat(file), tools.dump("csv", file), tools.static_dump(file), tools.rewrite_to_null(file),
            tools.operation("walk", file, own_clock=False),
        ]  # fmt: skip
        self.progress("start")
        for _ in range(50 * self.rounds):
            # Without the control command, which takes longer than all of them.
            self.turns.sample(cases)
        self.groups["start"] = {case.name: case.figures() for case in cases}

    def _main(self) -> None:
        tools, size = self.tools, self.size
        file, other = tools.generate("incremental", size), tools.generate("incremental", size // 2)
        group = f"incremental {size}"
        # What is compared with each other stands beside each other.
        self._measure(
            group,
            [
                tools.cat(file), tools.operation("walk", file, own_clock=False), tools.operation("walk-mapped", file),
                tools.rewrite_to_null(file), tools.cp(file), tools.rewrite(file), tools.cp_and_sync(file),
                tools.rewrite_and_sync(file), tools.three_cats(file), tools.rewrite_in_pipe(file),
            ],
            [file],
        )  # fmt: skip
        forms = [tools.dump(form, file) for form in ("csv", "text", "by-size", "json", "jsonl", "html", "files")]
        forms += [tools.dump("files of every handle", file), tools.difference(file, other)]
        self._measure(group, forms, [file, other], rounds=3)
        os.remove(other)

    def _bulk(self, shape: str) -> None:
        tools, size = self.tools, self.size
        file = tools.generate(shape, size)
        cases = [
            tools.cat(file), tools.operation("walk", file, own_clock=False), tools.cp(file), tools.rewrite(file),
            tools.cp_and_sync(file), tools.rewrite_and_sync(file),
        ]  # fmt: skip
        self._measure(f"{shape} {size}", cases, [file], peaks=[])
        os.remove(file)

    def _sizes(self) -> None:
        """The same at each size: whether time and memory grow as they should."""
        for size in sorted({2 * MEGA, 20 * MEGA, SMALL_SIZE, self.size, LARGE_SIZE}):
            needed = 2 * size
            if shutil.disk_usage(self.tools.work).free < needed or self.memory < size + 4 * GIGA:
                self.notes.append(f"Nothing was measured at {size / GIGA:g} GiB, for which the machine is too small.")
                continue
            # For the page cache, and for files that have just been deleted.
            host.memory.release()
            tools, file = self.tools, self.tools.generate("incremental", size)
            cases = [
                tools.cat(file), tools.operation("walk", file, own_clock=False), tools.rewrite_to_null(file),
                tools.dump("csv", file),
            ]  # fmt: skip
            rounds = 3 if size > self.size else None
            self._measure(f"by size {size}", cases, [file], rounds, peaks=[])
            peaks = [tools.dump(form, file) for form in ("csv", "text", "by-size", "json", "jsonl", "html")]
            peaks += [tools.dump("files of every handle", file), tools.rewrite_to_null(file), tools.rewrite(file)]
            for case in peaks:
                measure_peak(case)
                self.groups[f"by size {size}"].setdefault(case.name, case.figures())["peak"] = case.peak
            if size > self.size:
                os.remove(file)

    def _storage(self) -> None:
        """metadata-check, and what people do without it."""
        tools, file = self.tools, self.tools.generate("incremental", self.size)
        text = tools.list_as_aws_s3(file)
        cases = [tools.check("check", file, text), tools.sort_and_comm(file, text)]
        self._measure(f"storage {self.size}", cases, [file, text], rounds=3)
        if not shutil.which("jq"):
            self.notes.append("There is no jq, so that nothing is compared with it.")
            return
        file = tools.generate("incremental", SMALL_SIZE)
        text = tools.list_as_aws_s3(file)
        json = tools.list_as_s3api(text)
        cases = [tools.check("check, JSON", file, json), tools.jq_and_comm(file, json)]
        self._measure(f"storage, JSON {SMALL_SIZE}", cases, [file, json], rounds=3)

    def _gzip(self) -> None:
        tools, file = self.tools, self.tools.generate("incremental", SMALL_SIZE)
        compressed = tools.compress(file)
        cases = [
            tools.gunzip(compressed), tools.dump("csv", compressed), tools.gzip(file), tools.rewrite_to_gzip(file),
        ]  # fmt: skip
        self._measure(f"gzip {SMALL_SIZE}", cases, [file, compressed], rounds=3, peaks=[])
        group = self.groups[f"gzip {SMALL_SIZE}"]
        for case in cases[2:]:
            group[case.name]["bytes"] = self._output_size(case)

    @staticmethod
    def _output_size(case: Case) -> int:
        with subprocess.Popen(case.stages[0], stdout=subprocess.PIPE) as process:
            return sum(len(piece) for piece in iter(lambda: process.stdout.read(1 << 20), b""))

    def _instructions(self) -> None:
        if not shutil.which("valgrind"):
            self.notes.append("Instructions were not counted: there is no valgrind.")
            return
        self.progress("instructions")
        sizes = (START_SIZE, 16 * MEGA)
        for operation in ("walk", "rewrite"):
            counts = [self._collect(operation, self.tools.generate("incremental", size)) for size in sizes]
            self.instructions[operation] = (counts[1] - counts[0]) / (sizes[1] - sizes[0])

    def _collect(self, operation: str, file: str) -> int:
        command = [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
            self.tools.path("metadata-measure"), operation, file,
        ]  # fmt: skip
        log = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        collected = re.search(r"Collected : (\d+)", log)
        if not collected:
            raise Failure(f"callgrind says nothing: {log}")
        return int(collected.group(1))

    def _flink(self) -> None:
        """Flink's own load and store with the smallest heap that does, in turn with ours."""
        if not flink.is_available():
            self.notes.append(
                f"Flink was not measured: that needs Java and the jars of {flink.RELEASE}, "
                f"which scripts/fetch-flink {flink.RELEASE} fetches."
            )
            return
        for size in sorted({2 * MEGA, 20 * MEGA, SMALL_SIZE, self.size}):
            host.memory.release()
            file = self.tools.generate("incremental", size)
            heap, failures = flink.smallest_heap(file, self.memory, self.progress)
            self.failed_heaps += [{"size": size, "heap": heap, "why": why} for heap, why in failures.items()]
            if heap is None:
                continue
            # As much for ours as for Flink, so that what is held stays held.
            memory = max(3 * size, heap)
            cases = [self.tools.operation(name, file, memory=memory) for name in ("values", "views", "encode")]
            loads = []
            rounds = self.rounds if size <= SMALL_SIZE else 1
            for number in range(rounds):
                self.progress(f"Flink and ours at {size / MEGA:g} MiB, round {number + 1} of {rounds}")
                host.memory.prepare(memory)
                loads.append(flink.load_and_store(file, heap))
                if isinstance(loads[-1], str):
                    raise Failure(f"Flink failed in a heap that was enough before: {loads[-1]}")
                self.turns.sample(cases)
            for case in cases:
                measure_peak(case)
            self.groups[f"flink {size}"] = {case.name: case.figures() for case in cases}
            self.loads.append(
                {
                    "size": size,
                    "heap": heap,
                    "load": [load.load for load in loads],
                    "store": [load.store for load in loads],
                    "peak": max(load.peak for load in loads),
                }
            )
