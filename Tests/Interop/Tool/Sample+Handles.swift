// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// State handles of a sample.
extension Sample {
  // MARK: Stream state handles

  func segment(_ start: Int64, _ scope: CheckpointedStateScope) throws -> StreamStateHandle {
    .segment(
      SegmentFileStateHandle(
        filePath: try text("s3://bucket/checkpoints/job/shared/größe-🧮"), startPos: start, stateSize: 64, scope: scope,
        logicalFileId: try text("логический-\(start)")))
  }

  /// Paths are in the form that Flink's `Path` gives them, since they come back from Flink in it.
  func streamsOfEveryKind() throws -> [StreamStateHandle] {
    var streams: [StreamStateHandle] = [
      .byteStream(
        ByteStreamStateHandle(handleName: try text("file:/checkpoints/чек-7/🧮\u{0}"), data: SharedBytes(payload(256)))),
      .byteStream(ByteStreamStateHandle(handleName: try text(""), data: [])),
      .file(FileStateHandle(filePath: try text("hdfs://namenode:8020/flink/größe/state"), stateSize: .max)),
      .file(FileStateHandle(filePath: try text("s3://bucket/with space/%41/計數 🧮"), stateSize: 0)),
    ]
    if reads(.relativeFile) {
      streams.append(
        .relativeFile(RelativeFileStateHandle(relativePath: try text("b2c8-计数🧮"), stateSize: 70_000)))
    }
    if reads(.fileSegment) {
      streams.append(try segment(0, .exclusive))
      streams.append(try segment(1 << 40, .shared))
      streams.append(.emptySegment)
    }
    if since >= FlinkRelease(1, 13) {
      // Flink reads key groups in the place of a stream since 1.13.
      streams.append(.keyGroups(try keyGroups(start: 4, count: 3, over: streams[0], id: nil)))
    }
    return streams
  }

  // MARK: Keyed state handles

  private func keyGroups(start: Int32, count: Int32, over stream: StreamStateHandle, id: String?) throws
    -> KeyGroupsStateHandle
  {
    KeyGroupsStateHandle(
      keyGroupRange: KeyGroupRange(startKeyGroup: start, numberOfKeyGroups: count),
      offsets: Offsets((0..<Int64(count)).map { $0 * 1_000 }), stateHandle: stream, stateHandleId: try id.map(text))
  }

  private func incremental(isOld: Bool) throws -> KeyedStateHandle {
    let streams = try streamsOfEveryKind()
    let files = try streams.enumerated().map { index, stream in
      HandleAndLocalPath(localPath: try text("00000\(index).sst"), handle: stream)
    }
    return .incrementalRemote(
      IncrementalRemoteKeyedStateHandle(
        checkpointId: 77, backendIdentifier: try text("7f1c2d9e-0000-4abc-8def-001122334455"),
        keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 64), checkpointedSize: isOld ? nil : 123_456,
        metaStateHandle: streams[0], sharedState: files, privateState: Array(files.reversed()),
        stateHandleId: isOld ? nil : try text("Hülle-增量")))
  }

  func keyedHandlesOfEveryKind() throws -> [KeyedStateHandle] {
    let hasIds = reads(.keyGroupsV2) && !hasOldKinds
    var handles: [KeyedStateHandle] = []
    for (index, stream) in try streamsOfEveryKind().enumerated() {
      let start = Int32(index) * 8
      handles.append(
        .keyGroups(try keyGroups(start: start, count: 8, over: stream, id: hasIds ? "id-\(index)-🧮" : nil)))
      if reads(.savepointKeyGroups) {
        handles.append(.savepointKeyGroups(try keyGroups(start: start, count: 1, over: stream, id: nil)))
      }
    }
    handles.append(try incremental(isOld: !hasIds))
    if reads(.changelog) { handles += try changelogHandles() }
    return handles
  }

  // MARK: Changelog handles

  private var range: KeyGroupRange { KeyGroupRange(startKeyGroup: 16, numberOfKeyGroups: 16) }

  private func inMemoryChangelog() throws -> KeyedStateHandle {
    .inMemoryChangelog(
      InMemoryChangelogStateHandle(
        keyGroupRange: range, from: 5, to: .max,
        changes: [
          StateChange(keyGroup: -1, change: SharedBytes(payload(40))), StateChange(keyGroup: 16, change: [0xFF]),
          StateChange(keyGroup: 31, change: []),
        ], stateHandleId: try text("mémoire")))
  }

  private func changelogStream() throws -> KeyedStateHandle {
    let isOld = hasOldKinds || !reads(.changelogFileIncrementV2)
    return .changelogStream(
      ChangelogStateHandleStream(
        keyGroupRange: range,
        streamStateHandles: try streamsOfEveryKind().enumerated().map { index, stream in
          StreamStateHandleAndOffset(offset: Int64(index) << 33, handle: stream)
        }, stateSize: 4_321, checkpointedSize: 1_234, stateHandleId: try text("поток"),
        storageIdentifier: isOld ? nil : try text("filesystem")))
  }

  private func changelogHandles() throws -> [KeyedStateHandle] {
    let isOld = hasOldKinds || !reads(.changelogV2)
    let materialized: [KeyedStateHandle?] = try [
      .keyGroups(keyGroups(start: 16, count: 16, over: streamsOfEveryKind()[0], id: "materialisé")),
      incremental(isOld: false),
    ]
    let changes = [try inMemoryChangelog(), try changelogStream()]
    return [
      .changelogBackend(
        ChangelogStateBackendHandle(
          keyGroupRange: range, checkpointedSize: 99, materialized: materialized, nonMaterialized: changes,
          materializationId: 3, checkpointId: isOld ? nil : 1_234_567_890_123, stateHandleId: try text("журнал-🧮"))),
      .changelogBackend(
        ChangelogStateBackendHandle(
          keyGroupRange: range, checkpointedSize: 0, materialized: [], nonMaterialized: [], materializationId: 0,
          checkpointId: isOld ? nil : 0, stateHandleId: try text("empty"))),
    ] + changes
  }
}
