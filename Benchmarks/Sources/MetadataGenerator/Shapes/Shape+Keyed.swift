// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension Shape {
  /// The key groups of the subtask for which a block was made. The block puts its own in their place.
  private func keyGroupRange(_ count: Int) -> KeyGroupRange {
    KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: Int32(count))
  }

  // MARK: incremental

  /// RocksDB's files: tables that checkpoints share, and the files of this checkpoint alone.
  func incremental(fileCount: Int, in directory: String, _ names: inout Identifiers) throws(FlinkMetadataError)
    -> IncrementalRemoteKeyedStateHandle
  {
    var shared: [HandleAndLocalPath] = []
    for number in 0..<fileCount { shared.append(try file(Self.tableName(number), in: directory, &names)) }
    var own: [HandleAndLocalPath] = []
    for name in ["MANIFEST-000005", "CURRENT", "OPTIONS-000015"] {
      own.append(try file(name, in: directory, &names))
    }
    return IncrementalRemoteKeyedStateHandle(
      checkpointId: Shape.checkpointId, backendIdentifier: try names.nextString(),
      keyGroupRange: keyGroupRange(profile.keyGroupCount), checkpointedSize: names.size(),
      metaStateHandle: try names.relativeFile(), sharedState: shared, privateState: own,
      stateHandleId: try names.nextString())
  }

  private func file(_ localPath: String, in directory: String, _ names: inout Identifiers) throws(FlinkMetadataError)
    -> HandleAndLocalPath
  {
    HandleAndLocalPath(localPath: try ModifiedUTF8String(localPath), handle: try names.file(in: directory))
  }

  /// RocksDB counts its tables: `000018.sst`.
  static func tableName(_ number: Int) -> String {
    let digits = String(18 + number)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".sst"
  }

  // MARK: keygroups

  /// A stream with a place for each key group in it, as of the heap's state backend.
  func keyGroups(_ count: Int, _ stateHandle: StreamStateHandle, _ names: inout Identifiers) throws(FlinkMetadataError)
    -> KeyedStateHandle
  {
    .keyGroups(
      KeyGroupsStateHandle(
        keyGroupRange: keyGroupRange(count), offsets: Offsets(Array(repeating: 0, count: count)),
        stateHandle: stateHandle, stateHandleId: try names.nextString()))
  }

  // MARK: changelog

  /// What was materialized, and the files of the changes since.
  func changelog(fileCount: Int, _ names: inout Identifiers) throws(FlinkMetadataError) -> KeyedStateHandle {
    let range = keyGroupRange(profile.keyGroupCount)
    let materialized = try incremental(fileCount: fileCount, in: "\(names.checkpoints)/taskowned", &names)
    var files: [StreamStateHandleAndOffset] = []
    for _ in 0..<fileCount {
      files.append(
        StreamStateHandleAndOffset(offset: names.size(), handle: try names.file(in: names.changelog)))
    }
    let changes = ChangelogStateHandleStream(
      keyGroupRange: range, streamStateHandles: files, stateSize: names.size(), checkpointedSize: names.size(),
      stateHandleId: try names.nextString(), storageIdentifier: "filesystem")
    return .changelogBackend(
      ChangelogStateBackendHandle(
        keyGroupRange: range, checkpointedSize: names.size(), materialized: [.incrementalRemote(materialized)],
        nonMaterialized: [.changelogStream(changes)], materializationId: 42, checkpointId: Shape.checkpointId,
        stateHandleId: try names.nextString()))
  }
}
