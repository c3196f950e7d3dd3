# SPDX-License-Identifier: Apache-2.0
"""Prints the cases that a release is to judge (name, bytes), or joins the verdicts to the table of all cases.

    cases.py print RELEASE
    cases.py join VERDICTS...
"""

import sys

import cases_of_bodies
import cases_of_dialects
import cases_of_handles
from expectations import expectation, judge


def all_cases():
    for module in (cases_of_bodies, cases_of_handles, cases_of_dialects):
        yield from module.cases()


def join(paths):
    verdicts = {}
    for path in paths:
        for line in open(path, encoding="utf-8"):
            name, verdict, unread = line.rstrip("\n").split("\t")
            verdicts[name] = (verdict, unread)
    print("# name\tbytes\tverdict\tunread\trelease\texpectation")
    for name, content in all_cases():
        verdict, unread = verdicts[name]
        print(name, content.hex(), verdict, unread, judge(name), expectation(name, verdict), sep="\t")


if sys.argv[1] == "print":
    for name, content in all_cases():
        if judge(name) == sys.argv[2]:
            print(name, content.hex(), sep="\t")
else:
    join(sys.argv[2:])
