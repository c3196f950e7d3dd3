import FlinkMetadata

/// Values built from views alone, so that tests can hold the two ways to read against each other.
public enum ValuesFromViews {
  /// The whole file.
  public static func metadata(_ view: borrowing CheckpointMetadataView) throws(FlinkMetadataError) -> CheckpointMetadata
  {
    var metadata = CheckpointMetadata(
      version: view.version, dialect: view.dialect, checkpointId: view.checkpointId,
      properties: try view.properties())
    var masters = view.masterStates
    while masters.remaining > 0, let master = try masters.next() {
      metadata.masterStates.append(
        MasterState(
          version: master.version, name: ModifiedUTF8String(copying: master.name), bytes: bytes(master.bytes)))
    }
    var operators = view.operatorStates
    while let state = try operators.next() { metadata.operatorStates.append(try operatorState(state)) }
    var tasks = view.taskStates
    while let state = try tasks.next() { metadata.taskStates.append(try taskState(state)) }
    return metadata
  }

  static func operatorState(_ view: borrowing OperatorStateView) throws(FlinkMetadataError) -> OperatorState {
    var state = OperatorState(
      operatorName: string(view.operatorName), operatorUid: string(view.operatorUid), operatorID: view.operatorID,
      parallelism: view.parallelism, maxParallelism: view.maxParallelism, isFullyFinished: view.isFullyFinished)
    if case .byteStream(let handle)? = try stream(view.coordinatorState) { state.coordinatorState = handle }
    var subtasks = view.subtaskStates
    while let subtask = try subtasks.next() {
      var value = OperatorSubtaskState(subtaskIndex: subtask.subtaskIndex, isFinished: subtask.isFinished)
      value.legacyOperatorState = try streams(subtask.legacyOperatorState)
      value.managedOperatorState = try operatorHandles(subtask.managedOperatorState).first ?? nil
      value.rawOperatorState = try operatorHandles(subtask.rawOperatorState).first ?? nil
      value.managedKeyedState = try keyedHandles(subtask.managedKeyedState).first ?? nil
      value.rawKeyedState = try keyedHandles(subtask.rawKeyedState).first ?? nil
      value.refCheckpointId = subtask.refCheckpointId
      var inputs = subtask.inputChannelState
      while let input = try inputs.next() { value.inputChannelState.append(try channel(input.handle)) }
      var results = subtask.resultSubpartitionState
      while let result = try results.next() { value.resultSubpartitionState.append(try channel(result.handle)) }
      state.subtaskStates.append(value)
    }
    return state
  }

  static func taskState(_ view: borrowing TaskStateView) throws(FlinkMetadataError) -> TaskState {
    var state = TaskState(
      jobVertexID: view.jobVertexID, parallelism: view.parallelism, maxParallelism: view.maxParallelism,
      chainLength: view.chainLength)
    var subtasks = view.subtaskStates
    while let subtask = try subtasks.next() {
      state.subtaskStates.append(
        TaskSubtaskState(
          subtaskIndex: subtask.subtaskIndex, duration: 0,
          legacyOperatorState: try streams(subtask.legacyOperatorState),
          managedOperatorState: try operatorHandles(subtask.managedOperatorState),
          rawOperatorState: try operatorHandles(subtask.rawOperatorState),
          managedKeyedState: try keyedHandles(subtask.managedKeyedState).first ?? nil,
          rawKeyedState: try keyedHandles(subtask.rawKeyedState).first ?? nil))
    }
    return state
  }

  /// Values without what views leave out: numbers of old versions that mean nothing, and trailing bytes.
  public static func withoutUnusedNumbers(_ values: CheckpointMetadata) -> CheckpointMetadata {
    var values = values
    values.trailingBytes = []
    for index in values.operatorStates.indices {
      values.operatorStates[index].chainLength = nil
      for subtask in values.operatorStates[index].subtaskStates.indices {
        values.operatorStates[index].subtaskStates[subtask].duration = nil
      }
    }
    for index in values.taskStates.indices {
      for subtask in values.taskStates[index].subtaskStates.indices {
        values.taskStates[index].subtaskStates[subtask].duration = 0
      }
    }
    return values
  }

  // MARK: Handles

  static func stream(_ views: consuming MetadataViews<StreamStateHandleView>) throws(FlinkMetadataError)
    -> StreamStateHandle?
  {
    var views = views
    guard let view = try views.next() else { return nil }
    return try stream(view)
  }

  static func streams(_ views: consuming MetadataViews<StreamStateHandleView>) throws(FlinkMetadataError)
    -> [StreamStateHandle?]
  {
    var views = views
    var values: [StreamStateHandle?] = []
    while let view = try views.next() { values.append(try stream(view)) }
    return values
  }

  static func stream(_ view: borrowing StreamStateHandleView) throws(FlinkMetadataError) -> StreamStateHandle? {
    let path = string(view.path)
    let scope = view.scope
    let range = view.keyGroupRange
    let id = string(view.logicalFileId)
    switch (view.tag, path) {
    case (.byteStream, let name?): return .byteStream(ByteStreamStateHandle(handleName: name, data: bytes(view.data)))
    case (.file, let path?): return .file(FileStateHandle(filePath: path, stateSize: view.stateSize))
    case (.relativeFile, let path?):
      return .relativeFile(RelativeFileStateHandle(relativePath: path, stateSize: view.stateSize))
    case (.fileSegment, let path?):
      guard let scope, let id else { return nil }
      return .segment(
        SegmentFileStateHandle(
          filePath: path, startPos: view.startPos, stateSize: view.stateSize, scope: scope, logicalFileId: id))
    case (.emptyFileSegment, _): return .emptySegment
    case (.keyGroups, _):
      guard let range, let delegate = try stream(view.stateHandle) else { return nil }
      return .keyGroups(
        KeyGroupsStateHandle(keyGroupRange: range, offsets: offsets(view.offsets), stateHandle: delegate))
    default: return nil
    }
  }

  static func operatorHandles(_ views: consuming MetadataViews<OperatorStateHandleView>) throws(FlinkMetadataError)
    -> [OperatorStreamStateHandle?]
  {
    var views = views
    var values: [OperatorStreamStateHandle?] = []
    while let view = try views.next() {
      guard view.tag != .null, let delegate = try stream(view.delegateStateHandle) else {
        values.append(nil)
        continue
      }
      var handle = OperatorStreamStateHandle(stateNameToPartitionOffsets: [], delegateStateHandle: delegate)
      var states = view.stateNameToPartitionOffsets
      while let state = try states.next() {
        handle.stateNameToPartitionOffsets.append(
          StateMetaInfo(
            name: ModifiedUTF8String(copying: state.name), distributionMode: state.distributionMode,
            offsets: offsets(state.offsets)))
      }
      if let taskOwned = string(view.taskOwnedDirectory), let shared = string(view.sharedDirectory) {
        handle.fileMerging = FileMergingDirectories(
          taskOwnedDirectory: taskOwned, sharedDirectory: shared, isEmpty: view.isEmpty)
      }
      values.append(handle)
    }
    return values
  }

  static func keyedHandles(_ views: consuming MetadataViews<KeyedStateHandleView>) throws(FlinkMetadataError)
    -> [KeyedStateHandle?]
  {
    var views = views
    var values: [KeyedStateHandle?] = []
    while let view = try views.next() { values.append(try keyed(view)) }
    return values
  }

  static func keyed(_ view: borrowing KeyedStateHandleView) throws(FlinkMetadataError) -> KeyedStateHandle? {
    let range = view.keyGroupRange
    let id = string(view.stateHandleId)
    switch view.tag {
    case .keyGroups, .keyGroupsV2, .savepointKeyGroups:
      guard let stateHandle = try stream(view.stateHandle) else { return nil }
      let handle = KeyGroupsStateHandle(
        keyGroupRange: range, offsets: offsets(view.offsets), stateHandle: stateHandle, stateHandleId: id)
      return view.tag == .savepointKeyGroups ? .savepointKeyGroups(handle) : .keyGroups(handle)
    case .incrementalKeyGroups, .incrementalKeyGroupsV2:
      guard let backend = string(view.identifier) else { return nil }
      return .incrementalRemote(
        IncrementalRemoteKeyedStateHandle(
          checkpointId: view.checkpointId ?? 0, backendIdentifier: backend, keyGroupRange: range,
          checkpointedSize: view.checkpointedSize, metaStateHandle: try stream(view.metaStateHandle),
          sharedState: try files(view.sharedState), privateState: try files(view.privateState), stateHandleId: id))
    default:
      return try changelog(view, range, id)
    }
  }

  static func files(_ views: consuming MetadataViews<HandleAndLocalPathView>) throws(FlinkMetadataError)
    -> [HandleAndLocalPath]
  {
    var views = views
    var values: [HandleAndLocalPath] = []
    while let view = try views.next() {
      guard let handle = try stream(view.handle) else { continue }
      values.append(HandleAndLocalPath(localPath: ModifiedUTF8String(copying: view.localPath), handle: handle))
    }
    return values
  }

  static func changelog(
    _ view: borrowing KeyedStateHandleView, _ range: KeyGroupRange, _ id: ModifiedUTF8String?
  ) throws(FlinkMetadataError) -> KeyedStateHandle? {
    switch view.tag {
    case .changelog, .changelogV2:
      return .changelogBackend(
        ChangelogStateBackendHandle(
          keyGroupRange: range, checkpointedSize: view.checkpointedSize,
          materialized: try keyedHandles(view.materialized),
          nonMaterialized: try keyedHandles(view.nonMaterialized).compactMap(\.self),
          materializationId: view.materializationId, checkpointId: view.checkpointId, stateHandleId: id))
    case .changelogByteIncrement:
      var handle = InMemoryChangelogStateHandle(
        keyGroupRange: range, from: view.from, to: view.to, changes: [], stateHandleId: id)
      var changes = view.changes
      while let change = try changes.next() {
        handle.changes.append(StateChange(keyGroup: change.keyGroup, change: bytes(change.change)))
      }
      return .inMemoryChangelog(handle)
    case .changelogFileIncrement, .changelogFileIncrementV2:
      var handle = ChangelogStateHandleStream(
        keyGroupRange: range, streamStateHandles: [], size: view.size, checkpointedSize: view.checkpointedSize,
        stateHandleId: id, storageIdentifier: string(view.identifier))
      var streams = view.streamStateHandles
      while let pair = try streams.next() {
        handle.streamStateHandles.append(
          StreamStateHandleAndOffset(offset: pair.offset, handle: try stream(pair.handle)))
      }
      return .changelogStream(handle)
    default:
      return nil
    }
  }

  static func channel(_ view: borrowing ChannelStateHandleView) throws(FlinkMetadataError) -> ChannelStateHandle {
    let delegate = try stream(view.delegate)
    if let info = view.info, let delegate {
      return .single(
        SingleChannelStateHandle(
          subtaskIndex: view.subtaskIndex, info: info, offsets: offsets(view.offsets), size: view.size,
          delegate: delegate))
    }
    return .merged(
      MergedChannelStateHandle(
        subtaskIndex: view.subtaskIndex ?? -1, stateSize: view.size, delegate: delegate,
        serializedChannelOffsets: bytes(view.serializedChannelOffsets)))
  }

  // MARK: Small things

  static func string(_ span: ModifiedUTF8Span?) -> ModifiedUTF8String? {
    guard let span else { return nil }
    return ModifiedUTF8String(copying: span)
  }

  static func bytes(_ span: RawSpan) -> SharedBytes {
    SharedBytes(span.withUnsafeBytes { Array($0) })
  }

  static func offsets(_ span: OffsetsSpan) -> Offsets {
    var numbers: [Int64] = []
    for index in 0..<span.count { numbers.append(span[index]) }
    return Offsets(numbers)
  }
}
