// SPEC.md 5, "Stream state handles", to 8, "Channel state handles": the names of the fields.

extension MetadataFieldEvents where Visitor: ~Copyable {
  // MARK: 5. Stream state handles

  /// Reports inlined state.
  @inlinable
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    try beginHandle(.byteStreamStateHandle, .byteStream)
    try visitor.field("handleName", handleName)
    try beginBytes(.data, byteCount)
  }

  /// Reports a file.
  @inlinable
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    try beginHandle(.fileStateHandle, .file)
    try visitor.field("filePath", filePath)
    try visitor.field("stateSize", stateSize)
    try visitor.endRecord(.fileStateHandle)
  }

  /// Reports a file of the checkpoint's directory.
  @inlinable
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    try beginHandle(.relativeFileStateHandle, .relativeFile)
    try visitor.field("relativePath", relativePath)
    try visitor.field("stateSize", stateSize)
    try visitor.endRecord(.relativeFileStateHandle)
  }

  /// Reports a part of a file.
  @inlinable
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    try beginHandle(.segmentFileStateHandle, .fileSegment)
    try visitor.field("filePath", filePath)
    try visitor.field("startPos", startPos)
    try visitor.field("stateSize", stateSize)
    try visitor.field("scope", constant: scope.flinkName)
    try visitor.field("logicalFileId", logicalFileId)
    try visitor.endRecord(.segmentFileStateHandle)
  }

  /// Reports an empty part.
  @inlinable
  public mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError) {
    try beginHandle(.emptySegmentFileStateHandle, .emptyFileSegment)
    try visitor.endRecord(.emptySegmentFileStateHandle)
  }

  // MARK: 6. Operator state handles

  /// Begins operator state.
  @inlinable
  public mutating func beginOperatorStateHandle(tag: HandleTag) throws(FlinkMetadataError) {
    operatorStateType = .operatorStreamStateHandle
    try beginHandle(.operatorStreamStateHandle, tag)
  }

  /// Reports a named state.
  @inlinable
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int)
    throws(FlinkMetadataError)
  {
    try visitor.field("name", name)
    try visitor.field("distributionMode", constant: distributionMode.flinkName)
    try beginOffsets(offsetCount)
  }

  /// Reports the directories of merged files.
  @inlinable
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {
    operatorStateType =
      isEmpty ? .emptyFileMergingOperatorStreamStateHandle : .fileMergingOperatorStreamStateHandle
    try visitor.field("taskOwnedDirectory", taskOwnedDirectory)
    try visitor.field("sharedDirectory", sharedDirectory)
  }

  /// Ends operator state, whose class is known now.
  @inlinable
  public mutating func endOperatorStateHandle() throws(FlinkMetadataError) { try visitor.endRecord(operatorStateType) }

  // MARK: 7. Keyed state handles

  @inlinable
  mutating func keyGroupRange(_ range: KeyGroupRange) throws(FlinkMetadataError) {
    try field("startKeyGroup", range.startKeyGroup)
    try field("numberOfKeyGroups", range.numberOfKeyGroups)
  }

  /// Begins key groups.
  @inlinable
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {
    let type = tag == .savepointKeyGroups ? RecordType.keyGroupsSavepointStateHandle : .keyGroupsStateHandle
    if keyGroupsDepth == 0 { keyGroupsType = type }
    keyGroupsDepth += 1
    try beginHandle(type, tag)
    try self.keyGroupRange(keyGroupRange)
    try beginOffsets(Int(keyGroupRange.numberOfKeyGroups))
  }

  /// Ends key groups.
  @inlinable
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try optional("stateHandleId", stateHandleId)
    keyGroupsDepth -= 1
    try visitor.endRecord(keyGroupsDepth == 0 ? keyGroupsType : .keyGroupsStateHandle)
  }

  /// Begins incremental state.
  @inlinable
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    try beginHandle(.incrementalRemoteKeyedStateHandle, tag)
    try visitor.field("checkpointId", checkpointId)
    try visitor.field("backendIdentifier", backendIdentifier)
    try self.keyGroupRange(keyGroupRange)
    try optional("checkpointedSize", checkpointedSize)
  }

  /// Reports a local path.
  @inlinable
  public mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError) {
    try visitor.field("localPath", localPath)
  }

  /// Ends incremental state.
  @inlinable
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {
    try optional("stateHandleId", stateHandleId)
    try visitor.endRecord(.incrementalRemoteKeyedStateHandle)
  }

  /// Begins state of the changelog backend.
  @inlinable
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    try beginHandle(.changelogStateBackendHandle, tag)
    try self.keyGroupRange(keyGroupRange)
    try optional("checkpointedSize", checkpointedSize)
  }

  /// Ends state of the changelog backend.
  @inlinable
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    try optional("materializationId", materializationId)
    try optional("checkpointId", checkpointId)
    try optional("stateHandleId", stateHandleId)
    try visitor.endRecord(.changelogStateBackendHandle)
  }

  /// Begins changes in the metadata file.
  @inlinable
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64)
    throws(FlinkMetadataError)
  {
    try beginHandle(.inMemoryChangelogStateHandle, .changelogByteIncrement)
    try self.keyGroupRange(keyGroupRange)
    try visitor.field("from", from)
    try visitor.field("to", to)
  }

  /// Reports a change.
  @inlinable
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    try field("keyGroup", keyGroup)
    try beginBytes(.change, byteCount)
  }

  /// Ends changes in the metadata file.
  @inlinable
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try optional("stateHandleId", stateHandleId)
    try visitor.endRecord(.inMemoryChangelogStateHandle)
  }

  /// Begins changes in files.
  @inlinable
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {
    try beginHandle(.changelogStateHandleStream, tag)
    try self.keyGroupRange(keyGroupRange)
  }

  /// Reports where the changes begin in the next file.
  @inlinable
  public mutating func streamOffset(_ offset: Int64) throws(FlinkMetadataError) {
    try visitor.field("offset", offset)
  }

  /// Ends changes in files.
  @inlinable
  public mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    try visitor.field("stateSize", stateSize)
    try optional("checkpointedSize", checkpointedSize)
    try optional("stateHandleId", stateHandleId)
    try optional("storageIdentifier", storageIdentifier)
    try visitor.endRecord(.changelogStateHandleStream)
  }

  // MARK: 8. Channel state handles

  /// Begins the state of one channel.
  @inlinable
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) throws(FlinkMetadataError) {
    let isInput = kind == .inputChannel
    channelStateType = isInput ? .inputChannelStateHandle : .resultSubpartitionStateHandle
    try beginHandle(channelStateType, nil)
    try optional("subtaskIndex", subtaskIndex.map(Int64.init))
    try visitor.beginRecord(.channelInfo, tag: nil, name: "info")
    try field(isInput ? "gateIdx" : "partitionIdx", info.firstIndex)
    try field(isInput ? "inputChannelIdx" : "subPartitionIdx", info.secondIndex)
    try visitor.endRecord(.channelInfo)
    try beginOffsets(offsetCount)
  }

  /// Reports the size of a channel's state.
  @inlinable
  public mutating func channelStateSize(_ stateSize: Int64) throws(FlinkMetadataError) {
    try visitor.field("stateSize", stateSize)
  }

  /// Ends the state of one channel.
  @inlinable
  public mutating func endChannelStateHandle() throws(FlinkMetadataError) {
    try visitor.endRecord(channelStateType)
  }

  /// Begins the state of several channels.
  @inlinable
  public mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    channelStateType = kind == .inputChannel ? .mergedInputChannelStateHandle : .mergedResultSubpartitionStateHandle
    try beginHandle(channelStateType, nil)
    try field("subtaskIndex", subtaskIndex)
    try visitor.field("stateSize", stateSize)
  }

  /// Begins the channels' offsets.
  @inlinable
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    try beginBytes(.serializedChannelOffsets, byteCount)
  }

  /// Ends the state of several channels.
  @inlinable
  public mutating func endMergedChannelStateHandle() throws(FlinkMetadataError) {
    try visitor.endRecord(channelStateType)
  }
}
