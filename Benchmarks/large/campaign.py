"""One run of all measurements, and what came of it."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import flink
from cases import Tools
from processes import Case, Failure, measure, measure_peak, run

MEGA = 1 << 20
GIGA = 1 << 30
BULK_SHAPES = ["inline", "union", "keygroups"]


@dataclass
class Results:
    size: int
    rounds: int
    # By size and then by name: what was measured with `incremental` metadata.
    by_size: dict[int, dict[str, Case]] = field(default_factory=dict)
    # By shape and then by name.
    bulk: dict[str, dict[str, Case]] = field(default_factory=dict)
    # With 5 KiB.
    start: dict[str, Case] = field(default_factory=dict)
    # Instructions per byte of input, by operation.
    instructions: dict[str, float] = field(default_factory=dict)
    # Flink's own figures, by size: the smallest heap, and why smaller ones failed.
    loads: dict[int, flink.Load] = field(default_factory=dict)
    failed_heaps: dict[int, dict[int, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def main(self) -> dict[str, Case]:
        return self.by_size[self.size]

    @property
    def comparison_size(self) -> int:
        """The size at which Flink is measured in all rounds: it needs much memory."""
        return min(self.size, 200 * MEGA)


class Campaign:
    def __init__(self, tools: Tools, size: int, rounds: int, progress):
        self.tools = tools
        self.results = Results(size, rounds)
        self.memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        self.progress = progress

    def run(self) -> Results:
        self._instructions()
        self._start()
        for size in self._sizes():
            self._size(size)
        for shape in BULK_SHAPES:
            self._bulk(shape)
        self._flink()
        return self.results

    def _sizes(self) -> list[int]:
        size = self.results.size
        sizes = [small for small in (2 * MEGA, 20 * MEGA, 200 * MEGA, 2 * GIGA) if small < size] + [size]
        if 2 * GIGA <= size < 8 * GIGA:
            free = shutil.disk_usage(self.tools.work).free
            if free < 18 * GIGA or self.memory < 12 * GIGA:
                self.results.notes.append(
                    f"Nothing was measured at 8 GiB: that needs 18 GiB of disk (there are {free / GIGA:.0f}) and 12 GiB "
                    f"of memory (there are {self.memory / GIGA:.0f})."
                )
            else:
                sizes.append(8 * GIGA)
        return sizes

    def _size(self, size: int) -> None:
        tools, results = self.tools, self.results
        self.progress(f"incremental, {size / MEGA:.0f} MiB")
        file = tools.generate("incremental", size)
        timed = tools.by_size(file)
        others = tools.slower(file)
        if size <= results.size:
            timed += others + tools.in_memory(file)
        if size == results.size:
            timed += tools.further(file, self._compressed(file))
        measure(timed, results.rounds, file, self.progress)
        self.progress("peak memory")
        all_cases = timed if size <= results.size else timed + others
        for case in all_cases:
            measure_peak(case)
        results.by_size[size] = {case.name: case for case in all_cases}
        if size > results.size:
            os.remove(file)
        self._remove_outputs()

    def _compressed(self, file: str) -> str:
        compressed = f"{file}.gz"
        if not os.path.exists(compressed):
            self.progress("gzip")
            with open(compressed, "wb") as output:
                subprocess.run(["gzip", "-1", "-c", file], stdout=output, check=True)
        return compressed

    def _bulk(self, shape: str) -> None:
        self.progress(f"{shape}, {self.results.size / MEGA:.0f} MiB")
        file = self.tools.generate(shape, self.results.size)
        cases = self.tools.bulk(file)
        measure(cases, self.results.rounds, file, self.progress)
        self.results.bulk[shape] = {case.name: case for case in cases}
        os.remove(file)
        self._remove_outputs()

    def _remove_outputs(self) -> None:
        for name in ("copied", "rewritten"):
            path = os.path.join(self.tools.work, name)
            if os.path.exists(path):
                os.remove(path)

    def _start(self) -> None:
        """Whole processes that have next to nothing to do: many rounds, because each takes a millisecond or two."""
        file = self.tools.generate("incremental", 5 * 1024)
        cases = [self.tools.cat(file), self.tools.dump("csv", file), self.tools.rewrite_to_null(file)]
        self.progress("start")
        measure(cases, 50 * self.results.rounds, None, lambda _: None)
        self.results.start = {case.name: case for case in cases}

    def _instructions(self) -> None:
        if not shutil.which("valgrind"):
            self.results.notes.append("Instructions were not counted: there is no valgrind.")
            return
        self.progress("instructions")
        sizes = (5 * 1024, 16 * MEGA)
        for operation in ("walk", "rewrite"):
            counts = [self._collect(operation, self.tools.generate("incremental", size)) for size in sizes]
            self.results.instructions[operation] = (counts[1] - counts[0]) / (sizes[1] - sizes[0])

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
        results = self.results
        if not flink.is_available():
            results.notes.append(
                f"Flink was not measured: that needs Java and the jars of {flink.RELEASE}, "
                f"which scripts/fetch-flink {flink.RELEASE} fetches."
            )
            return
        for size in sorted(size for size in results.by_size if size <= results.size):
            file = self.tools.generate("incremental", size)
            least, failures = flink.smallest_heap(file, self.memory, self.progress)
            results.failed_heaps[size] = failures
            if least is not None:
                is_compared = size == results.comparison_size
                loads = self._beside_flink(file, least) if is_compared else [least]
                results.loads[size] = flink.median(loads)

    def _beside_flink(self, file: str, least: flink.Load) -> list[flink.Load]:
        """Flink with enough heap, and ours in turn with it: replaces what was measured of ours before."""
        cases = [self.tools.operation("values", file), self.tools.operation("views", file)]
        loads = []
        for number in range(self.results.rounds):
            self.progress(f"Flink, round {number + 1} of {self.results.rounds}")
            load = flink.load_and_store(file, least.heap)
            if isinstance(load, str):
                raise Failure(f"Flink failed in a heap that was enough before: {load}")
            loads.append(load)
            for case in cases:
                case.samples.append(run(case))
        for case in cases:
            before = self.results.by_size[self.results.comparison_size].get(case.name)
            case.peak = before.peak if before else None
            self.results.by_size[self.results.comparison_size][case.name] = case
        return loads


def throughput(size: int, seconds: float) -> float:
    """In MB, a million bytes, a second."""
    return size / 1e6 / seconds


