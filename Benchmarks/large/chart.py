"""Draws throughput and memory by size as SVG, on logarithmic axes, for light and dark backgrounds."""

import math

from campaign import Results, throughput
from targets import size_text

# What is drawn, and in which colour: readable on white and on black.
LINES = {
    "cat": "#808080",
    "cp": "#a0703c",
    "walk": "#2f7ed8",
    "rewrite to a file": "#d6453d",
    "csv": "#2ca05a",
    "jsonl": "#9467bd",
    "files": "#d69a1f",
    "values": "#16a5a5",
    "Flink's load": "#e75ab5",
}
WIDTH, HEIGHT = 980, 430
PANEL_WIDTH, PANEL_HEIGHT = 310, 310
TOP = 50


def chart(results: Results) -> str:
    speeds: dict[str, dict[int, float]] = {}
    memory: dict[str, dict[int, float]] = {}
    for size, cases in sorted(results.by_size.items()):
        for name, case in cases.items():
            if name in LINES and case.samples:
                speeds.setdefault(name, {})[size] = throughput(size, case.wall)
            if name in LINES and case.peak:
                memory.setdefault(name, {})[size] = case.peak / 1e6
    for size, load in sorted(results.loads.items()):
        speeds.setdefault("Flink's load", {})[size] = throughput(size, load.load)
        memory.setdefault("Flink's load", {})[size] = load.peak / 1e6
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="12">',
        "<style>text { fill: #333 } .grid { stroke: #8884; fill: none } path { fill: none; stroke-width: 2 }",
        "@media (prefers-color-scheme: dark) { text { fill: #ddd } }</style>",
        *_panel("Throughput, MB/s", speeds, 66),
        *_panel("Peak memory, MB", memory, 66 + PANEL_WIDTH + 80),
        *_legend(speeds.keys() | memory.keys(), 66 + 2 * PANEL_WIDTH + 100),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


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


def _panel(title: str, lines: dict[str, dict[int, float]], left: int) -> list[str]:
    sizes = sorted({size for line in lines.values() for size in line})
    bottom = TOP + PANEL_HEIGHT
    across = Axis([float(size) for size in sizes], left, left + PANEL_WIDTH, False)
    up = Axis([value for line in lines.values() for value in line.values()], bottom, TOP, True)
    parts = [f'<text x="{left}" y="{TOP - 20}" font-weight="bold">{title}</text>']
    for decade in up.decades():
        y = up.place(decade)
        parts.append(f'<path class="grid" d="M{left} {y:.1f}H{left + PANEL_WIDTH}" stroke-width="1"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{decade:,.0f}</text>')
    for size in sizes:
        x = across.place(size)
        parts.append(f'<path class="grid" d="M{x:.1f} {TOP}V{bottom}" stroke-width="1"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{size_text(size)}</text>')
    parts.append(
        f'<text x="{left + PANEL_WIDTH / 2}" y="{bottom + 38}" text-anchor="middle">size of the metadata file</text>'
    )
    for name, color in LINES.items():
        points = [(across.place(size), up.place(value)) for size, value in lines.get(name, {}).items()]
        if not points:
            continue
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path d="M{path}" stroke="{color}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in points]
    return parts


def _legend(names: set[str], left: int) -> list[str]:
    parts = []
    for index, name in enumerate(name for name in LINES if name in names):
        y = TOP + 10 + 22 * index
        parts.append(f'<path d="M{left} {y}h24" stroke="{LINES[name]}"/>')
        parts.append(f'<text x="{left + 32}" y="{y + 4}">{name}</text>')
    return parts
