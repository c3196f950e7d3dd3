# SPDX-License-Identifier: Apache-2.0
"""Which release judges a case, and where the reader of this project decides otherwise than Flink (SPEC.md 13)."""

PATHS_ARE_TEXT = "paths are text, and not normalised"

DIFFERENCES = {
    "header: version 7": "version 7 is read",
    "version 1, task: a legacy handle": "state of Flink 1.1 is read",
    "version 2, subtask: a legacy handle": "state of Flink 1.1 is read",
    "version 3, channel: without subtask": "the dialect of Flink 1.11 is read",
    "dialect of 1.14: key group -2": "a key group below -1 is rejected in every dialect",
}


def judge(name):
    """A release that reads the version or the dialect, the newest if there are several."""
    if name.startswith("version 1,"):
        return "1.9.3"
    if name.startswith("dialect of 1.14"):
        return "1.14.6"
    if name.startswith("dialect of 1.11"):
        return "1.11.4"
    return "2.3.0"


def expectation(name, verdict):
    if name in DIFFERENCES:
        return "differs: " + DIFFERENCES[name]
    is_path = ", stream: file '" in name or ", stream: relative file '" in name
    if is_path and verdict == "R" and not name.endswith(" ''"):
        return "differs: " + PATHS_ARE_TEXT
    return "same"
