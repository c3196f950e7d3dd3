"""What the project wants to reach, and whether it has."""

from dataclasses import dataclass

from campaign import BULK_SHAPES, GIGA, MEGA, Results, throughput

MEMORY_LIMIT = 24e6
STREAMING = [
    "walk",
    "csv",
    "jsonl",
    "json",
    "files of every handle",
    "rewrite to a file",
    "rewrite to /dev/null",
    "rewrite in a pipe",
]


@dataclass
class Target:
    what: str
    wanted: str
    measured: str
    # None: for comparison only.
    reached: bool | None


def targets(results: Results) -> list[Target]:
    return [
        *_instructions(results),
        *_against_cat(results),
        *_against_cp(results),
        *_in_a_pipe(results),
        *_memory(results),
        *_against_flink(results),
        *_descriptions(results),
        *_start(results),
        *_linear(results),
    ]


def _at_least(what: str, measured: float, wanted: float, unit: str = "x") -> Target:
    return Target(what, f">= {wanted:g} {unit}", f"{measured:.3g} {unit}", measured >= wanted)


def _at_most(what: str, measured: float, wanted: float, unit: str = "x") -> Target:
    return Target(what, f"<= {wanted:g} {unit}", f"{measured:.3g} {unit}", measured <= wanted)


def _instructions(results: Results) -> list[Target]:
    wanted = {"walk": 1.15, "rewrite": 1.6}
    return [
        _at_most(f"{operation}: instructions per byte of input", count, wanted[operation], "")
        for operation, count in results.instructions.items()
    ]


def _against_cat(results: Results) -> list[Target]:
    main = results.main
    found = [
        _at_least(
            "walk over mapped memory, throughput against cat", main["cat"].wall / main["walk-mapped"].wall, 0.8
        ),
        _at_least("walk, throughput against cat", main["cat"].wall / main["walk"].wall, 0.6),
    ]
    for shape in BULK_SHAPES:
        cases = results.bulk[shape]
        found.append(_at_least(f"walk, {shape}, throughput against cat", cases["cat"].wall / cases["walk"].wall, 0.9))
    return found


def _against_cp(results: Results) -> list[Target]:
    found = []
    for shape, wanted in [("incremental", 1.25)] + [(shape, 1.1) for shape in BULK_SHAPES]:
        cases = results.main if shape == "incremental" else results.bulk[shape]
        rewrite = cases["rewrite to a file"].wall
        found.append(_at_most(f"rewrite to a new file, {shape}, time against cp", rewrite / cases["cp"].wall, wanted))
        synced = cases["rewrite and sync"].wall / cases["cp and sync"].wall
        found.append(Target(f"the same until it is on the disk, {shape}", "", f"{synced:.3g} x", None))
    return found


def _in_a_pipe(results: Results) -> list[Target]:
    main = results.main
    speed = main["cat | cat | cat"].wall / main["rewrite in a pipe"].wall
    return [
        _at_least("rewrite in a pipe, throughput against cat | cat | cat", speed, 1),
        _at_least("the same, where pipes can be made larger", speed, 2),
    ]


def _memory(results: Results) -> list[Target]:
    found = []
    for size, cases in results.by_size.items():
        if size < min(results.size, 200 * MEGA):
            continue
        name, peak = max(((name, cases[name].peak) for name in STREAMING), key=lambda item: item[1])
        found.append(
            Target(
                f"peak memory of what streams at {size_text(size)}",
                "< 24 MB",
                f"{peak / 1e6:.1f} MB ({name})",
                peak < MEMORY_LIMIT,
            )
        )
    return found


def _against_flink(results: Results) -> list[Target]:
    main, found = results.main, []
    small = results.by_size[results.comparison_size]
    if results.comparison_size in results.loads:
        load = results.loads[results.comparison_size].load
        size = size_text(results.comparison_size)
        for what, name, wanted in [("decoding into values", "values", 15), ("a pass over the views", "views", 100)]:
            found.append(_at_least(f"{what} at {size}, against Flink's load", load / small[name].wall, wanted))
    found.append(
        _at_most("values: memory for each byte of input", main["values"].peak / results.size, 2, "bytes")
    )
    if results.comparison_size < results.size:
        rate = throughput(results.size, main["values"].wall) / throughput(
            results.comparison_size, small["values"].wall
        )
        found.append(_at_least(f"values: rate at {size_text(results.size)} against that at 200 MiB", rate, 0.9))
    return found


def _descriptions(results: Results) -> list[Target]:
    main = results.main
    found = [
        _at_least(f"{mode}: throughput", throughput(results.size, main[mode].wall), wanted, "MB/s")
        for mode, wanted in [("files", 400), ("jsonl", 400), ("json", 150)]
    ]
    gzip = main["csv of gzip"].wall / main["gzip -dc"].wall
    return found + [_at_most("gzip in, time against gzip -dc", gzip, 1.2)]


def _start(results: Results) -> list[Target]:
    start = results.start
    return [
        _at_most(f"{name} of 5 KiB, start to finish, against cat", start[name].wall / start["cat"].wall, 2.5)
        for name in ("csv", "rewrite to /dev/null")
    ]


def _linear(results: Results) -> list[Target]:
    largest = max(results.by_size)
    smaller = results.comparison_size
    if largest == smaller:
        return []
    handles = {size: results.by_size[size]["walk, inside"].handles for size in (smaller, largest)}
    found = []
    for name in ("walk, inside", "rewrite, inside"):
        times = {size: results.by_size[size][name].wall / handles[size] for size in handles}
        found.append(
            _at_most(
                f"{name.split(',')[0]}: time per handle at {size_text(largest)} against that at {size_text(smaller)}",
                times[largest] / times[smaller],
                1.1,
            )
        )
    return found


def size_text(size: int) -> str:
    return f"{size / GIGA:g} GiB" if size >= GIGA else f"{size / MEGA:g} MiB"
