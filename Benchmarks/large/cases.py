# SPDX-License-Identifier: Apache-2.0
"""What is measured."""

import os
import subprocess

from processes import Case

RULE = ["--from", "s3://flink-state", "--to", "s3://moved-state/flink"]
BASE = ["--base", "s3://flink-state"]
# The forms of metadata-dump, by the names that the report gives them.
FORMS = {
    "csv": ["--format", "csv"],
    "text": [],
    "by-size": ["--by-size"],
    "json": ["--format", "json"],
    "jsonl": ["--format", "jsonl"],
    "html": ["--format", "html"],
    "files": ["--files", *BASE],
    "files of every handle": ["--files", "--every-handle", *BASE],
}


class Tools:
    """The programs under test, and where files may be written."""

    def __init__(self, directory: str, static_directory: str, work: str):
        self.directory = directory
        # The same tools without any dynamic library, as releases ship them.
        self.static_directory = static_directory
        self.work = work

    def path(self, name: str) -> str:
        return os.path.join(self.directory, name)

    def file(self, name: str) -> str:
        return os.path.join(self.work, name)

    # What is made before anything is measured.

    def generate(self, shape: str, size: int) -> str:
        """The path of generated metadata, made if they are not there."""
        path = self.file(f"{shape}-{size}")
        if not os.path.exists(path):
            command = [self.path("metadata-generate"), shape, "--size", str(size), "--output", path]
            subprocess.run(command, check=True)
        return path

    def compress(self, file: str) -> str:
        return self._made(f"{file}.gz", 'gzip -1 -c "$1" >"$2"', file)

    def list_as_aws_s3(self, file: str) -> str:
        """A listing in the form of `aws s3 ls --recursive` that has every file of the metadata, and as many sizes."""
        script = f"""
            "{self.path("metadata-dump")}" --files --format jsonl {" ".join(BASE)} "$1" |
              sed -E 's|^.*"path":"s3://[^/]*/([^"]*)".*"size":([0-9]+).*$|\\2 \\1|' |
              awk '{{ printf "2026-11-01 12:00:00 %10d %s\\n", $1, $2 }}' >"$2"
        """
        return self._made(f"{file}.ls", script, file)

    def list_as_s3api(self, listing: str) -> str:
        """The same listing in the form of `aws s3api list-objects-v2`."""
        script = """
            { echo '{ "Contents": ['
              sed -E '
                s|^(.{10}) (.{8}) +([0-9]+) (.*)$|{"Key": "\\4", "LastModified": "\\1T\\2Z", "Size": \\3},|
                $ s|,$||' "$1"
              echo ']}'; } >"$2"
        """
        return self._made(f"{listing}.json", script, listing)

    def _made(self, path: str, script: str, source: str) -> str:
        if not os.path.exists(path):
            subprocess.run(["bash", "-euo", "pipefail", "-c", script, "bash", source, path], check=True)
        return path

    @staticmethod
    def _creating(name: str, command: list[str], file: str, new: str) -> Case:
        """A case that makes a file which is hardly longer than another."""
        return Case(name, [command], creates=new, memory=os.path.getsize(file) * 3 // 2 + (256 << 20))

    # Others' tools.

    def cat(self, file: str) -> Case:
        return Case("cat", [["cat", file]])

    def cp(self, file: str) -> Case:
        new = self.file("copied")
        return self._creating("cp", ["cp", file, new], file, new)

    def cp_and_sync(self, file: str) -> Case:
        new = self.file("copied")
        command = ["sh", "-c", 'cp "$1" "$2" && sync "$2"', "sh", file, new]
        return self._creating("cp and sync", command, file, new)

    def three_cats(self, file: str) -> Case:
        return Case("cat | cat | cat", [["cat", file], ["cat"], ["cat"]], stage=1)

    def gunzip(self, compressed: str) -> Case:
        return Case("gzip -dc", [["gzip", "-dc", compressed]])

    def gzip(self, file: str) -> Case:
        return Case("gzip -6", [["gzip", "-6", "-c", file]])

    def sort_and_comm(self, file: str, listing: str) -> Case:
        """What is missing, without metadata-check: with a text listing."""
        return self._compared("sort and comm", "cut -c 32-", file, listing)

    def jq_and_comm(self, file: str, listing: str) -> Case:
        """The same with a JSON listing."""
        return self._compared("jq, sort and comm", "jq -r '.Contents[].Key'", file, listing)

    def _compared(self, name: str, keys: str, file: str, listing: str) -> Case:
        script = f"""
            comm -23 <("{self.path("metadata-dump")}" --files --every-handle {" ".join(BASE)} "$1" |
              cut -d / -f 4- | sort -u) <({keys} "$2" | sort -u)
        """
        command = ["env", "LC_ALL=C", "bash", "-euo", "pipefail", "-c", script, "bash", file, listing]
        return Case(name, [command], memory=2 * os.path.getsize(file))

    # Ours.

    def operation(self, name: str, file: str, own_clock: bool = True, memory: int = 0) -> Case:
        """An operation of metadata-measure: by its own clock, or as a whole process."""
        return Case(name, [[self.path("metadata-measure"), name, file]], own_clock=own_clock, memory=memory)

    def dump(self, form: str, file: str) -> Case:
        # A table of all distinct files.
        memory = os.path.getsize(file) // 2 if form == "files" else 0
        return Case(form, [[self.path("metadata-dump"), *FORMS[form], file]], memory=memory)

    def difference(self, file: str, other: str) -> Case:
        return Case("diff", [[self.path("metadata-dump"), "--diff", file, other]])

    def static_dump(self, file: str) -> Case:
        return Case("csv, static", [[os.path.join(self.static_directory, "metadata-dump"), *FORMS["csv"], file]])

    def check(self, name: str, file: str, listing: str) -> Case:
        place = f"--as={os.path.dirname(file)}={BASE[1]}"
        command = [self.path("metadata-check"), file, place, "--listing", listing, *BASE]
        return Case(name, [command], memory=os.path.getsize(file))

    def rewrite(self, file: str, *options: str) -> Case:
        new = self.file("rewritten")
        command = [self.path("metadata-rewrite"), *options, *RULE, file, new]
        return self._creating("rewrite to a file", command, file, new)

    def rewrite_and_sync(self, file: str) -> Case:
        return named("rewrite and sync", self.rewrite(file, "--sync"))

    def rewrite_to_null(self, file: str) -> Case:
        return Case("rewrite to /dev/null", [[self.path("metadata-rewrite"), *RULE, file, "-"]])

    def rewrite_to_gzip(self, file: str) -> Case:
        return Case("rewrite to gzip", [[self.path("metadata-rewrite"), "--gzip", *RULE, file, "-"]])

    def rewrite_in_pipe(self, file: str) -> Case:
        stages = [["cat", file], [self.path("metadata-rewrite"), *RULE, "-"], ["cat"]]
        return Case("rewrite in a pipe", stages, stage=1)


def named(name: str, case: Case) -> Case:
    case.name = name
    return case
