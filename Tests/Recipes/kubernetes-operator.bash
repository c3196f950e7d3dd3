# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  savepoint=s3://flink-new/savepoints/savepoint-9b7a6f-0e5d4c3b2a19
  make_bucket flink-new
  local directory
  directory=$(make_state savepoint-native)
  aws s3 sync --only-show-errors "$directory" "$savepoint"
}

check() {
  grep -q '^kind *savepoint' report
  # The refusal that the recipe quotes.
  printf '\xac\xed\0\5sr\0' >completedCheckpoint1c9e9d3f
  if metadata-rewrite --dry-run completedCheckpoint1c9e9d3f 2>refusal; then return 1; fi
  grep -qxF -f refusal "$recipe"
  # A file that is shorter than Flink wrote it makes the recipe's check fail.
  local file
  file=$(metadata-dump --files --base "$savepoint" _metadata | sed -n 1p)
  printf x | aws s3 cp - "$file"
  if (set -e; run_blocks) 2>/dev/null; then return 1; fi
}
