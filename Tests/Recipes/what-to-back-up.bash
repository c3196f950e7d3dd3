# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  bucket=flink-state
  backup=$PWD/backup/today
  make_bucket "$bucket"
  local directory
  directory=$(make_state rocksdb-incremental)
  checkpoint=${directory#"$PWD/flink/"}
  printf x | aws s3 cp - "s3://$bucket/$(dirname "$checkpoint")/shared/not-needed"
  upload flink/checkpoints "$PWD/flink/checkpoints" "s3://$bucket/checkpoints"
  cp -r flink/state.txt state.txt
  # The disaster is between the backup and bringing it back.
  restore() {
    touch is-restored
    restore_from_s3 "$1" state.txt
  }
  sha256sum() {
    if [[ $* == *--check* ]]; then
      command aws s3 rm --only-show-errors --recursive "s3://$bucket"
    fi
    command sha256sum "$@"
  }
}

check() {
  test -e is-restored
  test ! -e "$backup/$(dirname "$checkpoint")/shared/not-needed"
  # A file of another size is found.
  local file
  file=$(find "$backup" -path '*/shared/*' | sort | sed -n 1p)
  printf x >>"$file"
  local status=0
  metadata-check "$backup" --as "$backup=s3://$bucket" --root "$backup" >report || status=$?
  test "$status" = 1
  grep -q 'not restorable: 1 wrong size' report
}
