# SPDX-License-Identifier: Apache-2.0
"""Measures, and writes a report and charts; see large.sh."""

import argparse
import json
import os
import re
import sys
import time

from campaign import Campaign
from cases import Tools
from chart import charts
from processes import Failure
from report import chart_name, report
from runs import Run, runs_by_machine


def byte_count(text: str) -> int:
    match = re.fullmatch(r"(\d+)([KMG]?)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"'{text}' is no size such as 64M or 2G")
    return int(match.group(1)) << {"": 0, "K": 10, "M": 20, "G": 30}[match.group(2)]


def measure(options: argparse.Namespace) -> None:
    begun = time.monotonic()

    def progress(text: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {text}", file=sys.stderr, flush=True)

    tools = Tools(options.tools, options.static_tools, options.work)
    for number in range(options.runs):
        progress(f"run {number + 1} of {options.runs}")
        data = Campaign(tools, options.size, options.rounds, progress).run()
        name = re.sub(r"\W+", "-", f"{data['date']} {os.uname().machine}")
        with open(os.path.join(options.results, f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
            file.write("\n")


def write_report(folder: str) -> None:
    machines = runs_by_machine(folder)
    for runs in machines.values():
        run: Run = runs[-1]
        for chart, svg in charts(run).items():
            with open(os.path.join(folder, chart_name(run, chart)), "w", encoding="utf-8") as file:
                file.write(svg)
    with open(os.path.join(folder, "bounds.md"), encoding="utf-8") as file:
        bounds = file.read()
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
        file.write(report(machines, bounds))


def main() -> int:
    parser = argparse.ArgumentParser(prog="large.sh")
    parser.add_argument("--tools")
    parser.add_argument("--static-tools")
    parser.add_argument("--work")
    parser.add_argument("--results", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--report-only", action="store_true")
    parser.add_argument("size", type=byte_count, nargs="?")
    options = parser.parse_args()
    try:
        if not options.report_only:
            measure(options)
    except Failure as failure:
        print(f"large.sh: {failure}", file=sys.stderr)
        return 1
    write_report(options.results)
    return 0


sys.exit(main())
