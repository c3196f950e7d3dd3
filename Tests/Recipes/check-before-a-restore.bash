# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  bucket=flink-state
  prefix=checkpoints
  make_bucket "$bucket"
  local directory
  directory=$(make_state rocksdb-incremental)
  savepoint=s3://$bucket/${directory#"$PWD/flink/"}
  # A newer checkpoint of the same job, which has lost a file, and is the one that somebody wants to deploy below.
  mkdir "$(dirname "$directory")/chk-100"
  metadata-rewrite --absolute "file:$directory" "$directory" "$(dirname "$directory")/chk-100/_metadata"
  metadata-rewrite --in-place --allow-unmatched --from "$directory" --to "$PWD/flink/checkpoints/gone" \
    "$(dirname "$directory")/chk-100"
  cp -r flink/checkpoints copy
  upload copy "$PWD/flink/checkpoints" "s3://$bucket/$prefix"
  broken=$(dirname "$savepoint")/chk-100
  restore() { echo "$1" >restored; }
}

# init_container STATE runs the recipe's init container.
init_container() {
  sed -n '/^ *- |$/,/^```/p' "$recipe" | sed '1d;$d' >container.bash
  STATE=$1 LISTED=s3://$bucket/$prefix bash -euo pipefail -c "$(cat container.bash)"
}

check() {
  test "$(cat restored)" = "$savepoint"
  test "$verdict" = deploy
  test -s report
  restore_from_s3 "$newest" flink/state.txt
  init_container "$savepoint"
  local status=0
  init_container "$broken" || status=$?
  test "$status" = 1
  # A listing that does not cover the files.
  command aws s3api list-objects-v2 --bucket "$bucket" --prefix "$prefix/$(basename "$(dirname "$savepoint")")/chk-" >part.json
  status=0
  metadata-check ./_metadata --as ".=$savepoint" --listing part.json --base "s3://$bucket" --quiet || status=$?
  test "$status" = 2
  # No checkpoint is whole: the block ends before the restore.
  aws s3 rm --only-show-errors --recursive --exclude '*/_metadata' "s3://$bucket/$prefix"
  printf x | aws s3 cp - "s3://$bucket/$prefix/x"
  rm restored
  if bash -c "$(declare -f restore); source ./blocks.bash" 2>/dev/null; then return 1; fi
  test ! -e restored
}
