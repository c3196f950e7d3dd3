import FlinkMetadata

extension EventLog {
  // MARK: 3 Bodies

  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) {
    begin(.masterState)
    add(name)
    add(version)
    add(byteCount)
  }

  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID, parallelism: Int32,
    maxParallelism: Int32, chainLength: Int32?
  ) {
    begin(.beginOperatorState)
    add(operatorName)
    add(operatorUid)
    add(operatorID)
    add(parallelism)
    add(maxParallelism)
    add(chainLength)
  }

  private mutating func add(_ id: OperatorID) {
    add(id.lowerPart)
    add(id.upperPart)
  }

  mutating func fullyFinished() { begin(.fullyFinished) }

  mutating func endOperatorState() { begin(.endOperatorState) }

  mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    begin(.beginSubtaskState)
    add(index)
    add(isFinished)
    add(duration)
  }

  mutating func refCheckpointId(_ checkpointId: Int64) {
    begin(.refCheckpointId)
    add(checkpointId)
  }

  mutating func endSubtaskState() { begin(.endSubtaskState) }

  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    begin(.beginTaskState)
    add(jobVertexID)
    add(parallelism)
    add(maxParallelism)
    add(chainLength)
  }

  mutating func endTaskState() { begin(.endTaskState) }

  // MARK: 8 Channel state handles

  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    begin(.beginChannelStateHandle)
    add(kind.rawValue)
    add(subtaskIndex)
    add(info.firstIndex)
    add(info.secondIndex)
    add(offsetCount)
  }

  mutating func channelStateSize(_ size: Int64) {
    begin(.channelStateSize)
    add(size)
  }

  mutating func endChannelStateHandle() { begin(.endChannelStateHandle) }

  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    begin(.beginMergedChannelStateHandle)
    add(kind.rawValue)
    add(subtaskIndex)
    add(stateSize)
  }

  mutating func serializedChannelOffsets(byteCount: Int) {
    begin(.serializedChannelOffsets)
    add(byteCount)
  }

  mutating func endMergedChannelStateHandle() { begin(.endMergedChannelStateHandle) }
}
