# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  local directory
  directory=$(make_state rocksdb-incremental)
  checkpoint=${directory#"$PWD/flink/checkpoints/"}
  state=$PWD/state.txt
  cp flink/state.txt "$state"

  old=s3://flink-old/checkpoints
  new=s3://flink-new/checkpoints
  make_bucket flink-old
  make_bucket flink-new
  cp -r flink/checkpoints copy
  upload copy "$PWD/flink/checkpoints" "$old"

  directory=$(move_state "$directory" "$PWD/mnt/old")
  old_directory=$PWD/mnt/old/checkpoints
  new_directory=$PWD/mnt/new/checkpoints
}

check() {
  rm -r mnt/old
  aws s3 rb --force s3://flink-old >/dev/null
  restore_from_s3 "$new/$checkpoint" "$state"
  restore_is_complete "$new_directory/$checkpoint" "$state"
}
