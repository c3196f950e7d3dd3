# SPDX-License-Identifier: Apache-2.0
"""State handles: SPEC.md 1.3 and 4 to 8."""

from fields import *


def cases():
    yield from texts()
    yield from streams()
    yield from paths()
    yield from key_group_handles()
    yield from incremental_handles()
    yield from changelog_handles()
    yield from keyed_tags()
    yield from operator_handles()
    yield from channel_handles()


def keyed(what, handle, version=6):
    """A file with one keyed handle."""
    subtask = subtask_state(version, managed_keyed=handle)
    return f"version {version}, keyed: {what}", file(version, [operator_state(version, [subtask])])


def stream(what, handle, version=6):
    """A file with one stream handle, below key groups."""
    _, content = keyed(what, key_groups(3, 0, 1, stream=handle), version)
    return f"version {version}, stream: {what}", content


def operator(what, handle, version=6):
    """A file with one operator handle."""
    subtask = subtask_state(version, managed=i32(1) + handle)
    return f"version {version}, operator state: {what}", file(version, [operator_state(version, [subtask])])


def texts():
    encodings = {
        "00": b"\0", "C0 80": b"\xc0\x80", "two bytes for one": b"\xc1\xbf", "three bytes for one": b"\xe0\x80\x80",
        "lone surrogate": b"\xed\xa0\x80", "surrogates in the wrong order": b"\xed\xb0\x80\xed\xa0\x80",
        "four bytes": b"\xf0\x9f\x98\x80", "begins with a second byte": b"\x80", "second byte missing": b"\xc3\x41",
        "two bytes cut off": b"a\xc3", "three bytes cut off": b"\xe2\x82",
        "second of three missing": b"\xe2\x41\x82", "third of three missing": b"\xe2\x82\x41", "FF": b"\xff",
        "FE": b"\xfe", "five bytes": b"\xf8\x88\x80\x80\x80",
    }
    for what, encoded in encodings.items():
        yield stream(f"text, {what}", i8(1) + utf(encoded) + i32(0))


def streams():
    for version in (2, 6):
        yield stream("null", NULL, version)
        yield stream("inlined", INLINE, version)
        yield stream("file", plain_file(), version)
        yield stream("relative file", relative_file(), version)
        yield stream("key groups", key_groups(3, 0, 1), version)
        yield stream("segment", segment(), version)
        yield stream("empty segment", EMPTY_SEGMENT, version)
    for tag in (4, 5, 7, 8, 11, 12, 17, 18, 255):
        yield stream(f"tag {tag}", i8(tag))
    yield stream("-1 inlined bytes", i8(1) + utf("h") + i32(-1))
    for size in (-2, -1, 0):
        yield stream(f"file of {size} bytes", plain_file(size))
        yield stream(f"relative file of {size} bytes", relative_file(size))
    for scope in (-1, 2):
        yield stream(f"segment of scope {scope}", segment(scope=scope))
    yield stream("segment of -7 bytes from -5", segment(start=-5, size=-7))
    yield stream("segment without path", segment(path=""))
    yield stream("segment without identifier", segment(identifier=""))


def paths():
    texts = [
        "", " ", "a\\b", "s3:foo", "s_3://b/k", "/a/b", "a/b", "file:/a b", "file:/a%zz", "s3://b_c/x", "s3://b^c/x",
        "s3://a|b/k", "file:/a/../b", "a:b/c", ":a", "file:///a//b/", "s3://[/k", "\0", "file:/\1", "C:/x", "file:/\u00e9",
        b"\xed\xa0\x80",
    ]
    for text in texts:
        shown = ascii(text).strip("b")
        yield stream(f"file {shown}", plain_file(path=text))
        yield stream(f"relative file {shown}", relative_file(path=text))
    yield stream("relative file 'a?b#c'", relative_file(path="a?b#c"))


def key_group_handles():
    for tag in (3, 7, 12):
        end = utf("id") if tag == 12 else b""
        ranges = [
            (5, 2), (5, 0), (-5, 0), (LEAST, 0), (5, -1), (-1, 2), (GREATEST, 2), (GREATEST, 1), (0, LEAST),
        ]
        for start, number in ranges:
            yield keyed(f"tag {tag}, {number} key groups from {start}", key_groups(tag, start, number, end=end))
        yield keyed(f"tag {tag}, no stream", key_groups(tag, 0, 1, stream=NULL, end=end))
    yield keyed("tag 12, no identifier", key_groups(12, 0, 1, end=utf("")))


def incremental_handles():
    for version in (2, 6):
        for tag in (5, 11):
            def handle(what, **fields):
                return keyed(f"tag {tag}, {what}", incremental(tag, **fields), version)

            yield handle("sound")
            for start, number in [(3, 0), (3, -3), (GREATEST, 2), (-1, 4), (0, LEAST), (-5, -5), (LEAST, 0)]:
                yield handle(f"{number} key groups from {start}", start=start, number=number)
            yield handle("no meta handle", meta=NULL)
            if tag == 11:
                yield handle("no meta handle, size unknown", meta=NULL, size=-1)
            yield handle("null among shared files", shared=files(("a", NULL)))
            yield handle("null among private files", private=files(("a", NULL)))
            yield handle("a local path twice", shared=files(("a", plain_file()), ("a", INLINE)))
            yield handle("-1 shared files", shared=i32(-1))
            yield handle("checkpoint -4, no backend", checkpoint_id=-4, backend="")
            yield handle("no local path", shared=files(("", plain_file())))
            yield handle("backend that is no UUID", backend="whatever it is")


def changelog_handles():
    some_changes = i32(3) + changes_in_memory() + changes_in_files(10) + changes_in_files(13)
    for tag in (8, 14):
        def handle(what, *arguments, **fields):
            return keyed(f"tag {tag}, {what}", changelog(tag, *arguments, **fields))

        yield handle("sound", materialized=i32(1) + key_groups(3, 0, 1), changes=some_changes)
        for start, number in [(0, 0), (0, -1), (GREATEST, 2)]:
            yield handle(f"{number} key groups from {start}", start, number)
        yield handle("null materialized", materialized=i32(1) + NULL)
        yield handle("null change", changes=i32(1) + NULL)
        yield handle("key groups as a change", changes=i32(1) + key_groups(3, 0, 1))
        yield handle("changelog as a change", changes=i32(1) + changelog(14))
        yield handle("changelog materialized", materialized=i32(1) + changelog(14))
        yield handle("changes materialized", materialized=i32(1) + changes_in_memory())
        yield handle("-1 materialized", materialized=i32(-1))
        yield handle("-1 changes", changes=i32(-1))
        yield handle(
            "negative numbers, no identifier", size=-9, materialization=-1, checkpoint_id=-1, identifier="")

    def in_memory(what, *arguments, **fields):
        return keyed(f"tag 9, {what}", changes_in_memory(*arguments, **fields))

    yield in_memory("sound", changes=i32(2) + change(-1) + change(3, b""))
    yield in_memory("key group -2", changes=i32(1) + change(-2))
    yield in_memory("key group outside of its range", changes=i32(1) + change(99))
    yield in_memory("from -1", first=-1)
    yield in_memory("to -1", end=-1)
    yield in_memory("from 5 to 1", first=5, end=1)
    for start, number in [(3, 0), (3, -1), (GREATEST, 2)]:
        yield in_memory(f"{number} key groups from {start}", start, number)
    yield in_memory("-1 changes", changes=i32(-1))
    yield in_memory("change of -1 bytes", changes=i32(1) + change(0, b"", -1))

    for tag in (10, 13):
        def in_files(what, *arguments, **fields):
            return keyed(f"tag {tag}, {what}", changes_in_files(tag, *arguments, **fields))

        yield in_files("sound", streams=i32(1) + i64(-4) + plain_file())
        yield in_files("null", streams=i32(1) + i64(0) + NULL)
        for start, number in [(3, 0), (3, -1), (GREATEST, 2)]:
            yield in_files(f"{number} key groups from {start}", start, number)
        yield in_files("-1 streams", streams=i32(-1))
        yield in_files("negative sizes, no identifiers", size=-8, checkpointed=-9, storage="", identifier=utf(""))


def keyed_tags():
    for tag in (1, 2, 4, 6, 15, 16, 17, 18, 128, 255):
        yield keyed(f"tag {tag}", i8(tag))


def operator_handles():
    for version in (2, 6):
        yield operator("sound", operator_handle(4, [state()]), version)
        yield operator("a name twice", operator_handle(4, [state(), state(mode=1)]), version)
    yield operator("distribution mode 3", operator_handle(4, [state(mode=3)]))
    yield operator("distribution mode -1", operator_handle(4, [state(mode=-1)]))
    yield operator("-1 offsets", operator_handle(4, [state(count=-1, offsets=0)]))
    yield operator("-1 states", operator_handle(4, count=-1))
    yield operator("no stream", operator_handle(4, stream=NULL))
    yield operator("no name", operator_handle(4, [state("")]))
    for tag in (1, 2, 3, 5, 16, 255):
        yield operator(f"tag {tag}", i8(tag))
    yield operator("tag 17 over a segment", operator_handle(17, [state()], stream=segment()))
    for empty in (1, 2, 0):
        yield operator(
            f"tag 17 over an empty segment, empty by {empty}", operator_handle(17, stream=EMPTY_SEGMENT, empty=empty))
    yield operator("tag 17 over a segment, empty by 1", operator_handle(17, stream=segment(), empty=1))
    yield operator("tag 17 over inlined bytes", operator_handle(17))
    yield operator("tag 17 without stream", operator_handle(17, stream=NULL))
    yield operator("tag 17 without task-owned directory", operator_handle(17, stream=segment(), owned=""))
    yield operator("tag 17 without shared directory", operator_handle(17, stream=segment(), shared=""))


def channel_handles():
    def handle(what, version, **lists):
        subtask = subtask_state(version, **{side: i32(1) + content for side, content in lists.items()})
        return f"version {version}, channel: {what}", file(version, [operator_state(version, [subtask])])

    yield handle("sound", 3, inputs=channel())
    yield handle("without subtask", 3, inputs=channel(subtask=None))
    yield handle("negative numbers", 3, inputs=channel(-1, -2, -3, size=-4))
    yield handle("-1 offsets", 3, inputs=channel(count=-1, offsets=0))
    yield handle("no stream", 3, inputs=channel(stream=NULL))
    for tag in (1, 2):
        yield handle(f"input of tag {tag}", 6, inputs=channel(tag=tag))
        yield handle(f"result of tag {tag}", 6, results=channel(tag=tag))
    for tag in (3, 4):
        yield handle(f"input of tag {tag}", 6, inputs=merged_channels(tag))
        yield handle(f"result of tag {tag}", 6, results=merged_channels(tag))
    yield handle("null", 6, inputs=NULL)
    yield handle("input of tag 5", 6, inputs=channel(tag=5))
    yield handle("merged, no stream", 6, inputs=merged_channels(3, stream=NULL))
    yield handle("merged, -1 bytes", 6, inputs=merged_channels(3, content=b"", length=-1))
    yield handle("merged, no bytes", 6, inputs=merged_channels(3, content=b""))
    yield handle("input, -1 offsets", 6, inputs=channel(tag=1, count=-1, offsets=0))
    yield handle("input, no stream", 6, inputs=channel(tag=1, stream=NULL))
