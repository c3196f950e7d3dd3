// SPEC.md 3.2 to 3.5; the layouts stand above the rules in MasterState+Walk.swift, OperatorState+Walk.swift,
// SubtaskState+Walk.swift and TaskState+Walk.swift.

extension MetadataEncoder {
  // MARK: 3.2 Master states

  /// Writes a master state, of which the bytes follow.
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.int32(Int32(bitPattern: MetadataWalk.masterStateMagic))
    try writer.count(4 + 2 + name.bytes.byteCount + 4 + byteCount)
    writer.int32(version)
    try writer.utf(name)
    try writer.count(byteCount)
  }

  // MARK: 3.3 Operator states

  /// Writes an operator's own fields.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) throws(FlinkMetadataError) {
    if version >= .version5 {
      try optionalUTF(operatorName)
      try optionalUTF(operatorUid)
    }
    write(operatorID, parallelism, maxParallelism)
    // Flink writes 1 here and ignores it when it reads.
    if version == .version2 { writer.int32(chainLength ?? 1) }
  }

  private mutating func optionalUTF(_ string: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if let string { try writer.utf(string) } else { writer.uint16(0) }
  }

  private mutating func write(_ id: OperatorID, _ parallelism: Int32, _ maxParallelism: Int32) {
    writer.int64(id.lowerPart)
    writer.int64(id.upperPart)
    writer.int32(parallelism)
    writer.int32(maxParallelism)
  }

  /// Writes that the operator has finished.
  public mutating func fullyFinished() { writer.int32(-1) }

  // MARK: 3.4 Subtask states

  /// Writes a subtask's own fields.
  public mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    operatorStatesWritten = 0
    hasRefCheckpointId = false
    isFinishedSubtask = isFinished
    writer.int32(isFinished ? ~index : index)
    // Flink writes -1 here and ignores it when it reads.
    if version <= .version2 { writer.int64(duration ?? -1) }
  }

  /// Writes where a regional checkpoint took the state from.
  public mutating func refCheckpointId(_ checkpointId: Int64) {
    hasRefCheckpointId = true
    writer.uint8(1)
    writer.int64(checkpointId)
  }

  /// Writes the absence of a reference.
  public mutating func endSubtaskState() {
    if version >= .version7 && !isFinishedSubtask && !hasRefCheckpointId { writer.uint8(0) }
  }

  // MARK: 3.5 Body of version 1

  /// Writes a task's own fields.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    write(jobVertexID, parallelism, maxParallelism)
    writer.int32(chainLength)
  }
}
