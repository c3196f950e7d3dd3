extension MetadataVisitor where Self: ~Copyable {
  /// Visits it.
  @inlinable public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool { true }
  /// Visits it.
  @inlinable public mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { true }
  /// Does nothing.
  @inlinable public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endMetadata() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func absent(_ field: MetadataPath.Field) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID, parallelism: Int32,
    maxParallelism: Int32, chainLength: Int32?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endOperatorState(isFullyFinished: Bool) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func refCheckpointId(_ refCheckpointId: Int64?) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endSubtaskState() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endTaskState() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func nullHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int)
    throws(FlinkMetadataError)
  {}
  /// Calls ``fileReference(_:)``.
  @inlinable public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    try fileReference(FileReference(.file, path: filePath, startPos: nil, stateSize: stateSize))
  }
  /// Calls ``fileReference(_:)``.
  @inlinable public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    try fileReference(FileReference(.relativeFile, path: relativePath, startPos: nil, stateSize: stateSize))
  }
  /// Calls ``fileReference(_:)``.
  @inlinable public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    try fileReference(FileReference(.segment, path: filePath, startPos: startPos, stateSize: stateSize))
  }
  /// Does nothing.
  @inlinable public mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginOperatorStateHandle(tag: HandleTag) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func stateMetaInfo(
    name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endOperatorStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
  }
  /// Does nothing.
  @inlinable public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginInMemoryChangelogStateHandle(
    keyGroupRange: KeyGroupRange, from: Int64, to: Int64
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func streamOffset(_ offset: Int64) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func channelStateSize(_ stateSize: Int64) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endChannelStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginMergedChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endMergedChannelStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func checkpointProperties(_ properties: CheckpointProperties?) throws(FlinkMetadataError) {
  }
}
