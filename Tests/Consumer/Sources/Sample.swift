// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Metadata of a job with a lot of state of every kind, the same each time.
enum Sample {
  /// A file of at least so many bytes.
  static func file(ofSize size: Int) throws(FlinkMetadataError) -> [UInt8] {
    var state = OperatorState(
      operatorName: try string("Aggregate"), operatorUid: try string("aggregate"),
      operatorID: OperatorID(lowerPart: 0, upperPart: 0), parallelism: 16, maxParallelism: 128,
      coordinatorState: ByteStreamStateHandle(handleName: try string("coordinator"), data: payload(300)))
    for index in 0..<16 { state.subtaskStates.append(try subtask(index)) }
    let single = try metadata([state]).encode().count
    var states: [OperatorState] = []
    for index in 0...size / single {
      // All states share their subtasks, so that this takes little memory.
      state.operatorID = OperatorID(lowerPart: 1, upperPart: Int64(index))
      states.append(state)
    }
    return try metadata(states).encode()
  }

  private static func metadata(_ states: [OperatorState]) throws(FlinkMetadataError) -> CheckpointMetadata {
    CheckpointMetadata(
      version: .version6, checkpointId: 4711,
      masterStates: [MasterState(version: 1, name: try string("hook"), bytes: payload(100))], operatorStates: states,
      properties: CheckpointProperties(
        discardCancelled: false, discardFailed: false, discardFinished: true, discardSubsumed: true,
        discardSuspended: false, forced: false, unclaimed: false,
        checkpointType: .checkpoint(
          CheckpointType(name: try string("Checkpoint"), sharingFilesStrategy: .forwardBackward))))
  }

  private static func subtask(_ index: Int) throws(FlinkMetadataError) -> OperatorSubtaskState {
    var subtask = OperatorSubtaskState(subtaskIndex: Int32(index))
    let range = KeyGroupRange(startKeyGroup: Int32(index * 8), numberOfKeyGroups: 8)
    subtask.managedOperatorState = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [
        StateMetaInfo(name: try string("offsets"), distributionMode: .union, offsets: Offsets(0..<20)),
        StateMetaInfo(name: try string("rules"), distributionMode: .broadcast, offsets: [0, 100]),
      ],
      delegateStateHandle: try file(index, 0))
    let incremental = KeyedStateHandle.incrementalRemote(
      IncrementalRemoteKeyedStateHandle(
        checkpointId: 4711, backendIdentifier: try string("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), keyGroupRange: range,
        checkpointedSize: 1 << 30, metaStateHandle: try inlined(2000), sharedState: try files(index, 400),
        privateState: try files(index + 100, 20), stateHandleId: try string("incremental")))
    switch index % 4 {
    case 0: subtask.managedKeyedState = try changelog(range, incremental)
    case 1:
      subtask.managedKeyedState = .keyGroups(
        KeyGroupsStateHandle(
          keyGroupRange: range, offsets: Offsets(0..<8), stateHandle: try file(index, 1),
          stateHandleId: try string("groups")))
    default: subtask.managedKeyedState = incremental
    }
    subtask.inputChannelState = try channels(index)
    subtask.resultSubpartitionState = try channels(index)
    return subtask
  }

  private static func changelog(_ range: KeyGroupRange, _ materialized: KeyedStateHandle) throws(FlinkMetadataError)
    -> KeyedStateHandle
  {
    let id = try string("change")
    let inMemory = InMemoryChangelogStateHandle(
      keyGroupRange: range, from: 0, to: 9,
      changes: (0..<9).map { StateChange(keyGroup: range.startKeyGroup + $0 % 8, change: payload(50)) },
      stateHandleId: id)
    let inFiles = ChangelogStateHandleStream(
      keyGroupRange: range, streamStateHandles: [StreamStateHandleAndOffset(offset: 7, handle: try file(0, 9))],
      stateSize: 100, checkpointedSize: 100, stateHandleId: id, storageIdentifier: try string("filesystem"))
    return .changelogBackend(
      ChangelogStateBackendHandle(
        keyGroupRange: range, checkpointedSize: 1, materialized: [materialized],
        nonMaterialized: [.inMemoryChangelog(inMemory), .changelogStream(inFiles)], materializationId: 3,
        checkpointId: 4711, stateHandleId: id))
  }

  private static func channels(_ index: Int) throws(FlinkMetadataError) -> [ChannelStateHandle] {
    [
      .single(
        SingleChannelStateHandle(
          subtaskIndex: Int32(index), info: ChannelInfo(firstIndex: 0, secondIndex: 1), offsets: Offsets(0..<30),
          stateSize: 4096, delegate: try inlined(4096))),
      .merged(
        MergedChannelStateHandle(
          subtaskIndex: Int32(index), stateSize: 4096, delegate: try file(index, 2),
          serializedChannelOffsets: payload(200))),
    ]
  }

  private static func files(_ index: Int, _ count: Int) throws(FlinkMetadataError) -> [HandleAndLocalPath] {
    var files: [HandleAndLocalPath] = []
    for number in 0..<count {
      let localPath = try string("\(100_000 + number).sst")
      files.append(HandleAndLocalPath(localPath: localPath, handle: try file(index, number)))
    }
    return files
  }

  private static func file(_ index: Int, _ number: Int) throws(FlinkMetadataError) -> StreamStateHandle {
    let path = "s3://bucket/checkpoints/5d3a6d2f4c5e4d0f8f7a9b1c2d3e4f50/shared/\(1_000_000 * (index + 1) + number)"
    return .file(FileStateHandle(filePath: try string(path), stateSize: Int64(number) << 10))
  }

  private static func inlined(_ size: Int) throws(FlinkMetadataError) -> StreamStateHandle {
    .byteStream(ByteStreamStateHandle(handleName: try string("inlined"), data: payload(size)))
  }

  private static func payload(_ size: Int) -> SharedBytes {
    SharedBytes((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
  }

  private static func string(_ text: String) throws(FlinkMetadataError) -> ModifiedUTF8String {
    try ModifiedUTF8String(text)
  }
}
