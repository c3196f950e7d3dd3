# SPDX-License-Identifier: Apache-2.0
"""A run of a tool on a recorded disk, and the states of the disk at which the power can fail."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass

from cases import CHANGES
from recorded_disk import RecordedDisk

# What a disk writes as a whole.
BLOCK = 4096

STRACE = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={CHANGES}"]


class Neighbour:
    """Another process that writes to the disk and syncs, all the time: so the file system writes its journal."""

    def __init__(self, path):
        self.file = os.open(path, os.O_RDWR | os.O_CREAT)
        self.is_ending = False
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        count = 0
        while not self.is_ending:
            count += 1
            os.pwrite(self.file, str(count).encode(), 0)
            os.fsync(self.file)
            time.sleep(0.004)

    def end(self):
        self.is_ending = True
        self.thread.join()
        os.close(self.file)


def record(disks, before, case, products, is_busy):
    """Runs the tool on a recorded disk."""
    disk = RecordedDisk(before, f"{disks.folder}/recorded")
    try:
        disks.mount(disk.path)
        try:
            injected = [f"{CHANGES}:delay_exit=10000"] if is_busy else []
            injected += case.sabotage
            command = case.command(products)
            if injected:
                command = STRACE + [word for rule in injected for word in ("-e", f"inject={rule}")] + command
            neighbour = Neighbour(f"{disks.mount_point}/neighbour") if is_busy else None
            started = disk.position()
            done = subprocess.run(command, cwd=f"{disks.mount_point}/case", capture_output=True, text=True)
            ended = disk.position()
            if neighbour:
                time.sleep(0.02)
                neighbour.end()
            # What unmounting writes is not part of the test.
            last = disk.position()
        finally:
            disks.unmount()
    finally:
        disk.end()
    if done.returncode != 0:
        raise OSError(f"{case.name}: status {done.returncode}: {done.stderr.strip()}")
    return Recording([event for event in disk.events() if event[0] <= last], started, ended)


@dataclass
class Cut:
    label: str
    has_ended: bool
    # Writes that a flush has made safe since the last cut.
    flushed: list
    # Which of the writes since the last flush are on the disk.
    surviving: list


@dataclass
class Recording:
    events: list
    # The positions when the tool began and when it had ended.
    started: int
    ended: int

    def cuts(self, most, chooser):
        """Chooses writes, and yields for each a disk that has everything up to it, and one that has lost something."""
        writes = [n for n, (position, offset, _) in enumerate(self.events) if offset >= 0 and position > self.started]
        chosen = set(writes if len(writes) <= most else chooser.sample(writes, most))
        # The moment when the tool has just ended, and the last one.
        end = max(n for n, (position, _, _) in enumerate(self.events) if position <= self.ended)
        chosen.update([end, len(self.events) - 1])
        flushed, unflushed = [], []
        for number, (_, offset, data) in enumerate(self.events):
            if offset < 0:
                flushed += unflushed
                unflushed = []
            else:
                unflushed.append((offset, data))
            if number not in chosen:
                continue
            has_ended = number >= end
            yield Cut(f"write {number}", has_ended, flushed, unflushed)
            flushed = []
            blocks = [block for write in unflushed for block in blocks_of(*write)]
            loss = chooser.choice([0.05, 0.5, 0.95])
            surviving = [block for block in blocks if chooser.random() >= loss]
            lost = len(blocks) - len(surviving)
            if lost > 0:
                yield Cut(f"write {number}, {lost} of {len(blocks)} blocks lost", has_ended, [], surviving)


def blocks_of(offset, data):
    return [(offset + start, data[start : start + BLOCK]) for start in range(0, len(data), BLOCK)]
