# SPDX-License-Identifier: Apache-2.0
needs_s3=true

prepare() {
  bucket=flink-state
  directory=$PWD/join
  make_bucket "$bucket"
  local metadata
  metadata=$(make_state rocksdb-incremental)
  checkpoint=s3://$bucket/${metadata#"$PWD/flink/"}
  printf x | aws s3 cp - "s3://$bucket/$(dirname "${metadata#"$PWD/flink/"}")/shared/left + over"
  # A second checkpoint, with paths of another scheme, some of which name files that are not there.
  broken=$(dirname "$checkpoint")/chk-100
  mkdir "$(dirname "$metadata")/chk-100"
  metadata-rewrite --absolute "$metadata" "$metadata" "$(dirname "$metadata")/chk-100/_metadata"
  metadata-rewrite --in-place --allow-unmatched --from "$metadata" --to "s3a://$bucket/gone" "$(dirname "$metadata")/chk-100"
  cp -r flink/checkpoints copy
  upload copy "$PWD/flink/checkpoints" "s3://$bucket/checkpoints"
  metadata-rewrite --in-place --allow-unmatched --from s3:// --to s3a:// "copy/${checkpoint#"s3://$bucket/checkpoints/"}"
  aws s3 cp --only-show-errors "copy/${checkpoint#"s3://$bucket/checkpoints/"}/_metadata" "$checkpoint/_metadata"
  write_inventory
}

# write_inventory makes the data files of an inventory as S3 writes them: compressed, with URL-encoded keys.
write_inventory() {
  mkdir -p "$directory/inventory"
  aws s3api list-objects-v2 --bucket "$bucket" >objects.json
  python3 - "$bucket" "$directory/inventory" <<'PYTHON'
import gzip, json, sys, urllib.parse

bucket, directory = sys.argv[1:]
rows = []
for entry in json.load(open("objects.json"))["Contents"]:
    values = [bucket, urllib.parse.quote_plus(entry["Key"], safe="/"), entry["Size"], "2026-11-24T01:00:00.000Z", "STANDARD"]
    rows.append(",".join('"%s"' % value for value in values) + "\n")
for number, part in enumerate([rows[::2], rows[1::2]]):
    with gzip.open(f"{directory}/{number}.csv.gz", "wt") as file:
        file.write("".join(part))
PYTHON
}

# sql_client -f FILE runs a file on a real Flink of one JVM. The package of PyPI lacks the SQL gateway, which sql-client.sh needs.
sql_client() {
  local jars opens=() package
  jars=$("$root/scripts/fetch-flink" "$flink")/lib
  for package in lang lang.reflect util util.concurrent net nio io time text; do
    opens+=(--add-opens "java.base/java.$package=ALL-UNNAMED")
  done
  nice java -Xmx1g -XX:+UseSerialGC "${opens[@]}" -cp "$jars/*" "$root/Tests/Recipes/java/RunSQL.java" "$2"
}

# The problems must be those that metadata-check finds.
check() {
  test "$(awk '{ print $2 }' broken-checkpoints)" = "$broken"
  aws s3api list-objects-v2 --bucket "$bucket" >listing.json
  local status=0
  metadata-check meta --as "meta=s3://$bucket" --listing listing.json --base "s3://$bucket" --format jsonl >lines || status=$?
  test "$status" = 1
  # Each file once. The recipe's list has the scheme of the metadata.
  jq -r 'select(.verdict == "missing") | .location' lines | sort -u >missing
  test -s missing
  jq -r .path problems.jsonl | sed 's|^s3a:|s3:|' | sort -u | diff - missing
}
