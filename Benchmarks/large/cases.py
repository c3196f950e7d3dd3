"""What is measured."""

import os
import subprocess

from processes import Case

RULE = ["--from", "s3://flink-state", "--to", "s3://moved-state/flink"]


class Tools:
    """The programs under test, and where files may be written."""

    def __init__(self, directory: str, work: str):
        self.directory = directory
        self.work = work

    def path(self, name: str) -> str:
        return os.path.join(self.directory, name)

    def generate(self, shape: str, size: int) -> str:
        """The path of generated metadata, made if they are not there."""
        path = os.path.join(self.work, f"{shape}-{size}")
        if not os.path.exists(path):
            command = [self.path("metadata-generate"), shape, "--size", str(size), "--output", path]
            subprocess.run(command, check=True)
        return path

    # Others' tools.

    def cat(self, file: str) -> Case:
        return Case("cat", [["cat", file]])

    def cp(self, file: str) -> Case:
        new = os.path.join(self.work, "copied")
        return Case("cp", [["cp", file, new]], creates=new)

    def cp_and_sync(self, file: str) -> Case:
        new = os.path.join(self.work, "copied")
        return Case("cp and sync", [["sh", "-c", 'cp "$1" "$2" && sync "$2"', "sh", file, new]], creates=new)

    def three_cats(self, file: str) -> Case:
        return Case("cat | cat | cat", [["cat", file], ["cat"], ["cat"]], stage=1)

    def gunzip(self, compressed: str) -> Case:
        return Case("gzip -dc", [["gzip", "-dc", compressed]])

    # Ours.

    def operation(self, name: str, file: str, own_clock: bool = True) -> Case:
        """An operation of metadata-measure: by its own clock, or as a whole process."""
        return Case(name, [[self.path("metadata-measure"), name, file]], own_clock=own_clock)

    def dump(self, mode: str, file: str) -> Case:
        files = ["--files", "--base", "s3://flink-state"]
        options = {"files": files, "files of every handle": [*files, "--every-handle"]}.get(mode, ["--format", mode])
        return Case(mode, [[self.path("metadata-dump"), *options, file]])

    def rewrite_to_file(self, file: str) -> Case:
        new = os.path.join(self.work, "rewritten")
        return Case("rewrite to a file", [[self.path("metadata-rewrite"), *RULE, file, new]], creates=new)

    def rewrite_and_sync(self, file: str) -> Case:
        case = self.rewrite_to_file(file)
        case.name = "rewrite and sync"
        case.stages[0].insert(1, "--sync")
        return case

    def rewrite_to_null(self, file: str) -> Case:
        return Case("rewrite to /dev/null", [[self.path("metadata-rewrite"), *RULE, file, "-"]])

    def rewrite_in_pipe(self, file: str) -> Case:
        stages = [["cat", file], [self.path("metadata-rewrite"), *RULE, "-"], ["cat"]]
        return Case("rewrite in a pipe", stages, stage=1)

    # Groups.

    def by_size(self, file: str) -> list[Case]:
        """What is measured at every size."""
        return [
            self.cat(file),
            self.operation("walk", file, own_clock=False),
            self.named("walk, inside", self.operation("walk", file)),
            self.named("rewrite, inside", self.operation("rewrite", file)),
            self.rewrite_to_null(file),
            self.dump("csv", file),
        ]

    def slower(self, file: str) -> list[Case]:
        """What is measured at the sizes up to the main one, and whose memory is asked for at all sizes."""
        return [
            self.cp(file),
            self.rewrite_to_file(file),
            self.rewrite_in_pipe(file),
            self.dump("jsonl", file),
            self.dump("json", file),
            self.dump("files of every handle", file),
        ]

    def in_memory(self, file: str) -> list[Case]:
        """What keeps the file or its paths in memory."""
        return [self.dump("files", file), self.operation("values", file), self.operation("views", file)]

    @staticmethod
    def named(name: str, case: Case) -> Case:
        case.name = name
        return case

    def further(self, file: str, compressed: str) -> list[Case]:
        """What is measured at the main size alone."""
        return [
            self.operation("read", file, own_clock=False),
            self.cp_and_sync(file),
            self.rewrite_and_sync(file),
            self.operation("walk-mapped", file),
            self.operation("encode", file),
            self.three_cats(file),
            self.gunzip(compressed),
            self.named("csv of gzip", self.dump("csv", compressed)),
        ]

    def bulk(self, file: str) -> list[Case]:
        """What is measured with shapes of long runs of bytes or offsets."""
        return [
            self.cat(file),
            self.cp(file),
            self.cp_and_sync(file),
            self.rewrite_and_sync(file),
            self.operation("walk", file, own_clock=False),
            self.named("walk, inside", self.operation("walk", file)),
            self.rewrite_to_file(file),
        ]
