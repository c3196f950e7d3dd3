# SPDX-License-Identifier: Apache-2.0
"""Brings the machine into the same state before each measurement, and sees whether it stayed so."""

import mmap
import os
import re
import statistics
import subprocess
import time

GIGA = 1 << 30
# A round counts only if the control command took as long as in the other rounds, within this part.
MOST_DRIFT = 0.15
# After the disk was synchronised, in seconds.
PAUSE = 1


def _memory(name: str) -> int:
    with open("/proc/meminfo", encoding="utf-8") as file:
        return int(re.search(rf"{name}:\s*(\d+)", file.read()).group(1)) << 10


def _use(byte_count: int) -> mmap.mmap:
    """New memory of which every page was written to."""
    memory = mmap.mmap(-1, byte_count, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    piece = bytes(4 << 20)
    while memory.tell() < byte_count:
        memory.write(piece[: byte_count - memory.tell()])
    return memory


class Memory:
    """Sees to it that new pages of a command are pages that were used before.

    On a virtual machine the first use of a page can take ten times as long as a later one, and the kernel soon gives the host
    back what is free. So whatever needs new pages (a new file, a large heap) would measure the host. It gives back blocks of
    2 MiB in which nothing is used: so a page of each is kept here. Which free pages a command gets is the kernel's choice: so
    all but what it needs is held here, too, and the rest is used and freed right before.
    """

    # What commands need beside their files and heaps, and where the kernel begins to take pages from the page cache.
    _MARGIN = 512 << 20
    _STEP = 256 << 20
    # More pages would leave the kernel no large folios for new files.
    _KEPT_EVERY = 2 << 20

    def __init__(self):
        self.held: list[mmap.mmap] = []
        self.kept: list[mmap.mmap] = []

    def prepare(self, byte_count: int) -> None:
        """Fills the memory for a command that needs so much, when nothing waits for being written any more."""
        os.sync()
        time.sleep(PAUSE)
        needed = byte_count + self._MARGIN
        if not self.held:
            while _memory("MemFree") > self._MARGIN + self._STEP:
                self.held.append(_use(self._STEP))
        while self.held and _memory("MemFree") < needed:
            self._keep(self.held.pop())
        while _memory("MemFree") > needed + self._STEP:
            self.held.append(_use(self._STEP))
        _use(max(self._STEP, _memory("MemFree") - self._MARGIN // 4)).close()

    def release(self) -> None:
        """Gives back what is held, before something that needs much memory and is not prepared for."""
        for memory in self.held + self.kept:
            memory.close()
        self.held, self.kept = [], []

    def _keep(self, memory: mmap.mmap) -> None:
        """Frees memory but for a page here and there."""
        for start in range(0, len(memory), self._KEPT_EVERY):
            memory.madvise(mmap.MADV_DONTNEED, start + mmap.PAGESIZE, self._KEPT_EVERY - mmap.PAGESIZE)
        self.kept.append(memory)


# There is one memory.
memory = Memory()


class Control:
    """A command whose time should never change: a file from the page cache to nowhere."""

    def __init__(self, file: str):
        self.file = file
        self.times: list[float] = []

    def time(self) -> float:
        """The best of three: a single one is disturbed too easily itself."""
        best = min(self._once() for _ in range(3))
        self.times.append(best)
        return best

    def drift(self, times: list[float]) -> float:
        """How far the times of a round are from what the control takes at other times."""
        usual = statistics.median(self.times)
        return max(abs(value - usual) / usual for value in times)

    def _once(self) -> float:
        begun = time.perf_counter()
        subprocess.run(["cat", self.file], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begun


def machine() -> dict[str, str]:
    """What a reader of figures has to know of the machine."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    byte_count = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"Swift version [\d.]+", swift)
    system = os.uname()
    return {
        "processor": f"{model.group(1) if model else system.machine}, {os.cpu_count()} processors",
        "memory": f"{byte_count / GIGA:.0f} GiB",
        "system": f"{system.sysname} {system.release}",
        "swift": version.group(0) if version else "Swift",
    }
