# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  savepoint=s3://flink-state/savepoints/savepoint-9b7a6f-0e5d4c3b2a19
  make_bucket flink-state
  local directory
  directory=$(make_state savepoint-native)
  metadata-rewrite --absolute "s3a://${savepoint#s3://}" --in-place "$directory"
  aws s3 sync --only-show-errors "$directory" "$savepoint"
}

check() {
  cmp _metadata.before flink/savepoints/*/_metadata
  cmp <(metadata-rewrite --from s3:// --to s3a:// _metadata) _metadata.before
  restore_from_s3 "$savepoint" flink/state.txt savepoint-native
}
