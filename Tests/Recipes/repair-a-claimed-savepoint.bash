# SPDX-License-Identifier: Apache-2.0
prepare() {
  checkpoint=$(make_state claim-after-native-savepoint)
  storage=$PWD/flink
  repaired=$PWD/repaired/chk-3
  # The checkpoint must be broken.
  if restore_is_complete "$checkpoint" flink/state.txt 2>/dev/null; then return 1; fi
}

check() {
  test "$status" = 1
  # The number of files differs between runs.
  grep -qxE 'not restorable: [0-9]+ elsewhere' <(grep -o 'not restorable: .*' report | tail -n 1)
  restore_is_complete "$repaired" flink/state.txt
  # Leading all relative paths to the savepoint is wrong here, as the recipe says.
  local savepoint
  savepoint=$(echo "$PWD"/flink/savepoints/*)
  mkdir all
  metadata-rewrite --absolute "file:$savepoint" "$checkpoint" all/_metadata
  if restore_is_complete "$PWD/all" flink/state.txt 2>/dev/null; then return 1; fi
  # Copying the files is right.
  local file
  metadata-check "$checkpoint" --root "$storage" --list >list || test $? -eq 1
  sed -n 's|^  elsewhere: file:||p' list | sort -u >elsewhere
  test -s elsewhere
  while IFS= read -r file; do cp "$savepoint/${file##*/}" "$checkpoint"; done <elsewhere
  restore_is_complete "$checkpoint" flink/state.txt
  # Without the savepoint nothing is repaired.
  rm -r "$savepoint"
  while IFS= read -r file; do rm "$checkpoint/${file##*/}"; done <elsewhere
  if metadata-check "$checkpoint" --root "$storage" --repair "$PWD/lost" 2>refusal; then return 1; fi
  grep -q 'not repaired, because a file is missing' refusal
  test ! -e lost
}
