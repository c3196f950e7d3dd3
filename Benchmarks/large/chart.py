# SPDX-License-Identifier: Apache-2.0
"""Draws a chart for each question as SVG, for light and dark backgrounds."""

import math
import statistics

from runs import Run, size_text
from targets import BULK_SHAPES

OURS, OTHERS = "#2f7ed8", "#a0703c"
# What is drawn as a line, and in which colour: readable on white and on black.
COLORS = {
    "metadata-rewrite": "#d6453d",
    "metadata-dump, text": "#2ca05a",
    "metadata-dump, JSON": "#9467bd",
    "values": "#16a5a5",
    "views": "#2f7ed8",
    "encode": "#d69a1f",
    "Flink's load": "#e75ab5",
    "Flink's store": "#a0703c",
}
STYLE = (
    "<style>text { fill: #333 } .grid { stroke: #8884; fill: none } .line { fill: none; stroke-width: 2 } "
    "@media (prefers-color-scheme: dark) { text { fill: #ddd } }</style>"
)


def charts(run: Run) -> dict[str, str]:
    """The charts of a run, by name."""
    found = {"speed": _speed(run), "memory": _memory(run)}
    if run.data["loads"]:
        found["flink"] = _flink(run)
    return found


# How fast: bars.


def _speed(run: Run) -> str:
    main = f"incremental {run.size}"
    bars = []
    for shape in ["incremental", *BULK_SHAPES]:
        bars.append((f"rewrite to a new file, {shape}, against cp", run.ratio(f"{shape} {run.size}", "cp", "rewrite to a file")))
    bars.append(("rewrite in a pipe, against cat | cat | cat", run.ratio(main, "cat | cat | cat", "rewrite in a pipe")))
    bars.append(("walk of mapped memory, against cat", run.ratio(main, "cat", "walk-mapped")))
    for shape in ["incremental", *BULK_SHAPES]:
        bars.append((f"walk, {shape}, against cat", run.ratio(f"{shape} {run.size}", "cat", "walk")))
    found = [(name, figure.median) for name, figure in bars if figure]
    title = f"Speed against copying the file (1 = as fast; longer is faster), {size_text(run.size)}"
    return _bars(title, found)


def _bars(title: str, bars: list[tuple[str, float]]) -> str:
    left, width, row, top = 330, 480, 26, 50
    most = max([value for _, value in bars] + [1.2])
    bottom = top + row * len(bars)
    parts = [f'<text x="16" y="24" font-weight="bold">{title}</text>']
    for index, (name, value) in enumerate(bars):
        y = top + row * index
        length = value / most * width
        parts.append(f'<text x="{left - 10}" y="{y + 17}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="{left}" y="{y + 4}" width="{length:.1f}" height="{row - 8}" fill="{OURS}"/>')
        parts.append(f'<text x="{left + length + 6:.1f}" y="{y + 17}">{value:.2f}</text>')
    one = left + width / most
    parts.append(f'<path d="M{one:.1f} {top - 6}V{bottom + 4}" stroke="{OTHERS}" stroke-width="2" stroke-dasharray="4 3"/>')
    return _svg(left + width + 60, bottom + 16, parts)


# By size: lines.


def _memory(run: Run) -> str:
    names = {
        "metadata-rewrite": "rewrite to a file",
        "metadata-dump, text": "text",
        "metadata-dump, JSON": "json",
    }
    lines: dict[str, dict[int, float]] = {}
    for size in run.sizes("by size"):
        for name, case_name in names.items():
            case = run.case(f"by size {size}", case_name)
            if case and case["peak"]:
                lines.setdefault(name, {})[size] = case["peak"] / 1e6
    for size in run.sizes("flink"):
        case = run.case(f"flink {size}", "values")
        lines.setdefault("values", {})[size] = case["peak"] / 1e6
    for load in run.data["loads"]:
        lines.setdefault("Flink's load", {})[load["size"]] = load["peak"] / 1e6
    return _lines("Peak memory by size of the metadata file, MB", lines)


def _flink(run: Run) -> str:
    lines: dict[str, dict[int, float]] = {}
    for size in run.sizes("flink"):
        for name in ("values", "views", "encode"):
            if wall := run.wall(f"flink {size}", name):
                lines.setdefault(name, {})[size] = size / 1e6 / wall
    for load in run.data["loads"]:
        for name in ("load", "store"):
            speed = load["size"] / 1e6 / statistics.median(load[name])
            lines.setdefault(f"Flink's {name}", {})[load["size"]] = speed
    return _lines("Reading and writing the whole file, MB/s by its size", lines)


class Axis:
    """Maps numbers to places, by their logarithms."""

    def __init__(self, values: list[float], begin: float, end: float, whole_decades: bool):
        self.low, self.high = math.log10(min(values)), math.log10(max(values))
        if whole_decades:
            self.low, self.high = math.floor(self.low), math.ceil(self.high)
        self.high = max(self.high, self.low + 0.1)
        self.begin, self.end = begin, end

    def place(self, value: float) -> float:
        return self.begin + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def decades(self) -> list[float]:
        return [10.0**power for power in range(math.ceil(self.low), math.floor(self.high) + 1)]


def _lines(title: str, lines: dict[str, dict[int, float]]) -> str:
    left, width, top, height = 70, 520, 50, 300
    bottom = top + height
    sizes = sorted({size for line in lines.values() for size in line})
    across = Axis([float(size) for size in sizes], left, left + width, False)
    up = Axis([value for line in lines.values() for value in line.values()], bottom, top, True)
    parts = [f'<text x="16" y="24" font-weight="bold">{title}</text>']
    for decade in up.decades():
        y = up.place(decade)
        parts.append(f'<path class="grid" d="M{left} {y:.1f}H{left + width}"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{decade:,.0f}</text>')
    for size in sizes:
        x = across.place(size)
        parts.append(f'<path class="grid" d="M{x:.1f} {top}V{bottom}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{size_text(size)}</text>')
    for index, (name, line) in enumerate(lines.items()):
        color = COLORS[name]
        points = [(across.place(size), up.place(value)) for size, value in sorted(line.items())]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path class="line" d="M{path}" stroke="{color}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in points]
        y = top + 12 + 22 * index
        parts.append(f'<path class="line" d="M{left + width + 20} {y}h24" stroke="{color}"/>')
        parts.append(f'<text x="{left + width + 52}" y="{y + 4}">{name}</text>')
    return _svg(left + width + 220, bottom + 36, parts)


def _svg(width: float, height: float, parts: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif" '
        'font-size="12">'
    )
    return "\n".join([head, STYLE, *parts, "</svg>"]) + "\n"
