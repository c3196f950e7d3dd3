prepare() {
  checkpoint=$(make_state claim-after-native-savepoint)
  savepoint=$(echo flink/savepoints/*)
  savepoint=$PWD/$savepoint
  repaired=$PWD/repaired/chk-3
  # The checkpoint must be broken.
  if restore_is_complete "$checkpoint" flink/state.txt 2>/dev/null; then return 1; fi
}

check() {
  test -s dangling
  restore_is_complete "$repaired" flink/state.txt
  # Leading all relative paths to the savepoint is wrong here, as the recipe says.
  mkdir all
  metadata-rewrite --absolute "file:$savepoint" "$checkpoint" all/_metadata
  if restore_is_complete "$PWD/all" flink/state.txt 2>/dev/null; then return 1; fi
  # Copying the files is right.
  while IFS= read -r name; do cp "$savepoint/$name" "$checkpoint"; done <dangling
  restore_is_complete "$checkpoint" flink/state.txt
}
