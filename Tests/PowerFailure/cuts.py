# SPDX-License-Identifier: Apache-2.0
"""Power failures on real file systems.

A tool runs on a recorded disk. Then the power fails after each write that the disk got: the disk has all writes up to
there, or lacks some of those after the last flush, as a disk with a cache can. The file system is mounted and recovers.
"""

import random
import shutil
from collections import Counter

from cases import contents_of, read
from recording import record


def run_row(disks, case, products, most_cuts, seed, report):
    """All runs of one row of the table: both sizes, on a quiet disk and on a busy one."""
    counts = Counter()
    for size in case.sizes:
        probe = f"{disks.folder}/probe"
        contents = contents_of(case, products, probe, size)
        shutil.rmtree(probe)
        before = disks.copy(disks.empty, "before")
        disks.mount(before)
        case.prepare(f"{disks.mount_point}/case", products, size)
        disks.unmount()
        for is_busy in (False, True):
            recording = record(disks, before, case, products, is_busy)
            name = f"{size} file, {'busy' if is_busy else 'quiet'} disk"
            chooser = random.Random(f"{seed} {disks.file_system.name} {case.name} {name}")
            flushed = disks.copy(before, "flushed")
            for cut in recording.cuts(most_cuts, chooser):
                write(flushed, cut.flushed)
                image = disks.copy(flushed, "cut")
                write(image, cut.surviving)
                problem = judge(case, contents, recover(disks, image, case), cut.has_ended, counts)
                if problem:
                    counts["wrong"] += 1
                    report(f"{name}, {cut.label}: {problem}")
    return counts


def write(image, writes):
    with open(image, "r+b") as file:
        for offset, data in writes:
            file.seek(offset)
            file.write(data)


def recover(disks, image, case):
    """Mounts the disk after the failure. Returns the target and its backup."""
    disks.mount(image)
    try:
        directory = f"{disks.mount_point}/case"
        backup = read(f"{directory}/{case.backup}") if case.backup else None
        return read(f"{directory}/{case.target}"), backup
    finally:
        disks.unmount()


def judge(case, contents, found, has_ended, counts):
    """Counts what was found, and returns what is wrong with it."""
    target, backup = found
    kind = contents.kind(target)
    counts["failures"] += 1
    counts[f"after: {kind}" if has_ended else kind] += 1
    return case.verdict(kind, backup is not None and backup == contents.old, has_ended)
