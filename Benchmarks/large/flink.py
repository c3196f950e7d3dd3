# SPDX-License-Identifier: Apache-2.0
"""Flink's own reader and writer, in a Java process."""

import os
import re
import subprocess
from dataclasses import dataclass

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
RELEASE = "2.3.0"
# Bytes a second: slower is only who spends nearly all of the time on looking for free memory.
SLOWEST = 10e6


@dataclass
class Load:
    heap: int
    load: float
    store: float
    peak: int


def is_available() -> bool:
    """Whether there is Java, and the jars of the release have been fetched before."""
    cache = os.environ.get("FLINK_METADATA_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "swift-flink-metadata"
    )
    try:
        subprocess.run(["javac", "-version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return os.path.exists(os.path.join(cache, f"flink-{RELEASE}", ".complete"))


def load_and_store(file: str, heap: int) -> Load | str:
    """Loads a file and stores it to nowhere, with so many bytes of heap; or says why that failed."""
    command = [
        os.path.join(ROOT, "corpus", "generator", "run-java"),
        "--heap", f"{heap >> 20}m",
        "--sources", os.path.join(ROOT, "Tests", "Interop", "java", "interop"),
        RELEASE, "interop.LoadAndStore", file,
    ]  # fmt: skip
    patience = 30 + os.path.getsize(file) / SLOWEST
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience)
    except subprocess.TimeoutExpired:
        return f"not done after {patience:.0f} s"
    if done.returncode != 0:
        error = re.search(r"OutOfMemoryError[^\n]*", done.stderr)
        return error.group(0) if error else done.stderr.strip().splitlines()[-1]
    values = dict(part.split("=") for part in done.stdout.split())
    return Load(heap, float(values["load"]), float(values["store"]), int(values["peak"]))


def smallest_heap(file: str, memory: int, progress) -> tuple[int | None, dict[int, str]]:
    """Doubles the heap until the file can be loaded. Also the heaps in which it could not, and why."""
    failures: dict[int, str] = {}
    heap = 64 << 20
    while heap < 2 * os.path.getsize(file):
        heap *= 2
    while heap <= memory * 3 // 4:
        progress(f"Flink with {heap >> 20} MiB of heap")
        result = load_and_store(file, heap)
        if isinstance(result, Load):
            return heap, failures
        failures[heap] = result
        heap *= 2
    return None, failures
