#!/usr/bin/env python3
"""Reports from the JSON of llvm-cov how much of the library was reached, and which regions were not.

    coverage.py NAME JSON [EXPLANATIONS]

The report begins with NAME. A line of EXPLANATIONS that begins with a file name, a colon and a blank is the text of a
source line; all other lines are explanations. Fails if a source line was not reached and is not in EXPLANATIONS. A line
that is there and was reached is reported only.
"""
import json
import os
import re
import sys

SOURCES = os.sep + os.path.join("Sources", "FlinkMetadata") + os.sep
LEAST_PERCENTAGE = 95


def unreached(files):
    """The places that no input reached, as file, line and column, with the text of the line."""
    for file in files:
        with open(file["filename"], encoding="utf-8") as source:
            lines = source.read().split("\n")
        for line, column, count, has_count, is_entry, is_gap in (segment[:6] for segment in file["segments"]):
            if has_count and is_entry and not is_gap and count == 0:
                # For a region that begins after a block, use the last line in the block.
                number = line
                while lines[number - 1].strip() == "}":
                    number -= 1
                yield os.path.basename(file["filename"]), line, column, lines[number - 1].strip()


def explanations(path):
    """The source lines that are explained."""
    with open(path, encoding="utf-8") as text:
        return set(line for line in text.read().split("\n") if re.match(r"^[\w+]+\.swift: ", line))


def main():
    name = sys.argv[1]
    with open(sys.argv[2], encoding="utf-8") as text:
        data = json.load(text)["data"][0]
    files = [file for file in data["files"] if SOURCES in file["filename"]]
    parts = []
    for kind in ("functions", "regions"):
        count = sum(file["summary"][kind]["count"] for file in files)
        covered = sum(file["summary"][kind]["covered"] for file in files)
        percentage = 100 * covered / count
        parts.append(f"{covered} of {count} {kind} ({percentage:.1f} %)")
    print(f"{name}: {', '.join(parts)}")
    if len(sys.argv) < 4:
        return

    explained = explanations(sys.argv[3])
    seen = set()
    is_complete = True
    for file, line, column, text in unreached(files):
        key = f"{file}: {text}"
        seen.add(key)
        if key not in explained:
            is_complete = False
            print(f"not reached and not explained: {file}:{line}:{column}: {text}")
    for key in sorted(explained - seen):
        print(f"reached, and explained as not reached: {key}")
    # The last percentage is that of the regions.
    sys.exit(0 if is_complete and percentage >= LEAST_PERCENTAGE else 1)


if __name__ == "__main__":
    main()
