# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  local directory
  directory=$(make_state rocksdb-incremental)
  checkpoint=${directory#"$PWD/flink/checkpoints/"}
  old=s3://flink-old/checkpoints
  new=s3://flink-new/checkpoints
  make_bucket flink-old
  make_bucket flink-new
  upload flink/checkpoints "$PWD/flink/checkpoints" "$old"
  restore() {
    aws s3 rb --force s3://flink-old >/dev/null
    restore_from_s3 "$1" flink/state.txt
    touch is-restored
  }
}

check() {
  test -e is-restored
}
