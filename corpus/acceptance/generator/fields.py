# SPDX-License-Identifier: Apache-2.0
"""The format written by hand, field by field (SPEC.md), so that a case can break one field of it."""

import struct
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2]

GREATEST = 2**31 - 1
LEAST = -(2**31)


def i8(value):
    return bytes([value & 0xFF])


def i32(value):
    return struct.pack(">I", value & 0xFFFFFFFF)


def i64(value):
    return struct.pack(">q", value)


def utf(text):
    encoded = text if isinstance(text, bytes) else text.encode()
    return struct.pack(">H", len(encoded)) + encoded


# Header and bodies (sections 2 and 3)

MAGIC = i32(0x4960672D)
MASTER_MAGIC = 0xC96B1696
NULL = i8(0)

# The properties of a checkpoint that is retained on cancellation, as Flink 2.3.0 wrote them; the file holds nothing else
# but header, checkpoint id and two counts.
PROPERTIES = (CORPUS / "2.3.0/properties-checkpoint-retain-on-cancellation.metadata").read_bytes()[24:]


def file(version, operators, checkpoint_id=1, masters=i32(0), properties=PROPERTIES, count=None):
    """A file of version 2 or later. `masters` begins with their number; `count` is a false number of operators."""
    return (
        MAGIC + i32(version) + i64(checkpoint_id) + masters
        + i32(len(operators) if count is None else count) + b"".join(operators)
        + (properties if version >= 4 else b"")
    )


def master_state(content, length=None, magic=MASTER_MAGIC):
    return i32(magic) + i32(len(content) if length is None else length) + content


def operator_state(version, subtasks=(), parallelism=4, maximum=128, coordinator=NULL, count=None):
    names = utf("") + utf("") if version >= 5 else b""
    return (
        names + i64(1) + i64(2) + i32(parallelism) + i32(maximum)
        + (i32(1) if version == 2 else coordinator)
        + i32(len(subtasks) if count is None else count) + b"".join(subtasks)
    )


def subtask_state(
    version, index=0, managed=i32(0), raw=i32(0), managed_keyed=NULL, raw_keyed=NULL, inputs=i32(0), results=i32(0),
    legacy=i32(0),
):
    """Operator states, channel states and legacy states begin with their number."""
    return (
        i32(index) + (i64(-1) + legacy if version == 2 else b"") + managed + raw + managed_keyed + raw_keyed
        + (inputs + results if version >= 3 else b"")
    )


def task_file(tasks, checkpoint_id=1, count=None):
    """A file of version 1."""
    return MAGIC + i32(1) + i64(checkpoint_id) + i32(len(tasks) if count is None else count) + b"".join(tasks)


def task_state(subtasks=(), parallelism=4, maximum=128, chain=1, count=None):
    return (
        i64(1) + i64(2) + i32(parallelism) + i32(maximum) + i32(chain)
        + i32(len(subtasks) if count is None else count) + b"".join(subtasks)
    )


def task_subtask(index=0, legacy=i32(0), managed=i32(0), raw=i32(0), managed_keyed=NULL, raw_keyed=NULL):
    return i32(index) + i64(7) + legacy + managed + raw + managed_keyed + raw_keyed


# Stream state handles (section 5)

INLINE = i8(1) + utf("h") + i32(2) + b"ab"
EMPTY_SEGMENT = i8(16)


def plain_file(size=5, path="file:/a/b"):
    return i8(2) + i64(size) + utf(path)


def relative_file(size=5, path="x-y"):
    return i8(6) + utf(path) + i64(size)


def segment(scope=1, path="file:/a/s", identifier="id", start=0, size=3):
    return i8(15) + i64(start) + i64(size) + i32(scope) + utf(path) + utf(identifier)


# Operator state handles (section 6)


def operator_handle(tag, states=(), count=None, stream=INLINE, owned="file:/t", shared="file:/s", empty=0):
    return (
        i8(tag) + i32(len(states) if count is None else count) + b"".join(states)
        + (utf(owned) + utf(shared) + i8(empty) if tag == 17 else b"") + stream
    )


def state(name="s", mode=0, offsets=1, count=None):
    return utf(name) + i8(mode) + i32(offsets if count is None else count) + offsets * i64(0)


# Keyed state handles (section 7)


def key_groups(tag, start, number, stream=INLINE, end=b""):
    return i8(tag) + i32(start) + i32(number) + max(0, number if number != GREATEST else 0) * i64(0) + stream + end


def files(*pairs):
    return i32(len(pairs)) + b"".join(utf(path) + handle for path, handle in pairs)


def incremental(
    tag, start=0, number=4, meta=plain_file(), shared=files(), private=files(), checkpoint_id=1,
    backend="f81d4fae-7dec-11d0-a765-00a0c91e6bf6", size=9, identifier="id",
):
    second = tag == 11
    return (
        i8(tag) + i64(checkpoint_id) + utf(backend) + i32(start) + i32(number) + (i64(size) if second else b"")
        + meta + shared + private + (utf(identifier) if second else b"")
    )


def changelog(
    tag, start=0, number=4, materialized=i32(0), changes=i32(0), size=0, materialization=1, checkpoint_id=2,
    identifier="id",
):
    return (
        i8(tag) + i32(start) + i32(number) + i64(size) + materialized + changes + i64(materialization)
        + (i64(checkpoint_id) if tag == 14 else b"") + utf(identifier)
    )


def changes_in_memory(start=0, number=4, first=0, end=1, changes=i32(0), identifier=utf("id")):
    return i8(9) + i32(start) + i32(number) + i64(first) + i64(end) + changes + identifier


def changes_in_files(
    tag, start=0, number=4, streams=i32(0), size=1, checkpointed=1, identifier=utf("id"), storage="filesystem"
):
    return (
        i8(tag) + i32(start) + i32(number) + streams + i64(size) + i64(checkpointed) + identifier
        + (utf(storage) if tag == 13 else b"")
    )


def change(key_group, content=b"x", length=None):
    return i32(key_group) + i32(len(content) if length is None else length) + content


# The same in the dialect of Flink 1.14 (section 11.2)


def changelog_1_14(start=0, number=4, materialized=i32(0), changes=i32(0)):
    return i8(8) + i32(start) + i32(number) + materialized + changes


def changes_in_memory_1_14(start=0, number=4, first=0, end=1, changes=i32(0)):
    return i8(9) + i32(start) + i32(number) + i64(first) + i64(end) + changes


def changes_in_files_1_14(start=0, number=4, streams=i32(0), size=1):
    return i8(10) + i32(start) + i32(number) + streams + i64(size)


# Channel state handles (section 8)


def channel(subtask=0, first=0, second=0, offsets=1, count=None, size=4, stream=INLINE, tag=None):
    """`subtask` is None in the dialect of Flink 1.11, `tag` before version 6."""
    return (
        (b"" if tag is None else i8(tag)) + (b"" if subtask is None else i32(subtask)) + i32(first) + i32(second)
        + i32(offsets if count is None else count) + offsets * i64(0) + i64(size) + stream
    )


def merged_channels(tag, stream=INLINE, content=b"zz", length=None):
    return i8(tag) + i32(0) + i64(4) + stream + i32(len(content) if length is None else length) + content
