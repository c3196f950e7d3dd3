extension MetadataBuilder {
  // MARK: The checkpoint

  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) {
    metadata.version = version
    metadata.dialect = dialect
  }

  mutating func checkpointId(_ checkpointId: Int64) { metadata.checkpointId = checkpointId }

  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    metadata.masterStates.append(MasterState(version: version, name: string(name), bytes: SharedBytes()))
    run = .masterState
  }

  mutating func checkpointProperties(_ properties: CheckpointProperties) { metadata.properties = properties }

  // MARK: Operators, tasks and their subtasks

  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    operatorState = OperatorState(
      operatorName: string(operatorName), operatorUid: string(operatorUid), operatorID: operatorID,
      parallelism: parallelism, maxParallelism: maxParallelism, chainLength: chainLength)
  }

  mutating func fullyFinished() { operatorState?.isFullyFinished = true }

  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    task = TaskState(
      jobVertexID: jobVertexID, parallelism: parallelism, maxParallelism: maxParallelism,
      chainLength: chainLength)
  }

  mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    if task != nil {
      taskSubtask = TaskSubtaskState(subtaskIndex: index, duration: duration ?? -1)
    } else {
      subtask = OperatorSubtaskState(subtaskIndex: index, isFinished: isFinished, duration: duration)
    }
  }

  mutating func refCheckpointId(_ checkpointId: Int64) { subtask?.refCheckpointId = checkpointId }

  // MARK: Putting what was read where it belongs

  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) {
    let room = reservation(count)
    switch field {
    case .operatorStates: metadata.operatorStates.reserveCapacity(room)
    case .subtaskStates: operatorState?.subtaskStates.reserveCapacity(room)
    case .sharedState: incremental?.sharedState.reserveCapacity(room)
    case .privateState: incremental?.privateState.reserveCapacity(room)
    default: break
    }
  }

  mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    switch field {
    case .sharedState:
      if let stream = stream.take() {
        incremental?.sharedState.append(HandleAndLocalPath(localPath: localPath, handle: stream))
      }
    case .privateState:
      if let stream = stream.take() {
        incremental?.privateState.append(HandleAndLocalPath(localPath: localPath, handle: stream))
      }
    case .metaStateHandle: incremental?.metaStateHandle = stream.take()
    case .delegate where merged != nil: merged?.delegate = stream.take()
    case .streamStateHandles:
      changelogStream?.streamStateHandles.append(
        StreamStateHandleAndOffset(offset: streamOffset, handle: stream.take()))
    case .materialized: changelogs[changelogs.count - 1].materialized.append(keyed.take())
    case .nonMaterialized:
      if let keyed = keyed.take() { changelogs[changelogs.count - 1].nonMaterialized.append(keyed) }
    case .inputChannelState, .resultSubpartitionState: leaveChannelState(field)
    case .managedOperatorState, .rawOperatorState: leaveOperatorState(field, isChained: index != nil)
    case .managedKeyedState, .rawKeyedState: leaveKeyedState(field)
    case .legacyOperatorState:
      let handle = stream.take()
      subtask?.legacyOperatorState.append(handle)
      taskSubtask?.legacyOperatorState.append(handle)
    case .coordinatorState:
      if case .byteStream(let handle) = stream.take() { operatorState?.coordinatorState = handle }
    case .subtaskStates:
      if let subtask = subtask.take() { operatorState?.subtaskStates.append(subtask) }
      if let taskSubtask = taskSubtask.take() { task?.subtaskStates.append(taskSubtask) }
    case .operatorStates:
      if let operatorState = operatorState.take() { metadata.operatorStates.append(operatorState) }
    case .taskStates:
      if let task = task.take() { metadata.taskStates.append(task) }
    case .handle, .delegate, .delegateStateHandle, .stateHandle, .masterStates, .stateNameToPartitionOffsets,
      .changes, .serializedChannelOffsets, .checkpointProperties:
      break
    }
  }

  private mutating func leaveChannelState(_ field: MetadataPath.Field) {
    guard let handle = channelHandle.take() else { return }
    if field == .inputChannelState {
      subtask?.inputChannelState.append(handle)
    } else {
      subtask?.resultSubpartitionState.append(handle)
    }
  }

  private mutating func leaveOperatorState(_ field: MetadataPath.Field, isChained: Bool) {
    let handle = operatorHandle.take()
    switch (field, isChained) {
    case (.managedOperatorState, false): subtask?.managedOperatorState = handle
    case (_, false): subtask?.rawOperatorState = handle
    case (.managedOperatorState, true): taskSubtask?.managedOperatorState.append(handle)
    case (_, true): taskSubtask?.rawOperatorState.append(handle)
    }
  }

  private mutating func leaveKeyedState(_ field: MetadataPath.Field) {
    let handle = keyed.take()
    if field == .managedKeyedState {
      subtask?.managedKeyedState = handle
      taskSubtask?.managedKeyedState = handle
    } else {
      subtask?.rawKeyedState = handle
      taskSubtask?.rawKeyedState = handle
    }
  }
}
