#!/usr/bin/env bash
# Measures the tools with large metadata beside cat, cp, gzip and Flink itself, in one run.
#
#   Benchmarks/large.sh [--rounds NUMBER] [SIZE]      SIZE: 64M, 2G (the default)...
#
# Writes a report with a chart into Benchmarks/results, named by date and size. A run with 2G takes about 20 minutes and
# 25 GiB of disk, in BENCHMARK_DIRECTORY (default: Benchmarks/.build/large); one with 64M takes a minute. The machine should
# have nothing else to do. Needs Linux, Python 3.10 and GNU time. What valgrind, Java or Flink's jars (scripts/fetch-flink)
# are needed for is left out with a note where they are missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

rounds=5
if [ "${1-}" = --rounds ]; then
  rounds=${2:?--rounds needs a number}
  shift 2
fi
size=${1:-2G}

for command in python3 /usr/bin/time; do
  if ! command -v "$command" >/dev/null; then
    echo "large.sh: $command is missing; Debian calls the packages python3 and time" >&2
    exit 69
  fi
done

tools=$("$here/build")
work=${BENCHMARK_DIRECTORY:-$here/.build/large}
mkdir -p "$work" "$here/results"
work=$(mktemp -d "$work/run.XXXXXX")
trap 'rm -rf "$work"' EXIT

PYTHONDONTWRITEBYTECODE=1 python3 "$here/large" --tools "$tools" --work "$work" --results "$here/results" \
  --rounds "$rounds" "$size"
