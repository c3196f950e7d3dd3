// SPDX-License-Identifier: Apache-2.0

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
      parallelism: view.parallelism, maxParallelism: view.maxParallelism, chainLength: view.chainLength,
      isFullyFinished: view.isFullyFinished)
    if let handle = try view.coordinatorState { state.coordinatorState = byteStream(handle) }
    var subtasks = view.subtaskStates
    while let subtask = try subtasks.next() { state.subtaskStates.append(try subtaskState(subtask)) }
    return state
  }

  static func subtaskState(_ view: borrowing OperatorSubtaskStateView) throws(FlinkMetadataError)
    -> OperatorSubtaskState
  {
    var value = OperatorSubtaskState(
      subtaskIndex: view.subtaskIndex, isFinished: view.isFinished, duration: view.duration)
    value.legacyOperatorState = try streams(view.legacyOperatorState)
    if let handle = try view.managedOperatorState { value.managedOperatorState = try operatorHandle(handle) }
    if let handle = try view.rawOperatorState { value.rawOperatorState = try operatorHandle(handle) }
    if let handle = try view.managedKeyedState { value.managedKeyedState = try keyed(handle) }
    if let handle = try view.rawKeyedState { value.rawKeyedState = try keyed(handle) }
    var inputs = view.inputChannelState
    while let input = try inputs.next() { value.inputChannelState.append(try channel(input.handle)) }
    var results = view.resultSubpartitionState
    while let result = try results.next() { value.resultSubpartitionState.append(try channel(result.handle)) }
    value.refCheckpointId = view.refCheckpointId
    return value
  }

  static func taskState(_ view: borrowing TaskStateView) throws(FlinkMetadataError) -> TaskState {
    var state = TaskState(
      jobVertexID: view.jobVertexID, parallelism: view.parallelism, maxParallelism: view.maxParallelism,
      chainLength: view.chainLength)
    var subtasks = view.subtaskStates
    while let subtask = try subtasks.next() {
      var value = TaskSubtaskState(
        subtaskIndex: subtask.subtaskIndex, duration: subtask.duration,
        legacyOperatorState: try streams(subtask.legacyOperatorState),
        managedOperatorState: try operatorHandles(subtask.managedOperatorState),
        rawOperatorState: try operatorHandles(subtask.rawOperatorState))
      if let handle = try subtask.managedKeyedState { value.managedKeyedState = try keyed(handle) }
      if let handle = try subtask.rawKeyedState { value.rawKeyedState = try keyed(handle) }
      state.subtaskStates.append(value)
    }
    return state
  }

  // MARK: Stream state handles

  static func streams(_ views: consuming MetadataViews<OptionalHandleView<StreamStateHandleView>>)
    throws(FlinkMetadataError) -> [StreamStateHandle?]
  {
    var views = views
    var values: [StreamStateHandle?] = []
    while let view = try views.next() { values.append(try stream(view.handle)) }
    return values
  }

  static func stream(_ view: borrowing StreamStateHandleView?) throws(FlinkMetadataError) -> StreamStateHandle? {
    guard let view = copy view else { return nil }
    return try stream(view)
  }

  static func stream(_ view: borrowing StreamStateHandleView) throws(FlinkMetadataError) -> StreamStateHandle {
    let value = try streamOfAnySize(view)
    let stateSize = try view.stateSize
    precondition(stateSize == value.stateSize, "the size of a view: \(stateSize) instead of \(value.stateSize)")
    return value
  }

  private static func streamOfAnySize(_ view: borrowing StreamStateHandleView) throws(FlinkMetadataError)
    -> StreamStateHandle
  {
    switch copy view {
    case .byteStream(let handle): return .byteStream(byteStream(handle))
    case .file(let handle):
      return .file(
        FileStateHandle(filePath: ModifiedUTF8String(copying: handle.filePath), stateSize: handle.stateSize))
    case .relativeFile(let handle):
      return .relativeFile(
        RelativeFileStateHandle(
          relativePath: ModifiedUTF8String(copying: handle.relativePath), stateSize: handle.stateSize))
    case .segment(let handle):
      return .segment(
        SegmentFileStateHandle(
          filePath: ModifiedUTF8String(copying: handle.filePath), startPos: handle.startPos,
          stateSize: handle.stateSize, scope: handle.scope,
          logicalFileId: ModifiedUTF8String(copying: handle.logicalFileId)))
    case .emptySegment: return .emptySegment
    case .keyGroups(let handle): return .keyGroups(try keyGroups(handle))
    }
  }

  static func byteStream(_ view: borrowing ByteStreamStateHandleView) -> ByteStreamStateHandle {
    ByteStreamStateHandle(handleName: ModifiedUTF8String(copying: view.handleName), data: bytes(view.data))
  }

  // MARK: Operator state handles

  static func operatorHandles(_ views: consuming MetadataViews<OptionalHandleView<OperatorStreamStateHandleView>>)
    throws(FlinkMetadataError) -> [OperatorStreamStateHandle?]
  {
    var views = views
    var values: [OperatorStreamStateHandle?] = []
    while let view = try views.next() {
      if let handle = view.handle { values.append(try operatorHandle(handle)) } else { values.append(nil) }
    }
    return values
  }

  static func operatorHandle(_ view: borrowing OperatorStreamStateHandleView) throws(FlinkMetadataError)
    -> OperatorStreamStateHandle
  {
    var handle = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [], delegateStateHandle: try stream(view.delegateStateHandle))
    var states = view.stateNameToPartitionOffsets
    while let state = try states.next() {
      handle.stateNameToPartitionOffsets.append(
        StateMetaInfo(
          name: ModifiedUTF8String(copying: state.name), distributionMode: state.distributionMode,
          offsets: offsets(state.offsets)))
    }
    if let directories = view.fileMerging {
      handle.fileMerging = FileMergingDirectories(
        taskOwnedDirectory: ModifiedUTF8String(copying: directories.taskOwnedDirectory),
        sharedDirectory: ModifiedUTF8String(copying: directories.sharedDirectory), isEmpty: directories.isEmpty)
    }
    return handle
  }

  // MARK: Channel state handles

  static func channel(_ view: borrowing ChannelStateHandleView) throws(FlinkMetadataError) -> ChannelStateHandle {
    switch copy view {
    case .single(let handle):
      return .single(
        SingleChannelStateHandle(
          subtaskIndex: handle.subtaskIndex, info: handle.info, offsets: offsets(handle.offsets),
          stateSize: handle.stateSize, delegate: try stream(handle.delegate)))
    case .merged(let handle):
      return .merged(
        MergedChannelStateHandle(
          subtaskIndex: handle.subtaskIndex, stateSize: handle.stateSize, delegate: try stream(handle.delegate),
          serializedChannelOffsets: bytes(handle.serializedChannelOffsets)))
    }
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
