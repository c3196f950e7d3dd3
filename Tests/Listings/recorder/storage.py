# SPDX-License-Identifier: Apache-2.0
"""What the storages hold while the clients list them. The same in each run, so that recordings can be compared."""

import datetime
import os

BUCKET = "flink-bucket"
# A storage of several pages: S3 and Google answer with 1,000 keys at most, Azure with 5,000.
MANY = "flink-many"
MANY_COUNT = 1050
MANY_COUNT_AZURE = 5001

# 24 November 2026, 19:12:47 in UTC.
FIRST_TIME = 1795547567

# The keys that clients could get wrong, with sizes. A slash and no bytes: the marker of a directory.
OBJECTS = [
    ("ck/0b1a/chk-42/_metadata", 1234),
    ("ck/0b1a/chk-42/empty", 0),
    ("ck/0b1a/shared/6f15f9c8-1f1f-4185-9395-129a0a97a81a", 20481),
    ("ck/0b1a/shared/greater than ten columns", 12345678901),
    ("ck/0b1a/taskowned/", 0),
    ("ck/0b1a/taskowned_$folder$", 0),
    ("ck/spaces/ at the beginning", 1),
    ("ck/spaces/at the end ", 2),
    ("ck/spaces/two  inside", 3),
    ("ck/signs/%20+%2B#?&=;,:@~", 4),
    ("ck/signs/\"double\" 'single' \\back", 5),
    ("ck/signs/<a>[b]{c}(d)*|^`!$", 6),
    ("ck/signs/generation#1732475652000000", 7),
    ("ck/signs/a\ttab", 8),
    ("ck/signs/PRE 2026-11-24 19:12 x", 9),
    ("ck/unicode/zähler-計數-🧮", 10),
    ("ck/unicode/composed-\u00e9", 11),
    ("ck/unicode/decomposed-e\u0301", 12),
    ("  two spaces before the first folder/a", 13),
]
# Keys that cannot be in a line, or that only object stores have; in a bucket of their own.
ODD = "flink-odd"
ODD_OBJECTS = [("ck/double//slash", 1), ("ck/line\nfeed", 2), ("ck/plain", 3)]
# What was overwritten, and what was deleted, in a bucket with versions.
VERSIONED = "flink-versions"


def time_of(index):
    """The time of an object: no two in the same minute."""
    return FIRST_TIME + 61 * index


def objects(bucket, many_count=MANY_COUNT):
    """Lists (key, size, time)."""
    pairs = {
        BUCKET: OBJECTS,
        ODD: ODD_OBJECTS,
        MANY: [(f"ck/{index:04}", index) for index in range(many_count)],
    }[bucket]
    return [(key, size, time_of(index)) for index, (key, size) in enumerate(pairs)]


def iso(time):
    return datetime.datetime.fromtimestamp(time, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_tree(folder):
    """Makes the objects as local files, which are sparse."""
    for key, size, time in objects(BUCKET):
        path = os.path.join(folder, key)
        if key.endswith("/"):
            os.makedirs(path, exist_ok=True)
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.truncate(size)
        os.utime(path, ns=(time * 10**9 + 250_000_000,) * 2)
