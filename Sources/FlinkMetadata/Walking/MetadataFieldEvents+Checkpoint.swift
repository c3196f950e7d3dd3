// SPEC.md 2, "Header and versions", 3, "Bodies", and 9, "Checkpoint properties": the names of the fields.

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins the record of the file.
  @inlinable
  public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {
    self.version = version
    try visitor.beginMetadata(version: version, dialect: dialect)
    try visitor.beginRecord(.metadata, tag: nil, name: nil)
  }

  /// Ends the record of the file.
  @inlinable
  public mutating func endMetadata() throws(FlinkMetadataError) {
    // Flink's object has the field in every version of operator states.
    if version > .version1 && version < .version4 { try visitor.nullField("checkpointProperties") }
    try visitor.endRecord(.metadata)
  }

  /// Passes the bytes on.
  @inlinable
  public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) { try visitor.trailingBytes(bytes) }

  /// Reports the id.
  @inlinable
  public mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError) {
    try visitor.field("checkpointId", checkpointId)
  }

  /// Reports the fields of a master state.
  @inlinable
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    try field("version", version)
    try visitor.field("name", name)
    try beginBytes(.bytes, byteCount)
  }

  /// Reports the fields of an operator.
  @inlinable
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) throws(FlinkMetadataError) {
    try visitor.field("operatorID", operatorID)
    if version >= .version5 {
      try nullable("operatorName", operatorName)
      try nullable("operatorUid", operatorUid)
    }
    try field("parallelism", parallelism)
    try field("maxParallelism", maxParallelism)
    try optional("chainLength", chainLength.map(Int64.init))
  }

  /// Reports whether the operator has finished; then the list of subtasks, which the file does not have, is empty.
  @inlinable
  public mutating func endOperatorState(isFullyFinished: Bool) throws(FlinkMetadataError) {
    if isFullyFinished {
      try visitor.beginList(.subtaskStates, count: 0, offset: nil)
      try visitor.endList(.subtaskStates)
    }
    try visitor.field("fullyFinished", isFullyFinished)
  }

  /// Reports the fields of a subtask.
  @inlinable
  public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?)
    throws(FlinkMetadataError)
  {
    try field("index", subtaskIndex)
    if version > .version1 { try visitor.field("finished", isFinished) }
    try optional("duration", duration)
  }

  /// Reports the reference, if there is one.
  @inlinable
  public mutating func refCheckpointId(_ refCheckpointId: Int64?) throws(FlinkMetadataError) {
    try optional("refCheckpointId", refCheckpointId)
  }

  /// Reports the fields of a task.
  @inlinable
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) throws(FlinkMetadataError) {
    try visitor.field("jobVertexID", jobVertexID)
    try field("parallelism", parallelism)
    try field("maxParallelism", maxParallelism)
    try field("chainLength", chainLength)
  }

  /// Reports the properties, or null.
  @inlinable
  public mutating func checkpointProperties(_ properties: CheckpointProperties?) throws(FlinkMetadataError) {
    guard let properties else { return try visitor.null() }
    try visitor.beginRecord(.checkpointProperties, tag: nil, name: nil)
    try visitor.field("forced", properties.forced)
    try visitor.field("discardSubsumed", properties.discardSubsumed)
    try visitor.field("discardFinished", properties.discardFinished)
    try visitor.field("discardCancelled", properties.discardCancelled)
    try visitor.field("discardFailed", properties.discardFailed)
    try visitor.field("discardSuspended", properties.discardSuspended)
    try visitor.field("unclaimed", properties.unclaimed)
    switch properties.checkpointType {
    case .checkpoint(let type):
      try visitor.beginRecord(.checkpointType, tag: nil, name: "checkpointType")
      try visitor.field("name", type.name.span)
      try visitor.field("sharingFilesStrategy", constant: type.sharingFilesStrategy.flinkName)
      try visitor.endRecord(.checkpointType)
    case .savepoint(let type):
      try visitor.beginRecord(.savepointType, tag: nil, name: "checkpointType")
      try visitor.field("name", type.name.span)
      try visitor.field("formatType", constant: type.formatType.flinkName)
      try visitor.field("postCheckpointAction", constant: type.postCheckpointAction.flinkName)
      try visitor.endRecord(.savepointType)
    @unknown default: break
    }
    try visitor.endRecord(.checkpointProperties)
  }
}
