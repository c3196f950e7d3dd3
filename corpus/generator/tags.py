#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An independent reader of `_metadata` files that only counts handle tags, by their place in the file.

    corpus/generator/tags.py FILE...

Knows versions 1 to 6, and the layouts that only Flink 1.11 and only Flink 1.14 wrote as version 3. It shares nothing with
Flink's reader, which makes the corpus's descriptions, so each checks the other.
"""

import collections
import gzip
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import java_objects  # noqa: E402

MAGIC = 0x4960672D
MASTER_STATE_MAGIC = 0xC96B1696
STANDARD, FLINK_1_11, FLINK_1_14 = "standard", "flink-1.11", "flink-1.14"

STREAM_TAGS = {0, 1, 2, 3, 6, 15, 16}
OPERATOR_STATE_TAGS = {0, 4, 17}
KEYED_TAGS = {0, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14}
CHANNEL_TYPES = {"input channel": (1, 3), "result subpartition": (2, 4)}


class Walk:
    """One pass over a file. `tags` counts (tag, place); `end` is the offset after the file's content."""

    def __init__(self, data, dialect=STANDARD):
        self.data = data
        self.position = 0
        self.dialect = dialect
        self.tags = collections.Counter()
        self.channel_types = collections.Counter()
        self.finished_subtasks = 0
        self.finished_operators = 0
        self.properties = None
        self.file()
        self.end = self.position

    # Primitive values

    def take(self, count):
        if count < 0 or self.position + count > len(self.data):
            raise ValueError(f"{count} bytes at {self.position} in a file of {len(self.data)}")
        self.position += count
        return self.data[self.position - count : self.position]

    def i8(self):
        return struct.unpack(">b", self.take(1))[0]

    def i32(self):
        return struct.unpack(">i", self.take(4))[0]

    def i64(self):
        return struct.unpack(">q", self.take(8))[0]

    def utf(self):
        return self.take(struct.unpack(">H", self.take(2))[0])

    def count(self):
        count = self.i32()
        if not 0 <= count <= len(self.data):
            raise ValueError(f"a count of {count} at {self.position - 4}")
        return range(count)

    def skip_i64s(self):
        self.take(8 * len(self.count()))

    # The file

    def file(self):
        if self.i32() != MAGIC:
            raise ValueError("not a _metadata file")
        self.version = self.i32()
        if not 1 <= self.version <= 6:
            raise ValueError(f"version {self.version}")
        if self.i64() < 0:
            raise ValueError("a negative checkpoint identifier")
        if self.version == 1:
            for _ in self.count():
                self.task()
            return
        for _ in self.count():
            self.master_state()
        for _ in self.count():
            self.operator()
        if self.version >= 4:
            stream = java_objects.ObjectStream(self.data, self.position)
            self.properties = stream.read()
            self.position = stream.position

    def master_state(self):
        if self.i32() & 0xFFFFFFFF != MASTER_STATE_MAGIC:
            raise ValueError(f"no master state at {self.position - 4}")
        length = self.i32()
        start = self.position
        self.i32()
        self.utf()
        self.take(self.i32())
        if self.position != start + length:
            raise ValueError(f"a master state of {length} bytes ends after {self.position - start}")

    def task(self):
        self.take(16 + 4 + 4 + 4)
        for _ in self.count():
            self.take(4 + 8)
            for _ in self.count():
                self.stream("legacy state")
            for place in ("managed operator state", "raw operator state"):
                for _ in self.count():
                    self.operator_state(place)
            self.keyed_state("managed keyed state")
            self.keyed_state("raw keyed state")

    def operator(self):
        if self.version >= 5:
            self.utf()
            self.utf()
        self.take(16 + 4 + 4)
        if self.version == 2:
            self.i32()
            for _ in self.count():
                self.take(4 + 8)
                for _ in self.count():
                    self.stream("legacy state")
                self.subtask()
            return
        if self.stream("coordinator state") > 1:
            raise ValueError(f"coordinator state elsewhere than in the file, before {self.position}")
        subtasks = self.i32()
        if subtasks < 0:
            self.finished_operators += 1
        for _ in range(subtasks):
            if self.i32() < 0:
                self.finished_subtasks += 1
            else:
                self.subtask()

    def subtask(self):
        for place in ("managed operator state", "raw operator state"):
            present = self.i32()
            if present not in (0, 1):
                raise ValueError(f"a present flag of {present} at {self.position - 4}")
            if present:
                self.operator_state(place)
        self.keyed_state("managed keyed state")
        self.keyed_state("raw keyed state")
        if self.version >= 3:
            for place in CHANNEL_TYPES:
                for _ in self.count():
                    self.channel_state(place)

    # Handles

    def tag(self, place, allowed):
        tag = self.i8()
        if tag not in allowed:
            raise ValueError(f"tag {tag} as {place} at {self.position - 1}")
        self.tags[tag, place] += 1
        return tag

    def stream(self, place):
        tag = self.tag(place, STREAM_TAGS)
        if tag == 1:
            self.utf()
            self.take(self.i32())
        elif tag == 2:
            self.i64()
            self.utf()
        elif tag == 3:
            self.key_groups()
        elif tag == 6:
            self.utf()
            self.i64()
        elif tag == 15:
            self.take(8 + 8)
            if self.i32() not in (0, 1):
                raise ValueError(f"a scope of neither kind at {self.position - 4}")
            self.utf()
            self.utf()
        return tag

    def key_groups(self):
        self.i32()
        self.skip_i64s()
        self.stream("stream under key groups")

    def operator_state(self, place):
        tag = self.tag(place, OPERATOR_STATE_TAGS)
        if tag == 0:
            return
        for _ in self.count():
            self.utf()
            if self.i8() not in (0, 1, 2):
                raise ValueError(f"a distribution mode of no kind at {self.position - 1}")
            self.skip_i64s()
        if tag == 17:
            self.utf()
            self.utf()
            self.take(1)
        self.stream("stream under operator state")

    def keyed_state(self, place):
        tag = self.tag(place, KEYED_TAGS)
        of_1_14 = self.dialect == FLINK_1_14
        if tag in (3, 7, 12):
            self.key_groups()
        elif tag in (5, 11):
            self.i64()
            self.utf()
            self.take(4 + 4)
            if tag == 11:
                self.i64()
            self.stream("incremental meta state")
            for files in ("incremental shared state", "incremental private state"):
                for _ in self.count():
                    self.utf()
                    self.stream(files)
        elif tag in (8, 14):
            self.take(4 + 4)
            if not of_1_14:
                self.i64()
            for _ in self.count():
                self.keyed_state("materialized state")
            for _ in self.count():
                self.keyed_state("changes")
            if not of_1_14:
                self.i64()
            if tag == 14:
                self.i64()
        elif tag == 9:
            self.take(4 + 4 + 8 + 8)
            for _ in self.count():
                self.i32()
                self.take(self.i32())
        elif tag in (10, 13):
            self.take(4 + 4)
            for _ in self.count():
                self.i64()
                self.stream("changelog file")
            self.i64()
            if not of_1_14:
                self.i64()
        if tag >= 11 or tag in (8, 9, 10) and not of_1_14:
            self.utf()
        if tag == 13:
            self.utf()

    def channel_state(self, place):
        plain, merged = CHANNEL_TYPES[place]
        kind = self.i8() if self.version >= 6 else plain
        self.channel_types[kind] += 1
        if kind == plain:
            self.take(8 if self.dialect == FLINK_1_11 else 12)
            self.skip_i64s()
            self.i64()
            self.stream("stream under channel state")
        elif kind == merged:
            self.take(4 + 8)
            self.stream("stream under channel state")
            end = self.i32() + self.position
            for _ in self.count():
                self.take(8 + 8)
                self.skip_i64s()
            if self.position != end:
                raise ValueError(f"merged channels end at {self.position}, not at {end}")
        else:
            raise ValueError(f"channel state of type {kind} as {place} at {self.position - 1}")


def walk_exactly(data, dialect=STANDARD):
    """Walks a file in this dialect, or returns None if that does not consume it exactly."""
    try:
        walk = Walk(data, dialect)
    except ValueError:
        return None
    return walk if walk.end == len(data) else None


def dialects(data):
    """The dialects in which the file can be read exactly."""
    return [dialect for dialect in (STANDARD, FLINK_1_11, FLINK_1_14) if walk_exactly(data, dialect)]


def contents(path):
    path = pathlib.Path(path)
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def main(paths):
    if not paths:
        sys.exit("usage: tags.py FILE...")
    for path in paths:
        data = contents(path)
        readings = dialects(data)
        print(f"{path}: {', '.join(readings) or 'not readable'}")
        walk = Walk(data, readings[0] if readings else STANDARD)
        for (tag, place), count in sorted(walk.tags.items()):
            print(f"  tag {tag:2} as {place}: {count}")


if __name__ == "__main__":
    main(sys.argv[1:])
