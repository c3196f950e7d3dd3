"""Measures, and writes a report and a chart; see large.sh."""

import argparse
import datetime
import os
import re
import sys
import time

from campaign import Campaign
from cases import Tools
from chart import chart
from processes import Failure
from report import report


def byte_count(text: str) -> int:
    match = re.fullmatch(r"(\d+)([KMG]?)", text)
    if not match:
        raise argparse.ArgumentTypeError(f"'{text}' is no size such as 64M or 2G")
    return int(match.group(1)) << {"": 0, "K": 10, "M": 20, "G": 30}[match.group(2)]


def main() -> int:
    parser = argparse.ArgumentParser(prog="large.sh")
    parser.add_argument("--tools", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--results", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("size", type=byte_count)
    options = parser.parse_args()

    begun = time.monotonic()

    def progress(text: str) -> None:
        print(f"{time.monotonic() - begun:6.0f} s  {text}", file=sys.stderr, flush=True)

    try:
        results = Campaign(Tools(options.tools, options.work), options.size, options.rounds, progress).run()
    except Failure as failure:
        print(f"large.sh: {failure}", file=sys.stderr)
        return 1
    size = sys.argv[-1]
    name = os.path.join(options.results, f"{datetime.date.today().isoformat()}-{size}")
    with open(f"{name}.svg", "w", encoding="utf-8") as file:
        file.write(chart(results))
    with open(f"{name}.md", "w", encoding="utf-8") as file:
        file.write(report(results, f"{os.path.basename(name)}.svg"))
    progress(f"{name}.md")
    return 0


sys.exit(main())
