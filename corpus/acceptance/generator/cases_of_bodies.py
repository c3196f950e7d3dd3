# SPDX-License-Identifier: Apache-2.0
"""Headers, bodies, operators, subtasks, master states and properties: SPEC.md 2, 3 and 9."""

from fields import *


def cases():
    for version in (2, 3, 6):
        yield from bodies(version)
    yield from master_states()
    yield from properties()
    yield "header: version 0", MAGIC + i32(0) + i64(1) + i32(0)
    yield "header: version 7", file(7, [])
    yield "header: version -1", MAGIC + i32(-1)
    yield "header: another magic number", bytes(8)
    yield from tasks()


def bodies(version):
    name = f"version {version}"

    def operator(what, *arguments, **fields):
        return f"{name}, operator: {what}", file(version, [operator_state(version, *arguments, **fields)])

    def subtask(what, **fields):
        return f"{name}, subtask: {what}", file(version, [operator_state(version, [subtask_state(version, **fields)])])

    yield f"{name}, body: sound", file(version, [operator_state(version, [subtask_state(version)])])
    yield f"{name}, body: checkpoint id -1", file(version, [], checkpoint_id=-1)
    yield f"{name}, body: -1 master states", file(version, [], masters=i32(-1))
    yield f"{name}, body: -1 operators", file(version, [], count=-1)
    yield f"{name}, body: trailing bytes", file(version, []) + b"zz"

    yield operator("parallelism above the maximum", parallelism=129)
    yield operator("parallelism -1", parallelism=-1)
    yield operator("parallelism and maximum 0", parallelism=0, maximum=0)
    yield operator("parallelism 0, maximum -1", parallelism=0, maximum=-1)
    yield operator("greatest parallelism", parallelism=GREATEST, maximum=GREATEST)
    yield operator("-1 subtasks", count=-1)
    yield operator("-5 subtasks", count=-5)
    yield operator("a subtask twice", [subtask_state(version, 0), subtask_state(version, 0)])
    yield operator("subtask 4 of 4", [subtask_state(version, 4)])
    yield operator("finished subtasks 0 and 3 of 4", [i32(-1), i32(-4)])
    yield operator("finished subtask 4 of 4", [i32(-5)])
    yield operator("subtask -2^31", [i32(LEAST)])
    yield operator("subtask -1 with state", [subtask_state(version, -1)])
    if version > 2:
        yield operator("coordinator inlined", coordinator=INLINE)
        yield operator("coordinator in a file", coordinator=plain_file())
        yield operator("finished, with coordinator", coordinator=INLINE, count=-1)

    yield subtask("managed operator state present but null", managed=i32(1) + NULL)
    yield subtask("raw operator state present by 2 but null", raw=i32(2) + NULL)
    yield subtask("present by 7", managed=i32(7) + operator_handle(4))
    yield subtask("present by -7", managed=i32(-7) + operator_handle(4))
    if version == 2:
        yield subtask("a legacy handle", legacy=i32(1) + INLINE)
        yield subtask("-1 legacy handles", legacy=i32(-1))
    else:
        yield subtask("negative numbers of channels", inputs=i32(-3), results=i32(-2))


def master_states():
    def master(what, *arguments, **fields):
        return f"master state: {what}", file(6, [], masters=i32(1) + master_state(*arguments, **fields))

    content = i32(3) + utf("m") + i32(1) + b"x"
    yield master("sound", content)
    yield master("another magic number", content, magic=5)
    yield master("length 0", b"")
    yield master("length -4", content, length=-4)
    yield master("bytes left over", content + b"y")
    yield master("payload of -1 bytes", i32(3) + utf("m") + i32(-1))
    yield master("payload longer than the state", i32(3) + utf("m") + i32(2) + b"x")
    yield master("no name", i32(-3) + utf("") + i32(0))


def properties():
    def forged(what, content):
        return f"properties: {what}", file(6, [], properties=content)

    identifier = bytes.fromhex("d6de4f0305ae1d3a")
    yield forged("null", bytes.fromhex("aced000570"))
    yield forged("another stream magic", bytes.fromhex("acee") + PROPERTIES[2:])
    yield forged("missing", b"")
    yield forged("another serialVersionUID", PROPERTIES.replace(identifier, identifier[:-1] + b"\x3b"))
    yield forged("no such constant", PROPERTIES[:-16] + b"XORWARD_BACKWARD")
    yield forged("boolean 2", PROPERTIES[:0x102] + b"\x02" + PROPERTIES[0x103:])
    yield forged("a name of its own", PROPERTIES.replace(b"Checkpoint~", b"Checkp0int~"))
    yield forged("trailing bytes", PROPERTIES + b"abc")


def tasks():
    def task(what, *arguments, **fields):
        return f"version 1, task: {what}", task_file([task_state(*arguments, **fields)])

    def subtask(what, **fields):
        return task(what, [task_subtask(**fields)])

    two_handles = i32(2) + NULL + operator_handle(4, [state()])
    yield task("sound", [task_subtask(managed=two_handles, managed_keyed=key_groups(3, 0, 2))])
    yield "version 1, body: checkpoint id -1", task_file([], -1)
    yield "version 1, body: -1 tasks", task_file([], count=-1)
    yield task("chain of 0 operators", chain=0)
    yield task("-1 subtasks", count=-1)
    yield subtask("a legacy handle", legacy=i32(1) + INLINE)
    yield subtask("-1 legacy handles", legacy=i32(-1))
    yield subtask("-1 managed operator states", managed=i32(-1))
    yield subtask("incremental state", managed_keyed=incremental(5))
    yield subtask("key groups as a stream", managed_keyed=key_groups(3, 0, 1, stream=key_groups(3, 0, 1)))
    yield subtask("relative path", managed_keyed=key_groups(3, 0, 1, stream=relative_file()))
    yield task("a subtask twice", [task_subtask(), task_subtask()])
    yield task("subtask 4 of 4", [task_subtask(4)])
