# SPDX-License-Identifier: Apache-2.0
"""Tells in Markdown what was measured: one page for all machines."""

import os
import statistics

from runs import Figure, Run, size_text
from targets import Target, targets

MARKS = {True: "yes", False: "**no**", None: ""}
# Two runs of a machine agree if their figures are this near.
AGREEMENT = 0.10


def report(machines: dict[str, list[Run]], bounds: str) -> str:
    parts = [
        "# Measurements",
        "The tools and the library beside `cat`, `cp`, `gzip`, `sort`, `jq` and Flink itself. `make bench-large` makes this "
        "page from the figures in this folder, which it adds to; [the README of the benchmarks](../README.md) says how it "
        "measures.",
        "Each figure is the median of the rounds, in which all commands were run in turn: a ratio is the median of the "
        "ratios within a round. In brackets are the ratio of the best times and the spread, which is how far the middle half "
        "of the rounds lies apart. MB are a million bytes; KiB, MiB and GiB are powers of 1024.",
    ]
    for machine, runs in machines.items():
        parts += _machine(machine, runs)
    parts.append(bounds)
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def chart_name(run: Run, chart: str) -> str:
    """Each machine has charts of its own."""
    slug = "-".join("".join(c if c.isalnum() else " " for c in run.machine.lower()).split())
    return f"{slug}-{chart}.svg"


def _machine(machine: str, runs: list[Run]) -> list[str]:
    last = runs[-1]
    parts = [
        f"## {machine}",
        f"{last.data['machine']['system']}, {last.data['machine']['swift']}. {size_text(last.size)} of metadata where no "
        "size is named.\n\n" + "\n".join(f"- {_run_text(run)}" for run in runs),
    ]
    charts = [
        ("Against cp and cat", "speed"),
        ("Memory by size", "memory"),
        ("Against Flink", "flink"),
    ]
    parts += [f"![{title}]({chart_name(last, chart)})" for title, chart in charts]
    parts += ["### What is wanted, and what was reached", _targets(runs)]
    parts += [f"### {size_text(last.size)}, shape `incremental`", _cases(last, f"incremental {last.size}")]
    if last.data["loads"]:
        parts += ["### Flink itself", _flink(last)]
    parts += last.data["notes"]
    return parts


def _run_text(run: Run) -> str:
    control, repeated = run.data["control"], run.data["repeated"]
    rounds = "no round was taken again" if repeated == 0 else f"{repeated} rounds were taken again"
    drift = control["most"] / control["least"]
    return (
        f"[{run.data['date']}]({os.path.basename(run.path)}): the control command took between {control['least'] * 1e3:.0f} "
        f"and {control['most'] * 1e3:.0f} ms (a factor of {drift:.2f}); {rounds}."
    )


def _targets(runs: list[Run]) -> str:
    rows = []
    for target in targets():
        figures = [target.measure(run) for run in runs]
        if not any(figures):
            continue
        reached = all(target.is_reached(figure) for figure in figures if figure) if target.wanted is not None else None
        rows.append(
            [target.what, target.wanted_text, *(_figure(figure, target) for figure in figures), _agreement(figures),
             MARKS[reached]]
        )  # fmt: skip
    head = ["", "wanted", *(run.data["date"] for run in runs), "apart", "reached"]
    return _table(head, rows)


def _figure(figure: Figure | None, target: Target) -> str:
    if figure is None:
        return ""
    details = [f"{figure.best:.3g}"] if figure.best else []
    details += [f"±{figure.spread / 2:.0%}"] if figure.spread is not None else []
    return f"{_number(figure.median)}{target.unit}" + (f" ({', '.join(details)})" if details else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _agreement(figures: list[Figure | None]) -> str:
    found = [figure.median for figure in figures if figure]
    if len(found) < 2:
        return ""
    apart = max(found) / min(found) - 1
    return f"{apart:.0%}" if apart <= AGREEMENT else f"**{apart:.0%}**"


def _cases(run: Run, group: str) -> str:
    size, cat, cp = int(group.split()[-1]), run.wall(group, "cat"), run.wall(group, "cp")
    rows = []
    for name, case in run.groups[group].items():
        wall = statistics.median(case["wall"])
        rows.append(
            [
                f"{name}, inside" if case["inside"] else name,
                f"{wall:.3f}",
                f"{min(case['wall']):.3f}",
                f"{statistics.median(case['processor']):.3f}",
                f"{size / 1e6 / wall:,.0f}",
                f"{wall / cat:.2f}",
                f"{wall / cp:.2f}",
                _megabytes(case["peak"]),
            ]
        )
    return _table(["", "median s", "least s", "user+system s", "MB/s", "x cat", "x cp", "peak MB"], rows)


def _megabytes(byte_count: int | None) -> str:
    return "" if byte_count is None else f"{byte_count / 1e6:,.1f}"


def _flink(run: Run) -> str:
    rows = []
    for size in sorted({load["size"] for load in run.data["loads"]} | {heap["size"] for heap in run.data["failed_heaps"]}):
        for heap in run.data["failed_heaps"]:
            if heap["size"] == size:
                rows.append([size_text(size), f"{heap['heap'] >> 20} MiB", heap["why"], "", "", ""])
        if load := run.load(size):
            speeds = [f"{size / 1e6 / statistics.median(load[what]):,.0f}" for what in ("load", "store")]
            rows.append([size_text(size), f"{load['heap'] >> 20} MiB", "", *speeds, _megabytes(load["peak"])])
    return _table(["size", "heap", "runs out", "load MB/s", "store MB/s", "peak MB"], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
