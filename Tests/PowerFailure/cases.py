# SPDX-License-Identifier: Apache-2.0
"""What the tools are made to do, and what they promise for it."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = f"{ROOT}/corpus/2.3.0"
INPUT = f"{CORPUS}/rocksdb-incremental.metadata"
BROKEN = f"{CORPUS}/claim-after-native-savepoint.metadata"
LARGE = 1_500_000

# The calls that change files, for strace.
CHANGES = "write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,fsync,fdatasync,fchmod,fchown,mkdir"


@dataclass(frozen=True)
class Case:
    name: str
    tool: str
    options: tuple
    # Where the result is, and the file that it replaces; relative to the directory of the case.
    target: str
    replaces: bool = False
    backup: str | None = None
    # Whether the old file or the new one, complete, is promised at all times, and the new one after success.
    is_durable: bool = True
    # What strace does to the tool, so that it breaks the promise.
    sabotage: tuple = ()
    sizes: tuple = ("small", "large")

    def command(self, products):
        return [f"{products}/{self.tool}", *self.options]

    def verdict(self, kind, is_backed_up, has_ended):
        """What is wrong with a target of this kind, or nothing."""
        if not self.is_durable:
            return "the file has other bytes" if kind == "foreign" else None
        if kind not in ("new", "old" if self.replaces else "none"):
            return f"the file is {kind}"
        if has_ended and kind != "new":
            return "not the new file after success"
        if self.backup and kind == "new" and not is_backed_up:
            return "the new file is there, but no backup of the old one"
        return None

    def prepare(self, directory, products, size):
        """Makes the files that are there before."""
        os.makedirs(f"{directory}/out")
        shutil.copy(INPUT, f"{directory}/_metadata")
        if size == "large":
            # Bytes after the metadata are kept; they make the output long enough for several writes and a thread.
            with open(f"{directory}/_metadata", "ab") as file:
                file.write(bytes(index * index >> 7 & 255 for index in range(LARGE)))
        if self.replaces and self.target.startswith("out/"):
            shutil.copy(BROKEN, f"{directory}/{self.target}")
        if self.tool == "metadata-check":
            prepare_repair(directory, products)


def prepare_repair(directory, products):
    """A checkpoint whose relative handles lead into the wrong directory, and a listing of where its files are."""
    os.mkdir(f"{directory}/chk-3")
    shutil.copy(BROKEN, f"{directory}/chk-3/_metadata")
    check = [f"{products}/metadata-check", "chk-3", "--as", "chk-3=file:/s/chk-3", "--root", ".", "--as", ".=file:/s"]
    done = subprocess.run([*check, "--format", "jsonl"], cwd=directory, capture_output=True, text=True)
    needed = [json.loads(line) for line in done.stdout.splitlines()[1:]]
    files = [(file["neededSize"], file["location"].removeprefix("file:")) for file in needed]
    with open(f"{directory}/listing", "w") as listing:
        for size, path in [*files, (100, "/s/chk-3/_metadata")]:
            listing.write(f"{size}\t1767225600.0\t{path.replace('/chk-3/', '/savepoint/')}\n")


# The calls that change files.
CHANGES = "write,pwrite64,rename,renameat,renameat2,link,linkat,unlink,unlinkat,fsync,fdatasync,fchmod,fchown,mkdir"

MOVE = ("--from", "file:/tmp/flink-metadata-corpus", "--to", "s3://bucket")
NEW = (*MOVE, "_metadata", "out/_metadata")
IN_PLACE = (*MOVE, "--in-place", "_metadata")
BACKUP = ("--backup", ".old")
REPAIR = ("chk-3", "--as", "chk-3=file:/s/chk-3", "--listing", "listing", "--repair", "fixed/here")



def rewrite(name, options, target="_metadata", **rest):
    return Case(name, "metadata-rewrite", options, target, **rest)


def replace(name, options=NEW, **rest):
    return rewrite(name, options, "out/_metadata", replaces=True, **rest)


CASES = [
    rewrite("new file", NEW, "out/_metadata", is_durable=False),
    rewrite("new file --sync", ("--sync", *NEW), "out/_metadata"),
    replace("replace"),
    replace("replace --sync", ("--sync", *NEW)),
    rewrite("in place", IN_PLACE, replaces=True),
    rewrite("in place --sync", ("--sync", *IN_PLACE), replaces=True),
    rewrite("in place --backup", (*BACKUP, *IN_PLACE), replaces=True, backup="_metadata.old"),
    Case("repair", "metadata-check", REPAIR, "fixed/here/_metadata", sizes=("small",)),
]

# These must be found wrong. A call that strace answers with success is not made.
SABOTAGED = [
    replace("replace, nothing synced", sabotage=("fsync:retval=0",)),
    replace("replace, file not synced", sabotage=("fsync:retval=0:when=1",)),
    replace("replace, directory not synced", sabotage=("fsync:retval=0:when=2+",)),
]


@dataclass(frozen=True)
class Contents:
    """What the target can be."""

    old: bytes | None
    new: bytes

    def kind(self, content):
        if content == self.new:
            return "new"
        if content is None:
            return "none"
        if content == self.old:
            return "old"
        return "empty" if content == b"" else "torn" if is_cut(content, self.new) else "foreign"


def read(path):
    """The content of a file, or nothing if there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def contents_of(case, products, directory, size):
    """Runs the case once, undisturbed, to know its result."""
    case.prepare(directory, products, size)
    old = read(f"{directory}/{case.target}")
    done = subprocess.run(case.command(products), cwd=directory, capture_output=True, text=True)
    new = read(f"{directory}/{case.target}")
    if done.returncode != 0 or new is None or new == old or (old is None) == case.replaces:
        raise OSError(f"{case.name}: does not work without a power failure: {done.stderr.strip()}")
    return Contents(old, new)


def is_cut(content, whole):
    """Whether bytes are a beginning, or have parts that were never written, which are zeros."""
    return len(content) <= len(whole) and all(a == b or a == 0 for a, b in zip(content, whole))
