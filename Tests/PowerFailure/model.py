# SPDX-License-Identifier: Apache-2.0
"""Power failures on a disk that keeps only what was synced.

The calls of a tool are recorded by strace. Then the power fails after each call, on a file system that promises no more
than POSIX does: a file's bytes may be missing until the file is synced, and each change of a directory may be missing
without the others until the directory is synced. A real file system keeps more than that.
"""

import itertools
import os
import re
import subprocess
from collections import Counter
from dataclasses import dataclass

from cases import CHANGES, read

CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?")
UNFINISHED = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
NAME = re.compile(r'"([^"]*)"')
# Not a pipe.
DESCRIPTOR = re.compile(r"^\d+<(/[^>]*)>")


@dataclass(eq=False)
class Inode:
    is_old: bool = False
    written: int = 0
    synced: int = 0
    is_directory: bool = False


class Model:
    """The files below a directory, and what can be left of them."""

    def __init__(self, directory, old):
        self.directory = directory
        # For each name what it can be after a power failure; the last one is what it is now.
        self.names = {}
        if old:
            # The file may have been written just before, so that it is not on the disk itself.
            self.names[old] = [Inode(is_old=True, written=os.path.getsize(f"{directory}/{old}"))]

    def now(self, name):
        return self.names.get(name, [None])[-1]

    def change(self, name, inode):
        self.names.setdefault(name, [None]).append(inode)

    def synchronize(self, name):
        inode = self.now(name)
        if inode and not inode.is_directory:
            inode.synced = inode.written
            return
        for entry, values in self.names.items():
            if os.path.dirname(entry) == name:
                del values[:-1]

    def apply(self, call, arguments, result, opened):
        """Does what a call does. Returns whether it changes anything here."""
        descriptor = DESCRIPTOR.match(arguments)
        file = self.name(descriptor[1]) if descriptor else None
        names = [] if arguments[:1].isdigit() else [self.name(name) for name in NAME.findall(arguments)]
        if result < 0 or not any(name is not None for name in [*names, file]):
            return False
        if call == "openat":
            if "O_CREAT" not in arguments:
                return False
            self.change(self.name(opened), Inode())
        elif call in ("write", "pwrite64"):
            self.now(file).written += result
        elif call in ("fsync", "fdatasync"):
            self.synchronize(file)
        elif call.startswith("rename"):
            self.change(names[1], self.now(names[0]))
            self.change(names[0], None)
        elif call.startswith("link"):
            self.change(names[1], self.now(names[0]))
        elif call.startswith("unlink"):
            self.change(names[0], None)
        elif call == "mkdir":
            self.change(names[0], Inode(is_directory=True))
        return True

    def name(self, path):
        """The path inside of the directory, or nothing if it is elsewhere."""
        name = os.path.relpath(os.path.join(self.directory, path), self.directory)
        return None if name.startswith("..") else "" if name == "." else name

    def outcomes(self, target, backup, size):
        """What a power failure can leave now: all pairs of the kinds of the target and of its backup."""
        found = set()
        parents = [name for name in self.names if f"{target}".startswith(f"{name}/")]
        names = [*parents, target, *([backup] if backup else [])]
        for values in itertools.product(*(self.names.get(name, [None]) for name in names)):
            value = dict(zip(names, values))
            if not all(value[name] for name in parents):
                value[target] = None
            for kind in self.kinds(value[target], size):
                # What an old file lacks that its owner has not synced is not the fault of the tool, except in a backup.
                kept = value.get(backup)
                found.add((kind, bool(kept and kept.is_old and kept.synced == kept.written)))
        return found

    @staticmethod
    def kinds(inode, size):
        if inode is None:
            return ["none"]
        if inode.is_old:
            return ["old"]
        kinds = ["new"] if inode.written == size else []
        if inode.synced < size:
            kinds += ["empty", "torn"] if inode.synced == 0 else ["torn"]
        return kinds


def calls(trace):
    """The calls in a trace of strace, in the order in which they ended."""
    begun = {}
    for line in trace.splitlines():
        if match := UNFINISHED.match(line):
            begun[match[1]] = match[2]
            continue
        if match := RESUMED.match(line):
            line = f"{match[1]} {begun.pop(match[1])}{match[2]}"
        # A call whose result strace has made up was not made.
        if (match := CALL.match(line)) and not line.endswith("(INJECTED)"):
            yield match[2], match[3], int(match[4]), match[5]


def run_model(folder, case, products, report):
    """Counts the calls after which each kind of target is possible."""
    counts = Counter()
    for size in case.sizes:
        directory = os.path.realpath(f"{folder}/{size}")
        case.prepare(directory, products, size)
        model = Model(directory, case.target if case.replaces else None)
        trace = f"{folder}/{size}.trace"
        rules = [word for rule in case.sabotage for word in ("-e", f"inject={rule}")]
        strace = ["strace", "-f", "-y", "-s", "0", "-o", trace, "-e", f"trace=openat,{CHANGES}", *rules]
        done = subprocess.run([*strace, *case.command(products)], cwd=directory, capture_output=True, text=True)
        if done.returncode != 0:
            raise OSError(f"{case.name}: status {done.returncode}: {done.stderr.strip()}")
        new = len(read(f"{directory}/{case.target}"))
        made = [call for call in calls(open(trace).read())]
        steps = ["the start"]
        outcomes = [model.outcomes(case.target, case.backup, new)]
        for call, arguments, result, opened in made:
            if model.apply(call, arguments, result, opened):
                steps.append(f"call {len(steps)}, {call}({arguments.replace(directory + '/', '')})")
                outcomes.append(model.outcomes(case.target, case.backup, new))
        for number, (step, possible) in enumerate(zip(steps, outcomes)):
            judge(case, f"{size} file, after {step}", possible, number + 1 == len(steps), counts, report)
    return counts


def judge(case, step, possible, has_ended, counts, report):
    counts["failures"] += 1
    for kind in {kind for kind, _ in possible}:
        counts[f"after: {kind}" if has_ended else kind] += 1
    problems = {case.verdict(kind, is_backed_up, has_ended) for kind, is_backed_up in possible} - {None}
    counts["wrong"] += len(problems) > 0
    for problem in sorted(problems):
        report(f"{step}: {problem}")
