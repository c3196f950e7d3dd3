"""Power failures on real file systems.

A tool runs on a recorded disk. Then the power fails after each write that the disk got: the disk has all writes up to
there, or lacks some of those after the last flush, as a disk with a cache can. The file system is mounted and recovers.
"""

import os
import random
import shutil
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass

from cases import CHANGES, contents_of, read
from recorded_disk import RecordedDisk, system


@dataclass(frozen=True)
class FileSystem:
    name: str
    kind: str
    size: int
    format: tuple = ()
    options: str = "defaults"


FILE_SYSTEMS = [
    FileSystem("ext4", "ext4", 24 << 20, ("-q",)),
    FileSystem("ext4 noauto_da_alloc", "ext4", 24 << 20, ("-q",), "noauto_da_alloc"),
    FileSystem("ext4 commit=600", "ext4", 24 << 20, ("-q",), "commit=600"),
    FileSystem("ext4 data=writeback", "ext4", 24 << 20, ("-q",), "data=writeback,noauto_da_alloc"),
    FileSystem("xfs", "xfs", 64 << 20, ("-q", "--unsupported")),
    FileSystem("btrfs", "btrfs", 128 << 20, ("-q",)),
]
# It neither keeps data and names in order nor writes data early.
WEAKEST = "ext4 data=writeback"

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


class Disks:
    """Images, mount points and recorded disks, in a folder that should be in memory."""

    def __init__(self, folder, file_system):
        self.folder = folder
        self.file_system = file_system
        self.mount_point = f"{folder}/mounted"
        os.makedirs(self.mount_point, exist_ok=True)
        self.empty = f"{folder}/empty"
        with open(self.empty, "wb") as image:
            image.truncate(file_system.size)
        system(f"mkfs.{file_system.kind}", *file_system.format, self.empty)

    def mount(self, image):
        system("mount", "-t", self.file_system.kind, "-o", f"loop,{self.file_system.options}", image, self.mount_point)

    def unmount(self):
        system("umount", self.mount_point)

    def copy(self, image, name):
        copied = f"{self.folder}/{name}"
        system("cp", "--sparse=always", image, copied)
        return copied


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
        """Chooses writes, and yields for each the disk that has everything up to it, and one that has lost something."""
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
            pieces = [(offset + at, data[at : at + 4096]) for offset, data in unflushed for at in range(0, len(data), 4096)]
            loss = chooser.choice([0.05, 0.5, 0.95])
            surviving = [piece for piece in pieces if chooser.random() >= loss]
            if len(surviving) == len(pieces):
                continue
            yield Cut(f"write {number}, {len(pieces) - len(surviving)} of {len(pieces)} blocks lost", has_ended, [], surviving)


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
