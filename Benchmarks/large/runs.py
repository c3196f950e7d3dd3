# SPDX-License-Identifier: Apache-2.0
"""The figures of a run as its file has them, and what they come to."""

import glob
import json
import os
import statistics
from dataclasses import dataclass

MEGA, GIGA = 1 << 20, 1 << 30


@dataclass
class Figure:
    """A figure of a run: the median of its rounds, and that of the best times."""

    median: float
    best: float | None = None
    # How far the middle half of the rounds lies apart, as a part of the median.
    spread: float | None = None


class Run:
    def __init__(self, path: str):
        with open(path, encoding="utf-8") as file:
            self.data = json.load(file)
        self.path = path
        self.size: int = self.data["size"]
        self.groups: dict[str, dict[str, dict]] = self.data["groups"]

    @property
    def machine(self) -> str:
        return ", ".join(self.data["machine"][key] for key in ("processor", "memory"))

    def case(self, group: str, name: str) -> dict | None:
        return self.groups.get(group, {}).get(name)

    def wall(self, group: str, name: str) -> float | None:
        case = self.case(group, name)
        return statistics.median(case["wall"]) if case and case["wall"] else None

    def ratio(self, group: str, numerator: str, denominator: str) -> Figure | None:
        """How many times as long the first takes, by the pairs of the same rounds."""
        first, second = self.case(group, numerator), self.case(group, denominator)
        if not first or not second:
            return None
        ratios = [a / b for a, b in zip(first["wall"], second["wall"])]
        return Figure(statistics.median(ratios), min(first["wall"]) / min(second["wall"]), spread(ratios))

    def without_start(self, group: str, name: str) -> list[float]:
        """The times of whole processes, less what the same program takes for 5 KiB."""
        case, start = self.case(group, name), self.wall("start", name)
        return [time - start for time in case["wall"]] if case and start else []

    def throughput(self, group: str, name: str) -> Figure | None:
        """In MB, a million bytes, a second. The group's name ends with the size."""
        case, size = self.case(group, name), int(group.split()[-1])
        if not case or not case["wall"]:
            return None
        speeds = [size / 1e6 / time for time in case["wall"]]
        return Figure(statistics.median(speeds), max(speeds), spread(speeds))

    def load(self, size: int) -> dict | None:
        return next((load for load in self.data["loads"] if load["size"] == size), None)

    def sizes(self, prefix: str) -> list[int]:
        return sorted(int(group.split()[-1]) for group in self.groups if group.startswith(f"{prefix} "))


def spread(values: list[float]) -> float | None:
    if len(values) < 2:
        return None
    quarters = statistics.quantiles(values, n=4, method="inclusive")
    return (quarters[2] - quarters[0]) / statistics.median(values)


def runs_by_machine(folder: str) -> dict[str, list[Run]]:
    """The last two runs of each machine, oldest first."""
    runs = sorted((Run(path) for path in glob.glob(os.path.join(folder, "*.json"))), key=lambda run: run.data["date"])
    machines: dict[str, list[Run]] = {}
    for run in runs:
        machines.setdefault(run.machine, []).append(run)
    return {machine: found[-2:] for machine, found in machines.items()}


def size_text(size: int) -> str:
    if size >= GIGA:
        return f"{size / GIGA:g} GiB"
    return f"{size / MEGA:g} MiB" if size >= MEGA else f"{size / 1024:g} KiB"
