#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the tools and the library with large metadata beside cat, cp, gzip, sort, jq and Flink itself.
#
#   Benchmarks/large.sh [--rounds NUMBER] [--runs NUMBER] [SIZE]      SIZE: 64M, 1G (the default)...
#   Benchmarks/large.sh --report-only                                 makes the report of the figures that there are
#
# Measures twice, so that the report shows how well two runs agree, and adds their figures to Benchmarks/results; the report
# there is of all machines. Two runs with 1G take about 25 minutes and 20 GiB of disk, in BENCHMARK_DIRECTORY (default:
# Benchmarks/.build/large). The machine should have nothing else to do. Needs Linux, Python 3.10 and GNU time. What valgrind,
# jq, Java or Flink's jars (scripts/fetch-flink) are needed for is left out with a note where they are missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONDONTWRITEBYTECODE=1

if [ "${1-}" = --report-only ]; then
  exec python3 "$here/large" --report-only --results "$here/results"
fi
options=()
while [ "${1-}" = --rounds ] || [ "${1-}" = --runs ]; do
  options+=("$1" "${2:?$1 needs a number}")
  shift 2
done

for command in python3 /usr/bin/time; do
  if ! command -v "$command" >/dev/null; then
    echo "large.sh: $command is missing; Debian calls the packages python3 and time" >&2
    exit 69
  fi
done

tools=$("$here/build")
static_tools=$("$here/../scripts/static-tools")
work=${BENCHMARK_DIRECTORY:-$here/.build/large}
mkdir -p "$work" "$here/results"
work=$(mktemp -d "$work/run.XXXXXX")
trap 'rm -rf "$work"' EXIT

python3 "$here/large" --tools "$tools" --static-tools "$static_tools" --work "$work" --results "$here/results" \
  "${options[@]}" "${1:-1G}"
