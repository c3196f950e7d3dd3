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
# The kernel of a virtual machine reports free pages to the host two seconds after they became free, which takes them away
# while a command would use them. After this pause that is over.
PAUSE_BEFORE_FILLING = 3


def fill_memory(byte_count: int) -> None:
    """Uses and frees so much memory.

    On a virtual machine the first use of a page can take ten times as long as a later one, and a page that is free for some
    seconds is given back to the host. Without this right before, whatever needs new pages (a new file, a large heap)
    measures the host.
    """
    with open("/proc/meminfo", encoding="utf-8") as file:
        available = int(re.search(r"MemAvailable:\s*(\d+)", file.read()).group(1)) << 10
    piece = bytes(64 << 20)
    size = max(len(piece), min(byte_count, available * 3 // 4))
    with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        while memory.tell() + len(piece) <= len(memory):
            memory.write(piece)


def settle() -> None:
    """Lets the kernel write what waits for being written, and report what is free."""
    os.sync()
    time.sleep(PAUSE_BEFORE_FILLING)


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
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"Swift version [\d.]+", swift)
    system = os.uname()
    return {
        "processor": f"{model.group(1) if model else system.machine}, {os.cpu_count()} processors",
        "memory": f"{memory / GIGA:.0f} GiB",
        "system": f"{system.sysname} {system.release}",
        "swift": version.group(0) if version else "Swift",
    }
