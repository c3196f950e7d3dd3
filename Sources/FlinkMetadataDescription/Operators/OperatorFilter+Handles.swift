import FlinkMetadata

extension OperatorFilter where Visitor: ~Copyable {
  // MARK: Operator and keyed state handles

  /// Passed on.
  @inlinable
  public mutating func beginOperatorStateHandle(tag: HandleTag) throws(FlinkMetadataError) {
    if isPassing { try visitor.beginOperatorStateHandle(tag: tag) }
  }

  /// Passed on.
  @inlinable
  public mutating func stateMetaInfo(
    name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int
  ) throws(FlinkMetadataError) {
    if isPassing { try visitor.stateMetaInfo(name: name, distributionMode: distributionMode, offsetCount: offsetCount) }
  }

  /// Passed on.
  @inlinable
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.fileMergingDirectories(
      taskOwnedDirectory: taskOwnedDirectory, sharedDirectory: sharedDirectory, isEmpty: isEmpty)
  }

  /// Passed on.
  @inlinable
  public mutating func endOperatorStateHandle() throws(FlinkMetadataError) {
    if isPassing { try visitor.endOperatorStateHandle() }
  }

  /// Passed on.
  @inlinable
  public mutating func beginKeyGroupsStateHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange
  ) throws(FlinkMetadataError) {
    if isPassing { try visitor.beginKeyGroupsStateHandle(tag: tag, keyGroupRange: keyGroupRange) }
  }

  /// Passed on.
  @inlinable
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if isPassing { try visitor.endKeyGroupsStateHandle(stateHandleId: stateHandleId) }
  }

  /// Passed on.
  @inlinable
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.beginIncrementalRemoteKeyedStateHandle(
      tag: tag, checkpointId: checkpointId, backendIdentifier: backendIdentifier, keyGroupRange: keyGroupRange,
      checkpointedSize: checkpointedSize)
  }

  /// Passed on.
  @inlinable
  public mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError) {
    if isPassing { try visitor.localPath(localPath) }
  }

  /// Passed on.
  @inlinable
  public mutating func endIncrementalRemoteKeyedStateHandle(
    stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    if isPassing { try visitor.endIncrementalRemoteKeyedStateHandle(stateHandleId: stateHandleId) }
  }

  /// Passed on.
  @inlinable
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.beginChangelogStateBackendHandle(
      tag: tag, keyGroupRange: keyGroupRange, checkpointedSize: checkpointedSize)
  }

  /// Passed on.
  @inlinable
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.endChangelogStateBackendHandle(
      materializationId: materializationId, checkpointId: checkpointId, stateHandleId: stateHandleId)
  }

  /// Passed on.
  @inlinable
  public mutating func beginInMemoryChangelogStateHandle(
    keyGroupRange: KeyGroupRange, from: Int64, to: Int64
  ) throws(FlinkMetadataError) {
    if isPassing { try visitor.beginInMemoryChangelogStateHandle(keyGroupRange: keyGroupRange, from: from, to: to) }
  }

  /// Passed on.
  @inlinable
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    if isPassing { try visitor.stateChange(keyGroup: keyGroup, byteCount: byteCount) }
  }

  /// Passed on.
  @inlinable
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if isPassing { try visitor.endInMemoryChangelogStateHandle(stateHandleId: stateHandleId) }
  }

  /// Passed on.
  @inlinable
  public mutating func beginChangelogStateHandleStream(
    tag: HandleTag, keyGroupRange: KeyGroupRange
  ) throws(FlinkMetadataError) {
    if isPassing { try visitor.beginChangelogStateHandleStream(tag: tag, keyGroupRange: keyGroupRange) }
  }

  /// Passed on.
  @inlinable
  public mutating func streamOffset(_ offset: Int64) throws(FlinkMetadataError) {
    if isPassing { try visitor.streamOffset(offset) }
  }

  /// Passed on.
  @inlinable
  public mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.endChangelogStateHandleStream(
      size: size, checkpointedSize: checkpointedSize, stateHandleId: stateHandleId, storageIdentifier: storageIdentifier
    )
  }

  /// Passed on.
  @inlinable
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.beginChannelStateHandle(
      kind: kind, subtaskIndex: subtaskIndex, info: info, offsetCount: offsetCount)
  }

  /// Passed on.
  @inlinable
  public mutating func channelStateSize(_ size: Int64) throws(FlinkMetadataError) {
    if isPassing { try visitor.channelStateSize(size) }
  }

  /// Passed on.
  @inlinable
  public mutating func endChannelStateHandle() throws(FlinkMetadataError) {
    if isPassing { try visitor.endChannelStateHandle() }
  }

  /// Passed on.
  @inlinable
  public mutating func beginMergedChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64
  ) throws(FlinkMetadataError) {
    guard isPassing else { return }
    try visitor.beginMergedChannelStateHandle(
      kind: kind, subtaskIndex: subtaskIndex, stateSize: stateSize)
  }

  /// Passed on.
  @inlinable
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    if isPassing { try visitor.serializedChannelOffsets(byteCount: byteCount) }
  }

  /// Passed on.
  @inlinable
  public mutating func endMergedChannelStateHandle() throws(FlinkMetadataError) {
    if isPassing { try visitor.endMergedChannelStateHandle() }
  }
}
