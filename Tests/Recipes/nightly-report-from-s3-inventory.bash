# SPDX-License-Identifier: Apache-2.0
needs_s3=true

# write_inventory makes an inventory of the bucket as S3 writes it: in two compressed files, with URL-encoded keys. All objects
# are DAYS old, because those of the test's server are new.
write_inventory() {
  aws s3api list-objects-v2 --bucket "$bucket" >objects.json
  rm -rf written
  python3 - "$bucket" "$configuration" "$1" "$2" <<'PYTHON'
import datetime, gzip, hashlib, json, os, sys, urllib.parse

bucket, configuration, days, day = sys.argv[1:]
quote = lambda value: '"%s"' % value
rows = []
for entry in json.load(open("objects.json"))["Contents"]:
    time = datetime.datetime.fromisoformat(entry["LastModified"].replace("Z", "+00:00")) - datetime.timedelta(days=int(days))
    key = urllib.parse.quote_plus(entry["Key"], safe="/")
    values = [bucket, key, entry["Size"], time.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "STANDARD"]
    rows.append(",".join(map(quote, values)) + "\n")
files = []
for number, part in enumerate([rows[::2], rows[1::2]]):
    data = gzip.compress("".join(part).encode())
    path = f"{configuration}/data/{number}-939c6d46-85a9-4ba8-87bd-9db705a579ce.csv.gz"
    os.makedirs(os.path.dirname("written/" + path), exist_ok=True)
    open("written/" + path, "wb").write(data)
    files.append({"key": path, "size": len(data), "MD5checksum": hashlib.md5(data).hexdigest()})
manifest = {
    "sourceBucket": bucket, "destinationBucket": "arn:aws:s3:::flink-inventory", "version": "2016-11-30",
    "creationTimestamp": str(int(datetime.datetime.now().timestamp() * 1000)), "fileFormat": "CSV",
    "fileSchema": "Bucket, Key, Size, LastModifiedDate, StorageClass", "files": files,
}
folder = f"written/{configuration}/{day}T01-00Z"
os.makedirs(folder)
json.dump(manifest, open(folder + "/manifest.json", "w"))
PYTHON
  aws s3 sync --only-show-errors written "s3://$inventory"
}

prepare() {
  bucket=flink-state
  inventory=flink-inventory
  configuration=flink-state/nightly
  days=30
  make_bucket "$bucket"
  make_bucket "$inventory"
  local directory
  directory=$(make_state rocksdb-incremental)
  job=$(basename "$(dirname "$directory")")
  printf x | aws s3 cp - "s3://$bucket/checkpoints/$job/shared/left + over"
  sleep 1
  upload flink/checkpoints "$PWD/flink/checkpoints" "s3://$bucket/checkpoints"
  # An older inventory, which must not be used.
  write_inventory 1 2026-11-01
  write_inventory 28 2026-11-24
}

check() {
  local checkpoint=s3://$bucket/checkpoints/$job/chk-
  test "$status" = 0
  grep -qE "^restorable	[0-9TZ:-]+	[0-9TZ:-]+	${checkpoint}[0-9]+$" report.tsv
  # The rule breaks it in two days.
  grep -q "^${checkpoint}[0-9]*: restorable, oldest file 2" alarm
  grep -qF '"s3://flink-state/checkpoints/'"$job"'/shared/left + over"' with-orphans.json
  test "$(jq -c . orphans.json)" = '{"files":1,"bytes":1}'

  # A file is deleted before the next inventory.
  local file
  file=$(aws s3api list-objects-v2 --bucket "$bucket" --prefix "checkpoints/$job/shared/" --query 'Contents[0].Key' --output text)
  aws s3 rm --only-show-errors "s3://$bucket/$file"
  write_inventory 10 2026-11-25
  run_blocks
  test "$status" = 1
  grep -q '^not restorable' report.tsv
  grep -q 'not restorable, oldest file' alarm

  # A data file that is cut is an error.
  printf x >>inventory/0-*.csv.gz
  status=0
  metadata-check meta --as "meta=s3://$bucket" --listing inventory/manifest.json --quiet || status=$?
  test "$status" = 65
}
