"""Runs commands and pipelines, and tells what they took."""

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field


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
    # Whether the command is metadata-measure and its own clock counts, which leaves its start out.
    own_clock: bool = False
    samples: list["Sample"] = field(default_factory=list)
    peak: int | None = None

    @property
    def wall(self) -> float:
        return statistics.median(sample.wall for sample in self.samples)

    @property
    def processor(self) -> float:
        return statistics.median(sample.processor for sample in self.samples)

    @property
    def handles(self) -> int:
        return max(sample.handles for sample in self.samples)


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
    if case.creates and os.path.exists(case.creates):
        os.remove(case.creates)
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
        if case.creates and os.path.exists(case.creates):
            # Pages that wait for being written would slow down what is run next.
            os.remove(case.creates)
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


def measure(cases: list[Case], rounds: int, warm_up: str | None, progress) -> None:
    """Runs all cases in turn, as many times as there are rounds, with the file in the page cache."""
    for number in range(rounds):
        progress(f"round {number + 1} of {rounds}")
        if warm_up:
            subprocess.run(["cat", warm_up], stdout=subprocess.DEVNULL, check=True)
        for case in cases:
            case.samples.append(run(case))


def measure_peak(case: Case) -> None:
    """The most memory that a stage has had resident, in bytes, in one more run.

    By GNU time, which is so small that what it had itself before it became the command does not count.
    """
    with tempfile.NamedTemporaryFile() as report:
        stages = [list(argv) for argv in case.stages]
        stages[case.stage] = ["/usr/bin/time", "--format=%M", f"--output={report.name}"] + stages[case.stage]
        run(Case(case.name, stages, case.output, creates=case.creates, own_clock=case.own_clock))
        case.peak = int(report.read().split()[-1]) * 1024
