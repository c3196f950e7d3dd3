# SPDX-License-Identifier: Apache-2.0
"""Runs commands and pipelines in turn, and tells what they took."""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

import host


@dataclass
class Case:
    """Something to measure: a command, or several in a pipeline."""

    name: str
    stages: list[list[str]]
    # Where the output of the last stage goes.
    output: str = "/dev/null"
    # Which stage's memory is asked for.
    stage: int = 0
    # A new file that the command writes and that must not be there before.
    creates: str | None = None
    # How much new memory the command uses, as for the pages of a new file.
    memory: int = 0
    # Whether the command is metadata-measure and its own clock counts, which leaves its start out.
    own_clock: bool = False
    # What was measured: a value for each round.
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    handles: int = 0
    peak: int | None = None

    def add(self, sample: "Sample") -> None:
        self.wall.append(sample.wall)
        self.processor.append(sample.processor)
        self.handles = max(self.handles, sample.handles)

    def figures(self) -> dict:
        """What the results keep."""
        return {
            "wall": [round(value, 6) for value in self.wall],
            "processor": [round(value, 6) for value in self.processor],
            "handles": self.handles,
            "peak": self.peak,
            "inside": self.own_clock,
        }


@dataclass
class Sample:
    wall: float
    # User and system time of all stages.
    processor: float
    # What metadata-measure has counted.
    handles: int = 0


class Failure(Exception):
    pass


def run(case: Case) -> Sample:
    """Runs a case once."""
    if case.creates:
        _remove(case.creates)
    if case.memory:
        host.memory.prepare(case.memory)
    with tempfile.TemporaryFile() as captured, tempfile.TemporaryFile() as errors:
        sink = captured.fileno() if case.own_clock else os.open(case.output, os.O_WRONLY)
        begun = time.perf_counter()
        children = _start(case.stages, sink, errors.fileno())
        processor = 0.0
        failed = []
        for child, argv in children:
            _, status, usage = os.wait4(child, 0)
            processor += usage.ru_utime + usage.ru_stime
            if status != 0:
                failed.append(argv)
        wall = time.perf_counter() - begun
        if case.creates:
            # Pages that wait for being written would slow down what is run next.
            _remove(case.creates)
        if not case.own_clock:
            os.close(sink)
        if failed:
            errors.seek(0)
            raise Failure(f"{case.name}: {failed[0]} failed: {errors.read().decode(errors='replace')}")
        if not case.own_clock:
            return Sample(wall, processor)
        captured.seek(0)
        values = dict(part.split("=") for part in captured.read().decode().split()[1:])
        return Sample(float(values["seconds"]), float(values["user"]) + float(values["system"]), int(values["handles"]))


def _remove(path: str) -> None:
    if os.path.exists(path):
        os.remove(path)


def _start(stages: list[list[str]], sink: int, errors: int) -> list[tuple[int, list[str]]]:
    """Starts the stages of a pipeline. Nobody but the two ends of a pipe may hold it open."""
    children = []
    source = os.open("/dev/null", os.O_RDONLY)
    for index, argv in enumerate(stages):
        is_last = index == len(stages) - 1
        # Python's descriptors are closed in children unless they are put somewhere.
        following, target = (None, sink) if is_last else os.pipe()
        actions = [(os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, target, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]
        children.append((os.posix_spawnp(argv[0], argv, os.environ, file_actions=actions), argv))
        os.close(source)
        if not is_last:
            os.close(target)
            source = following
    return children


class Turns:
    """Runs cases in turn, round after round, and takes a round again that the host has disturbed."""

    def __init__(self, control: host.Control, progress):
        self.control = control
        self.progress = progress
        self.repeated = 0

    def sample(self, cases: list[Case]) -> None:
        """One round, whatever the control command would say."""
        for case in cases:
            case.add(run(case))

    def measure(self, cases: list[Case], rounds: int, files: list[str] | None = None) -> None:
        """Gives each case a sample for each round, with the files in the page cache."""
        good = 0
        # A machine that never rests is measured all the same, and the spread shows it.
        for number in range(2 * rounds):
            for file in files or []:
                subprocess.run(["cat", file], stdout=subprocess.DEVNULL, check=True)
            samples, times = [], [self.control.time()]
            for case in cases:
                samples.append(run(case))
            times.append(self.control.time())
            drift = self.control.drift(times)
            is_disturbed = drift > host.MOST_DRIFT and number - good < rounds
            self.progress(
                f"  round {good + 1} of {rounds}, control {drift:.0%} off" + (", taken again" if is_disturbed else "")
            )
            if is_disturbed:
                self.repeated += 1
                continue
            for case, sample in zip(cases, samples):
                case.add(sample)
            good += 1
            if good == rounds:
                return


def measure_peak(case: Case) -> None:
    """The most memory that a stage has had resident, in bytes, in one more run.

    By GNU time, which is so small that what it had itself before it became the command does not count.
    """
    with tempfile.NamedTemporaryFile() as report:
        stages = [list(argv) for argv in case.stages]
        stages[case.stage] = ["/usr/bin/time", "--format=%M", f"--output={report.name}"] + stages[case.stage]
        run(Case(case.name, stages, case.output, creates=case.creates, own_clock=case.own_clock))
        case.peak = int(report.read().split()[-1]) * 1024
