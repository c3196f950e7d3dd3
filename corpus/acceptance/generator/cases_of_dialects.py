# SPDX-License-Identifier: Apache-2.0
"""The two dialects of version 3: SPEC.md 11."""

from fields import *


def version_3(**fields):
    return file(3, [operator_state(3, [subtask_state(3, **fields)])])


def cases():
    yield from flink_1_14()
    yield from flink_1_11()
    # What is not in a dialect but could be taken for one.
    yield "version 3, keyed: tag 14", version_3(managed_keyed=changelog(14))
    yield "version 3, channel: no offsets", version_3(inputs=i32(1) + channel(offsets=0, stream=plain_file()))


def flink_1_14():
    def keyed(what, handle):
        return f"dialect of 1.14: {what}", version_3(managed_keyed=handle)

    groups = i32(1) + key_groups(3, 0, 1)
    sound = changelog_1_14(
        materialized=i32(2) + key_groups(3, 0, 1) + incremental(5),
        changes=i32(2) + changes_in_memory_1_14(changes=i32(1) + change(-1))
        + changes_in_files_1_14(streams=i32(1) + i64(3) + plain_file()))
    yield keyed("sound", sound)
    yield keyed("null materialized", changelog_1_14(materialized=i32(1) + NULL))
    yield keyed("null change", changelog_1_14(changes=i32(1) + NULL))
    yield keyed("changes from -1 to -1", changes_in_memory_1_14(first=-1, end=-1))
    yield keyed("key group -2", changes_in_memory_1_14(changes=i32(1) + change(-2, b"")))
    yield keyed("changelog of no key groups", changelog_1_14(0, 0))
    yield keyed("changes of no key groups", changes_in_memory_1_14(5, 0))
    yield keyed("null in files of changes", changes_in_files_1_14(streams=i32(1) + i64(3) + NULL))
    yield keyed("key groups as a change", changelog_1_14(changes=groups))
    yield keyed("key groups materialized", changelog_1_14(materialized=groups))
    yield "dialect of 1.14: with channels", version_3(
        managed_keyed=changelog_1_14(materialized=groups), inputs=i32(1) + channel(),
        results=i32(2) + channel() + channel())


def flink_1_11():
    old = channel(subtask=None)
    yield "dialect of 1.11: sound", version_3(
        inputs=i32(1) + old, results=i32(2) + old + channel(subtask=None, offsets=3, stream=plain_file()))
    yield "dialect of 1.11: -1 offsets", version_3(inputs=i32(1) + channel(subtask=None, count=-1, offsets=0))
    yield "dialect of 1.11: no stream", version_3(inputs=i32(1) + channel(subtask=None, stream=NULL))
    yield "dialect of 1.11: no offsets", version_3(
        inputs=i32(1) + channel(subtask=None, offsets=0, stream=plain_file()))
