# SPDX-License-Identifier: Apache-2.0
needs_s3=true

# Files on the test's server are new. So listings say that they are ten days old, except for a file that is called young.
aws() {
  if [[ $* == 's3api list-objects-v2 '* && $* != *--query* ]]; then
    command aws "$@" | python3 -c '
import datetime, json, sys
listing = json.load(sys.stdin)
for entry in listing["Contents"]:
    if not entry["Key"].endswith("/young"):
        time = datetime.datetime.fromisoformat(entry["LastModified"].replace("Z", "+00:00"))
        entry["LastModified"] = (time - datetime.timedelta(days=10)).isoformat()
json.dump(listing, sys.stdout)'
  else
    command aws "$@"
  fi
}

put() { printf 'leftover %s' "$1" | command aws s3 cp - "s3://$bucket/$1"; }

prepare() {
  bucket=flink-state
  days=3
  make_bucket "$bucket"
  local directory
  directory=$(make_state rocksdb-incremental)
  checkpoint=${directory#"$PWD/flink/checkpoints/"}
  job=${checkpoint%/*}
  other=fedcba9876543210fedcba9876543210

  orphans=("checkpoints/$job/shared/aborted" "checkpoints/$job/chk-2/left over")
  kept=("checkpoints/$job/taskowned/log" "checkpoints/$job/shared/op_Sum_1__1_2__attempt_0/db/000008.sst" notes.txt)
  for key in "${orphans[@]}" "${kept[@]}" quarantine/2020-01-01/a; do put "$key"; done
  sleep 1

  # A second job, which uses files of the first one.
  mkdir -p "flink/checkpoints/$other/chk-9"
  metadata-rewrite --absolute "$directory" "$directory" "flink/checkpoints/$other/chk-9/_metadata"
  cp -r flink/checkpoints copy
  upload copy "$PWD/flink/checkpoints" "s3://$bucket/checkpoints"
  put "checkpoints/$job/shared/young"

  # Without the metadata of the second job, nothing is printed.
  command aws s3api list-objects-v2 --bucket "$bucket" >all.json
  local status=0
  metadata-check "copy/$job" --as "copy=s3://$bucket/checkpoints" --listing all.json --base "s3://$bucket" --orphans \
    --older-than 0 --force >output || status=$?
  test "$status" = 65 -a ! -s output
}

check_keys() { command aws s3api head-object --bucket "$bucket" --key "$1" >/dev/null; }

check() {
  local key quarantine
  quarantine=quarantine/$(date -u +%F)
  test "$(wc -l <orphans.txt)" = 2
  grep -qxF -f kept.txt "$recipe"
  for key in "${orphans[@]}"; do
    check_keys "$quarantine/$key"
    if check_keys "$key" 2>/dev/null; then return 1; fi
  done
  for key in "${kept[@]}" "checkpoints/$job/shared/young"; do check_keys "$key"; done
  if check_keys quarantine/2020-01-01/a 2>/dev/null; then return 1; fi
  # They can be brought back, as the recipe says.
  command aws s3 mv --only-show-errors --recursive "s3://$bucket/$quarantine/" "s3://$bucket/"
  for key in "${orphans[@]}"; do check_keys "$key"; done
  restore_from_s3 "s3://$bucket/checkpoints/$checkpoint" flink/state.txt
}
