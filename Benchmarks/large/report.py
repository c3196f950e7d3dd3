"""Tells in Markdown what was measured."""

import datetime
import os
import platform
import re
import subprocess

from campaign import MEGA, Results, throughput
from processes import Case
from targets import size_text, targets

MARKS = {True: "yes", False: "**no**", None: ""}


def machine() -> list[str]:
    """The machine, as far as it matters."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"Swift version [\d.]+", swift)
    return [
        f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} processors, "
        f"{memory / (1 << 30):.0f} GiB of memory",
        f"{platform.system()} {platform.release()}, {version.group(0) if version else 'Swift'}",
    ]


def report(results: Results, chart: str) -> str:
    size = size_text(results.size)
    parts = [
        f"# {size} of metadata, {datetime.date.today().isoformat()}",
        "\n".join(f"- {line}" for line in machine()),
        f"Medians of {results.rounds} rounds in which everything was run in turn, with the files in the page cache. Times are "
        "those of whole processes, from their start to their end, except where *inside* says otherwise: those are taken by "
        "metadata-measure itself. MB are a million bytes; KiB, MiB and GiB are powers of 1024. Memory is the most that was "
        "resident, in a run of its own.",
        f"![Throughput and memory by size]({chart})",
        "## What is wanted",
        _table(
            ["", "wanted", "measured", "reached"],
            [[target.what, target.wanted, target.measured, MARKS[target.reached]] for target in targets(results)],
        ),
        f"## {size}, shape `incremental`",
        _cases(results.main, results.size),
    ]
    for shape, cases in results.bulk.items():
        parts += [f"## {size}, shape `{shape}`", _cases(cases, results.size)]
    parts += ["## Start to finish with 5 KiB", _start(results.start)]
    parts += ["## By size", _by_size(results)]
    if results.loads or results.failed_heaps:
        parts += ["## Flink itself", _flink(results)]
    parts += results.notes
    return "\n\n".join(parts) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _name(case: Case) -> str:
    inside = case.own_clock and "inside" not in case.name
    return f"{case.name}, inside" if inside else case.name


def _cases(cases: dict[str, Case], size: int) -> str:
    cat, cp = cases["cat"], cases["cp"]
    handles = cases["walk, inside"].handles
    rows = []
    for case in cases.values():
        rows.append(
            [
                _name(case),
                f"{case.wall:.3f}",
                f"{case.processor:.3f}",
                f"{throughput(size, case.wall):,.0f}",
                f"{case.wall / cat.wall:.2f}",
                f"{case.wall / cp.wall:.2f}",
                f"{case.wall / handles * 1e9:.1f}",
                _megabytes(case.peak),
            ]
        )
    head = ["", "wall s", "user+system s", "MB/s", "x cat", "x cp", "ns a handle", "peak MB"]
    return _table(head, rows)


def _megabytes(byte_count: int | None) -> str:
    return "" if byte_count is None else f"{byte_count / 1e6:,.1f}"


def _start(cases: dict[str, Case]) -> str:
    cat = cases["cat"]
    rows = [[case.name, f"{case.wall * 1e3:.2f}", f"{case.wall / cat.wall:.2f}"] for case in cases.values()]
    return _table(["", "wall ms", "x cat"], rows)


def _by_size(results: Results) -> str:
    sizes = sorted(results.by_size)
    names: list[str] = []
    for size in sizes:
        names += [name for name in results.by_size[size] if name not in names]
    rows = []
    for name in names:
        cells = []
        for size in sizes:
            case = results.by_size[size].get(name)
            cells.append(_cell(case, size) if case else "")
        if sum(1 for cell in cells if cell) > 1:
            rows.append([name, *cells])
    head = ["MB/s, peak MB"] + [size_text(size) for size in sizes]
    return _table(head, rows)


def _cell(case: Case, size: int) -> str:
    speed = f"{throughput(size, case.wall):,.0f}" if case.samples else "–"
    return f"{speed}, {_megabytes(case.peak) or '–'}"


def _flink(results: Results) -> str:
    rows = []
    for size, failures in results.failed_heaps.items():
        for heap, failure in failures.items():
            rows.append([size_text(size), f"{heap // MEGA} MiB", failure, "", "", ""])
        load = results.loads.get(size)
        if load:
            speeds = [f"{throughput(size, seconds):,.0f}" for seconds in (load.load, load.store)]
            rows.append([size_text(size), f"{load.heap // MEGA} MiB", "", *speeds, _megabytes(load.peak)])
    return _table(["size", "heap", "runs out", "load MB/s", "store MB/s", "peak MB"], rows)
