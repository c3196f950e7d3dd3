# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  old=s3://flink-old/savepoints/savepoint-9b7a6f-0e5d4c3b2a19
  new=s3://flink-new/savepoints/savepoint-9b7a6f-0e5d4c3b2a19
  make_bucket flink-old
  make_bucket flink-new
  local directory
  directory=$(make_state savepoint-native)
  mv "$directory" savepoint
  # Absolute paths, as releases up to 1.10 and file systems with entropy write them.
  metadata-rewrite --absolute "$old" --in-place savepoint
  aws s3 sync --only-show-errors savepoint "$old"
  # A missing rule must be an error.
  if metadata-rewrite --dry-run --from s3a://flink-old --to "$new" savepoint; then return 1; fi
}

check() {
  aws s3 rb --force s3://flink-old >/dev/null
  cmp _metadata.new <(metadata-rewrite --from "$old" --to "$new" savepoint)
  restore_from_s3 "$new" flink/state.txt savepoint-native
}
