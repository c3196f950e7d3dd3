# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  near=s3://flink-near/checkpoints
  far=s3://flink-far/checkpoints
  restored=s3://flink-far/restored
  make_bucket flink-near
  make_bucket flink-far
  local directory
  directory=$(make_state rocksdb-incremental)
  whole=${directory#"$PWD/flink/checkpoints/"}
  # A newer checkpoint, of which only a part has arrived on the far side.
  late=$(dirname "$whole")/chk-100
  cp -r "$directory" "$(dirname "$directory")/chk-100"
  # Absolute paths: a file of the same name in the first checkpoint must not look like the one that is missing.
  metadata-rewrite --in-place --absolute "$(dirname "$directory")/chk-100" "$(dirname "$directory")/chk-100"
  cp -r flink/checkpoints copy
  upload copy "$PWD/flink/checkpoints" "$near"
  local file
  file=$(metadata-dump --files --base "$near/$late" "copy/$late" | grep "/chk-100/" | sed -n 2p)
  aws s3 sync --only-show-errors --exclude "${file#"$near/"}" "$near" "$far"
  aws s3 rb --force s3://flink-near >/dev/null
}

check() {
  test "$newest" = "$far/$whole"
  grep -q '^chk-100 .* not restorable: 1 missing$' report
  test "$age" -ge 0
  restore_from_s3 "$restored/$whole" flink/state.txt
}
