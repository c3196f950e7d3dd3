# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  local directory
  directory=$(make_state rocksdb-incremental)
  state=$PWD/state.txt
  cp flink/state.txt "$state"

  # A checkpoint of an older job with a larger number, which is whole, a newer one whose files are gone, and one that is not
  # complete.
  mkdir -p flink/checkpoints/00000000000000000000000000000000/chk-900
  metadata-rewrite --absolute "file:$directory" "$directory" flink/checkpoints/00000000000000000000000000000000/chk-900/_metadata
  touch -d 2020-01-01 flink/checkpoints/00000000000000000000000000000000/chk-900/_metadata
  mkdir "$(dirname "$directory")/chk-899" "$(dirname "$directory")/chk-901"
  metadata-rewrite --from "$PWD/flink" --to "$PWD/gone" --allow-unmatched "$directory" "$(dirname "$directory")/chk-899/_metadata"

  bucket=flink-state
  prefix=checkpoints/
  last_s3=s3://flink-state/last-state
  make_bucket flink-state
  cp -r flink/checkpoints copy
  aws s3 cp --only-show-errors flink/checkpoints/0*/chk-900/_metadata s3://flink-state/checkpoints/old/chk-900/_metadata
  sleep 1
  rm -r copy/0*0
  upload copy "$PWD/flink/checkpoints" s3://flink-state/checkpoints

  move_state "$directory" "$PWD/mnt" >directory
  checkpoints=$PWD/mnt/checkpoints
  last=$PWD/last-state
}

check() {
  test "$newest" = "$(cat directory)"
  # A plain copy is not enough, as the recipe says.
  mkdir copied
  cp "$newest/_metadata" copied
  if restore_is_complete "$PWD/copied" "$state" 2>/dev/null; then return 1; fi
  restore_is_complete "$last" "$state"
  restore_from_s3 "$last_s3" "$state"
}
