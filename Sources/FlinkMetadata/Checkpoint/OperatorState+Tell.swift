// SPEC.md 3.3, "Operator states", 3.4, "Subtask states", and 3.5, "Body of version 1"

extension ValueWalk where Visitor: ~Copyable {
  // MARK: 3.3 Operator states

  mutating func operatorStates(_ states: [OperatorState], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(.operatorStates, states, &visitor) { walk, state, visitor throws(FlinkMetadataError) in
      try walk.operatorState(state, &visitor)
    }
  }

  private mutating func operatorState(_ state: OperatorState, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try require(
      version >= .version5 || (state.operatorName == nil && state.operatorUid == nil), .namesBeforeVersion5)
    try require(state.operatorName?.isEmpty != true && state.operatorUid?.isEmpty != true, .emptyName)
    try require(state.parallelism, atMost: state.maxParallelism)
    try visitor.beginOperatorState(
      operatorName: span(state.operatorName), operatorUid: span(state.operatorUid), operatorID: state.operatorID,
      parallelism: state.parallelism, maxParallelism: state.maxParallelism, chainLength: state.chainLength)
    try coordinatorState(state.coordinatorState, &visitor)
    if state.isFullyFinished {
      try require(version >= .version3, .finishedBeforeVersion3)
      try require(state.subtaskStates.isEmpty, .finishedWithState)
      if state.coordinatorState != nil { throw error(.coordinatorStateOfFinishedOperator) }
      try visitor.fullyFinished()
    } else {
      try list(.subtaskStates, state.subtaskStates, &visitor) { walk, subtask, visitor throws(FlinkMetadataError) in
        try walk.require(subtask.subtaskIndex, below: state.parallelism)
        try walk.subtaskState(subtask, &visitor)
      }
    }
    try visitor.endOperatorState()
  }

  private mutating func coordinatorState(_ handle: ByteStreamStateHandle?, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    guard version >= .version3 else { return try require(handle == nil, .coordinatorBeforeVersion3) }
    try part(.coordinatorState, &visitor) { walk, visitor throws(FlinkMetadataError) in
      if let handle { try walk.byteStream(handle, &visitor) } else { try visitor.nullHandle() }
    }
  }

  private func require(_ parallelism: Int32, atMost maxParallelism: Int32) throws(FlinkMetadataError) {
    if parallelism < 0 { throw error(.negativeCount(parallelism)) }
    if parallelism > maxParallelism {
      throw error(.parallelismAboveMaximum(parallelism: parallelism, maxParallelism: maxParallelism))
    }
  }

  private func require(_ subtaskIndex: Int32, below parallelism: Int32) throws(FlinkMetadataError) {
    if subtaskIndex < 0 || subtaskIndex >= parallelism {
      throw error(.subtaskIndexOutOfRange(subtaskIndex, parallelism: parallelism))
    }
  }

  // MARK: 3.4 Subtask states

  private mutating func subtaskState(_ state: OperatorSubtaskState, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try requireRepresentable(state)
    try visitor.beginSubtaskState(index: state.subtaskIndex, isFinished: state.isFinished, duration: state.duration)
    if version == .version2 { try legacyOperatorState(state.legacyOperatorState, &visitor) }
    if !state.isFinished {
      if let handle = state.managedOperatorState {
        try part(.managedOperatorState, &visitor) { walk, visitor throws(FlinkMetadataError) in
          try walk.operatorStateHandle(handle, &visitor)
        }
      }
      if let handle = state.rawOperatorState {
        try part(.rawOperatorState, &visitor) { walk, visitor throws(FlinkMetadataError) in
          try walk.operatorStateHandle(handle, &visitor)
        }
      }
      try keyedStateHandle(.managedKeyedState, state.managedKeyedState, &visitor)
      try keyedStateHandle(.rawKeyedState, state.rawKeyedState, &visitor)
      if version >= .version3 {
        try channelStateHandles(.inputChannelState, .inputChannel, state.inputChannelState, &visitor)
        try channelStateHandles(.resultSubpartitionState, .resultSubpartition, state.resultSubpartitionState, &visitor)
      }
      if let refCheckpointId = state.refCheckpointId { try visitor.refCheckpointId(refCheckpointId) }
    }
    try visitor.endSubtaskState()
  }

  private func requireRepresentable(_ state: OperatorSubtaskState) throws(FlinkMetadataError) {
    let hasChannelState = !state.inputChannelState.isEmpty || !state.resultSubpartitionState.isEmpty
    let hasState =
      state.managedOperatorState != nil || state.rawOperatorState != nil || state.managedKeyedState != nil
      || state.rawKeyedState != nil || hasChannelState || state.refCheckpointId != nil
    try require(version >= .version3 || !state.isFinished, .finishedBeforeVersion3)
    try require(!(state.isFinished && hasState), .finishedWithState)
    try require(version >= .version3 || !hasChannelState, .channelsBeforeVersion3)
    try require(version == .version2 || state.legacyOperatorState.isEmpty, .legacyStateAfterVersion2)
    try require(version >= .version7 || state.refCheckpointId == nil, .referenceBeforeVersion7)
  }

  private mutating func legacyOperatorState(_ handles: [StreamStateHandle?], _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try list(.legacyOperatorState, handles, &visitor) { walk, handle, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(handle, &visitor)
    }
  }

  // MARK: 3.5 Body of version 1

  mutating func taskStates(_ states: [TaskState], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(.taskStates, states, &visitor) { walk, state, visitor throws(FlinkMetadataError) in
      try walk.require(state.parallelism, atMost: state.maxParallelism)
      if state.chainLength <= 0 { throw walk.error(.negativeCount(state.chainLength)) }
      try visitor.beginTaskState(
        jobVertexID: state.jobVertexID, parallelism: state.parallelism, maxParallelism: state.maxParallelism,
        chainLength: state.chainLength)
      try walk.list(.subtaskStates, state.subtaskStates, &visitor) {
        walk, subtask, visitor throws(FlinkMetadataError) in
        try walk.require(subtask.subtaskIndex, below: state.parallelism)
        try walk.taskSubtaskState(subtask, &visitor)
      }
      try visitor.endTaskState()
    }
  }

  private mutating func taskSubtaskState(_ state: TaskSubtaskState, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try visitor.beginSubtaskState(index: state.subtaskIndex, isFinished: false, duration: state.duration)
    try legacyOperatorState(state.legacyOperatorState, &visitor)
    for (field, handles) in [
      (MetadataPath.Field.managedOperatorState, state.managedOperatorState),
      (.rawOperatorState, state.rawOperatorState),
    ] {
      try list(field, handles, &visitor) { walk, handle, visitor throws(FlinkMetadataError) in
        if let handle { try walk.operatorStateHandle(handle, &visitor) } else { try visitor.nullHandle() }
      }
    }
    try keyedStateHandle(.managedKeyedState, state.managedKeyedState, &visitor)
    try keyedStateHandle(.rawKeyedState, state.rawKeyedState, &visitor)
    try visitor.endSubtaskState()
  }
}
