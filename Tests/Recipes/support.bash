# SPDX-License-Identifier: Apache-2.0
# Functions that all tests of recipes share. Each recipe NAME.md has a NAME.bash here, with two functions: `prepare` makes
# the state that the recipe needs and sets the variables of its settings, `check` checks the recipe's results. Each test runs
# in a folder of its own, which is the current one.

flink=2.3.0
jobs=$root/corpus/generator/jobs

# make_state KIND runs a real job with its files in ./flink, and prints the directory that holds _metadata.
make_state() {
  nice "$jobs/make" "$flink" "$1" "$PWD/flink"
}

# move_state DIRECTORY NEW moves the files of a job from ./flink to NEW and rewrites the paths in DIRECTORY, which make_state
# has printed. Nothing stays in ./flink, so that no path left unchanged can work. Prints the new path of DIRECTORY.
move_state() {
  local directory=$1 new=$2
  metadata-rewrite --allow-unmatched --from "$PWD/flink" --to "$new" --in-place "$directory" 2>/dev/null
  mkdir -p "$(dirname "$new")"
  mv flink "$new"
  echo "$new${directory#"$PWD/flink"}"
}

# upload DIRECTORY BASE URI uploads a job's files to an S3 bucket, with paths that begin with URI instead of BASE.
upload() {
  local metadata
  while IFS= read -r metadata; do
    metadata-rewrite --allow-unmatched --from "$2" --to "$3" --in-place "$metadata" 2>/dev/null
  done < <(find "$1" -name _metadata)
  aws s3 sync --only-show-errors "$1" "$3"
}

# make_bucket NAME makes an empty bucket.
make_bucket() {
  aws s3api create-bucket --bucket "$1" >/dev/null
}

# restore_is_complete DIRECTORY STATE [KIND] restores the job and compares its state with the file STATE.
restore_is_complete() {
  nice "$jobs/restore" "$flink" "$1" --kind "${3:-rocksdb-incremental}" >restored.txt
  diff "$2" restored.txt
}

# restore_from_s3 URI STATE [KIND] does the same with state in a bucket. It fetches only that bucket.
restore_from_s3() {
  local uri=$1 bucket directory
  bucket=${uri#s3://} bucket=s3://${bucket%%/*}
  directory=$PWD/fetched/${uri#"$bucket/"}
  aws s3 sync --only-show-errors "$bucket" fetched
  metadata-rewrite --from "$bucket" --to "file:$PWD/fetched" --in-place "$directory"
  restore_is_complete "$directory" "$2" "${3:-rocksdb-incremental}"
}
