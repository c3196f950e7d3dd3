import FlinkMetadata

extension OperatorFilter where Visitor: ~Copyable {
  // MARK: Operators and subtasks

  /// Passed on.
  @inlinable
  public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError) {
    if isPassing { try visitor.masterState(name: name, version: version, byteCount: byteCount) }
  }

  /// Passed on.
  @inlinable
  public mutating func fullyFinished() throws(FlinkMetadataError) {
    if isPassing { try visitor.fullyFinished() }
  }

  /// Passed on.
  @inlinable
  public mutating func endOperatorState() throws(FlinkMetadataError) {
    if isPassing { try visitor.endOperatorState() }
  }

  /// Passed on.
  @inlinable
  public mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) throws(FlinkMetadataError) {
    if isPassing { try visitor.beginSubtaskState(index: index, isFinished: isFinished, duration: duration) }
  }

  /// Passed on.
  @inlinable
  public mutating func refCheckpointId(_ checkpointId: Int64) throws(FlinkMetadataError) {
    if isPassing { try visitor.refCheckpointId(checkpointId) }
  }

  /// Passed on.
  @inlinable
  public mutating func endSubtaskState() throws(FlinkMetadataError) {
    if isPassing { try visitor.endSubtaskState() }
  }

  /// Passed on.
  @inlinable
  public mutating func endTaskState() throws(FlinkMetadataError) {
    if isPassing { try visitor.endTaskState() }
  }

  // MARK: Stream state handles

  /// Passed on.
  @inlinable
  public mutating func nullHandle() throws(FlinkMetadataError) {
    if isPassing { try visitor.nullHandle() }
  }

  /// Passed on.
  @inlinable
  public mutating func bytes(_ bytes: RawSpan, offset: Int64) throws(FlinkMetadataError) {
    if isPassing { try visitor.bytes(bytes, offset: offset) }
  }

  /// Passed on.
  @inlinable
  public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) {
    if isPassing { try visitor.offsets(offsets) }
  }

  /// Passed on.
  @inlinable
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    if isPassing { try visitor.byteStreamStateHandle(handleName: handleName, byteCount: byteCount) }
  }

  /// Passed on.
  @inlinable
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    if isPassing { try visitor.fileStateHandle(filePath: filePath, stateSize: stateSize) }
  }

  /// Passed on.
  @inlinable
  public mutating func relativeFileStateHandle(
    relativePath: ModifiedUTF8Span, stateSize: Int64
  ) throws(FlinkMetadataError) {
    if isPassing { try visitor.relativeFileStateHandle(relativePath: relativePath, stateSize: stateSize) }
  }

  /// Passed on.
  @inlinable
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.segmentFileStateHandle(
      filePath: filePath, startPos: startPos, stateSize: stateSize, scope: scope, logicalFileId: logicalFileId)
  }

  /// Passed on.
  @inlinable
  public mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError) {
    if isPassing { try visitor.emptySegmentFileStateHandle() }
  }
}
