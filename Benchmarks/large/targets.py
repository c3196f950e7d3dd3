# SPDX-License-Identifier: Apache-2.0
"""What the project wants to reach, and what bounds what was reached."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from runs import Figure, Run, size_text, spread

BULK_SHAPES = ["inline", "union", "keygroups"]
SMALL_SIZE = 200 << 20
LARGE_SIZE = 8 << 30
MEMORY_LIMIT = 24.0


@dataclass
class Target:
    what: str
    # None: for comparison only.
    wanted: float | None
    is_least: bool
    measure: Callable[[Run], Figure | None]
    unit: str = ""

    def is_reached(self, figure: Figure) -> bool | None:
        if self.wanted is None:
            return None
        # As the report shows it.
        value = float(f"{figure.median:.3g}")
        return value >= self.wanted if self.is_least else value <= self.wanted

    @property
    def wanted_text(self) -> str:
        if self.wanted is None:
            return ""
        return f"{'at least' if self.is_least else 'at most'} {self.wanted:g}{self.unit}"


def targets() -> list[Target]:
    return [
        *_against_cp(),
        *_against_cat(),
        *_instructions(),
        *_against_flink(),
        *_descriptions(),
        *_memory(),
        *_storage(),
        *_gzip(),
        *_start(),
        _linear(),
    ]


def _main(run: Run) -> str:
    return f"incremental {run.size}"


def _against_cp() -> list[Target]:
    found = []
    for shape in ["incremental", *BULK_SHAPES]:

        def rewrite(run: Run, shape: str = shape) -> Figure | None:
            return run.ratio(f"{shape} {run.size}", "rewrite to a file", "cp")

        found.append(Target(f"rewrite to a new file, {shape}: time against `cp`", 0.95, False, rewrite))
    for shape in ["incremental", *BULK_SHAPES]:

        def synced(run: Run, shape: str = shape) -> Figure | None:
            return run.ratio(f"{shape} {run.size}", "rewrite and sync", "cp and sync")

        found.append(Target(f"the same until it is on the disk, {shape}", None, False, synced))
    return found


def _against_cat() -> list[Target]:
    found = [
        Target(
            "rewrite in a pipe: speed against `cat \\| cat \\| cat`", 2, True,
            lambda run: run.ratio(_main(run), "cat | cat | cat", "rewrite in a pipe"),
        )
    ]  # fmt: skip
    for shape, wanted in [("incremental", 0.75)] + [(shape, 0.95) for shape in BULK_SHAPES]:

        def walk(run: Run, shape: str = shape) -> Figure | None:
            group = f"{shape} {run.size}"
            cat, walk = run.without_start(group, "cat"), run.without_start(group, "walk")
            ratios = [a / b for a, b in zip(cat, walk)]
            return Figure(statistics.median(ratios), min(cat) / min(walk), spread(ratios)) if ratios else None

        found.append(Target(f"streamed walk, {shape}: speed against `cat`, without start", wanted, True, walk))
    found.append(
        Target(
            "walk of mapped memory: speed against `cat`", 1, True,
            lambda run: run.ratio(_main(run), "cat", "walk-mapped"),
        )
    )  # fmt: skip
    return found


def _instructions() -> list[Target]:
    def count(operation: str) -> Callable[[Run], Figure | None]:
        return lambda run: Figure(found) if (found := run.data["instructions"].get(operation)) else None

    return [
        Target(f"{operation}: instructions a byte of input", wanted, False, count(operation))
        for operation, wanted in [("walk", 0.8), ("rewrite", 1.5)]
    ]


def _against_flink() -> list[Target]:
    def against(flinks: str, ours: str) -> Callable[[Run], Figure | None]:
        def measure(run: Run) -> Figure | None:
            load, case = run.load(SMALL_SIZE), run.case(f"flink {SMALL_SIZE}", ours)
            if not load or not case:
                return None
            ratios = [a / b for a, b in zip(load[flinks], case["wall"])]
            return Figure(statistics.median(ratios), min(load[flinks]) / min(case["wall"]), spread(ratios))

        return measure

    small = size_text(SMALL_SIZE)
    return [
        Target(f"a pass over the views at {small}: speed against Flink's load", 100, True, against("load", "views")),
        Target(f"decoding into values at {small}: speed against Flink's load", 40, True, against("load", "values")),
        Target(f"encoding values at {small}: speed against Flink's store", None, True, against("store", "encode")),
        Target(
            f"encoding values at {small}: speed against decoding them", 2, True,
            lambda run: run.ratio(f"flink {SMALL_SIZE}", "values", "encode"),
        ),
    ]  # fmt: skip


def _descriptions() -> list[Target]:
    def speed(form: str) -> Callable[[Run], Figure | None]:
        return lambda run: run.throughput(_main(run), form)

    found = [
        Target(f"metadata-dump, {form}", wanted, True, speed(form), " MB/s")
        for form, wanted in [("jsonl", 1000), ("json", 1000), ("files", 700)]
    ]
    text = Target("metadata-dump, text: time against CSV", 2.5, False, lambda run: run.ratio(_main(run), "text", "csv"))
    return [*found, text]


STREAMING = [
    "csv", "text", "by-size", "json", "jsonl", "html", "files of every handle", "rewrite to a file",
    "rewrite to /dev/null",
]  # fmt: skip


def _memory() -> list[Target]:
    def most(large: bool) -> Callable[[Run], Figure | None]:
        def measure(run: Run) -> Figure | None:
            peaks = [
                case["peak"] / 1e6
                for size in run.sizes("by size")
                if (size == LARGE_SIZE) == large
                for name in STREAMING
                if (case := run.case(f"by size {size}", name)) and case["peak"]
            ]
            return Figure(max(peaks)) if peaks else None

        return measure

    return [
        Target("most memory of what streams, 2 MiB to 1 GiB", MEMORY_LIMIT, False, most(False), " MB"),
        Target("most memory of what streams, 8 GiB", MEMORY_LIMIT, False, most(True), " MB"),
    ]


def _storage() -> list[Target]:
    return [
        Target(
            "metadata-check: speed against `sort -u` and `comm`", 6, True,
            lambda run: run.ratio(f"storage {run.size}", "sort and comm", "check"),
        ),
        Target(
            f"metadata-check with a JSON listing, {size_text(SMALL_SIZE)}: speed against `jq`, `sort -u` and `comm`",
            None, True,
            lambda run: run.ratio(f"storage, JSON {SMALL_SIZE}", "jq, sort and comm", "check, JSON"),
        ),
    ]  # fmt: skip


def _gzip() -> list[Target]:
    group = f"gzip {SMALL_SIZE}"

    def sizes(run: Run) -> Figure | None:
        ours, others = run.case(group, "rewrite to gzip"), run.case(group, "gzip -6")
        return Figure(ours["bytes"] / others["bytes"]) if ours and others else None

    return [
        Target("gzip in: speed against `gzip -dc`", 2, True, lambda run: run.ratio(group, "gzip -dc", "csv")),
        Target("gzip out: speed against `gzip -6`", 1, True, lambda run: run.ratio(group, "gzip -6", "rewrite to gzip")),
        Target("gzip out: size against `gzip -6`", 1, False, sizes),
    ]


def _start() -> list[Target]:
    return [
        Target(
            "5 KiB, fully static: time from start to finish against `cat`", 2.5, False,
            lambda run: run.ratio("start", "csv, static", "cat"),
        ),
        Target(
            "the same with a dynamic C library", None, False,
            lambda run: run.ratio("start", "csv", "cat"),
        ),
    ]  # fmt: skip


def _linear() -> Target:
    def measure(run: Run) -> Figure | None:
        """The walk's growth divided by that of cat, each without its start."""
        growth = {}
        for name in ("walk", "cat"):
            small, large = (run.without_start(f"by size {size}", name) for size in (SMALL_SIZE, LARGE_SIZE))
            if not small or not large:
                return None
            # Each handle of this shape has as many bytes.
            growth[name] = statistics.median(large) / statistics.median(small) / (LARGE_SIZE / SMALL_SIZE)
        return Figure(growth["walk"] / growth["cat"])

    return Target("walk: time a handle, 8 GiB against 200 MiB, beside the same of `cat`", 1.1, False, measure)

