#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reports from the JSON of llvm-cov how much of the library was reached, and which regions were not.

    coverage.py NAME JSON [EXPLANATIONS]

The report begins with NAME, and has a line for each module. A line of EXPLANATIONS that begins with a file name, a colon
and a blank is the text of a source line, or * for all of the file; if two modules have a file of the name, that of the module
and a slash are before it. All other lines are explanations. Fails if a source line was not reached and is not in
EXPLANATIONS, or if less of a module is reached than LEAST_PERCENTAGES wants. A line that is there and was reached is
reported only.
"""
import json
import os
import re
import sys

# Where it is 0, the module is reported only.
LEAST_PERCENTAGES = {
    "FlinkMetadata": 97.9,
    "FlinkMetadataDescription": 90,
    "FlinkMetadataFiles": 87.5,
    "FlinkMetadataStorage": 90,
}


def module(file):
    """The module of a source file, or None if it is not of the library."""
    match = re.search(r"/Sources/(\w+)/", file["filename"].replace(os.sep, "/"))
    return match.group(1) if match and match.group(1) in LEAST_PERCENTAGES else None


def unreached(file):
    """The places that no input reached, as line and column, with the text of the line."""
    with open(file["filename"], encoding="utf-8") as source:
        lines = source.read().split("\n")
    for line, column, count, has_count, is_entry, is_gap in (segment[:6] for segment in file["segments"]):
        if has_count and is_entry and not is_gap and count == 0:
            # For a region that begins after a block, use the last line in the block.
            number = line
            while lines[number - 1].strip() == "}":
                number -= 1
            yield line, column, lines[number - 1].strip()


def explanations(path):
    """The source lines that are explained."""
    with open(path, encoding="utf-8") as text:
        return set(line for line in text.read().split("\n") if re.match(r"^[\w+/]+\.swift: ", line))


def share(files, kind):
    """How many functions or regions there are and were reached, and the percentage."""
    count = sum(file["summary"][kind]["count"] for file in files)
    covered = sum(file["summary"][kind]["covered"] for file in files)
    return covered, count, 100 * covered / max(1, count)


def main():
    name = sys.argv[1]
    with open(sys.argv[2], encoding="utf-8") as text:
        files = json.load(text)["data"][0]["files"]
    is_complete = True
    for wanted, least in LEAST_PERCENTAGES.items():
        some = [file for file in files if module(file) == wanted]
        parts = []
        for kind in ("functions", "regions"):
            covered, count, percentage = share(some, kind)
            parts.append(f"{covered} of {count} {kind} ({percentage:.1f} %)")
        print(f"{name}, {wanted}: {', '.join(parts)}")
        # The last percentage is that of the regions.
        is_complete = is_complete and percentage >= least
    if len(sys.argv) < 4:
        return

    explained = explanations(sys.argv[3])
    seen = set()
    for file in files:
        if not LEAST_PERCENTAGES.get(module(file)):
            continue
        base = os.path.basename(file["filename"])
        names = {base, f"{module(file)}/{base}"}
        for line, column, text in unreached(file):
            keys = {f"{name}: {text}" for name in names} | {f"{name}: *" for name in names}
            seen |= keys
            if not keys & explained:
                is_complete = False
                print(f"not reached and not explained: {module(file)}/{base}:{line}:{column}: {text}")
    for key in sorted(explained - seen):
        print(f"reached, and explained as not reached: {key}")
    sys.exit(0 if is_complete else 1)


if __name__ == "__main__":
    main()
