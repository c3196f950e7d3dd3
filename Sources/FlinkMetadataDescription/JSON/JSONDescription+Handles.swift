import FlinkMetadata

extension JSONDescription {
  private mutating func beginHandle(_ type: StaticString, tag: HandleTag?) {
    writer.beginObject()
    writer.member("type", plain: type)
    writer.memberIfPresent("tag", tag?.rawValue)
  }

  /// Writes null, or leaves a list of at most one element empty.
  public mutating func nullHandle() {
    if !isListOfOne { writer.null() }
  }

  // MARK: Stream state handles

  /// Begins inlined state.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    beginHandle("ByteStreamStateHandle", tag: .byteStream)
    writer.member("handleName", handleName)
    try beginBytes("data", count: byteCount, then: .handle)
  }

  /// Writes a file.
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    beginHandle("FileStateHandle", tag: .file)
    writer.member("filePath", filePath)
    writer.member("stateSize", stateSize)
    writer.endObject()
  }

  /// Writes a file of the checkpoint's directory.
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    beginHandle("RelativeFileStateHandle", tag: .relativeFile)
    writer.member("relativePath", relativePath)
    writer.member("stateSize", stateSize)
    writer.endObject()
  }

  /// Writes a part of a file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    beginHandle("SegmentFileStateHandle", tag: .fileSegment)
    writer.member("filePath", filePath)
    writer.member("startPos", startPos)
    writer.member("stateSize", stateSize)
    writer.member("scope", plain: scope.flinkName)
    writer.member("logicalFileId", logicalFileId)
    writer.endObject()
  }

  /// Writes an empty part.
  public mutating func emptySegmentFileStateHandle() {
    beginHandle("EmptySegmentFileStateHandle", tag: .emptyFileSegment)
    writer.endObject()
  }

  // MARK: Operator state handles

  /// Begins operator state; its type is known when the directories are.
  public mutating func beginOperatorStateHandle(tag: HandleTag) {
    writer.beginObject()
    writer.member("tag", tag.rawValue)
    operatorStateType = "OperatorStreamStateHandle"
  }

  /// Writes a named state.
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    writer.member("name", name)
    writer.member("distributionMode", plain: distributionMode.flinkName)
    beginOffsets(count: offsetCount)
  }

  /// Writes the directories of merged files.
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    writer.member("taskOwnedDirectory", taskOwnedDirectory)
    writer.member("sharedDirectory", sharedDirectory)
    operatorStateType =
      isEmpty ? "EmptyFileMergingOperatorStreamStateHandle" : "FileMergingOperatorStreamStateHandle"
  }

  /// Ends operator state.
  public mutating func endOperatorStateHandle() {
    writer.member("type", plain: operatorStateType)
    writer.endObject()
  }

  // MARK: Keyed state handles

  /// Begins key groups.
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    beginHandle(tag == .savepointKeyGroups ? "KeyGroupsSavepointStateHandle" : "KeyGroupsStateHandle", tag: tag)
    writer.keyGroupRange(keyGroupRange)
    beginOffsets(count: Int(keyGroupRange.numberOfKeyGroups))
  }

  /// Ends key groups.
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) {
    writer.memberIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  /// Begins incremental state.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    beginHandle("IncrementalRemoteKeyedStateHandle", tag: tag)
    writer.member("checkpointId", checkpointId)
    writer.member("backendIdentifier", backendIdentifier)
    writer.keyGroupRange(keyGroupRange)
    writer.memberIfPresent("checkpointedSize", checkpointedSize)
  }

  /// Writes a local path.
  public mutating func localPath(_ localPath: ModifiedUTF8Span) { writer.member("localPath", localPath) }

  /// Ends incremental state.
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    writer.memberIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  // MARK: Changelog handles

  /// Begins changelog state.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    beginHandle("ChangelogStateBackendHandleImpl", tag: tag)
    writer.keyGroupRange(keyGroupRange)
    writer.memberIfPresent("checkpointedSize", checkpointedSize)
  }

  /// Ends changelog state.
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    writer.memberIfPresent("materializationId", materializationId)
    writer.memberIfPresent("checkpointId", checkpointId)
    writer.memberIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  /// Begins changes in the file.
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    beginHandle("InMemoryChangelogStateHandle", tag: .changelogByteIncrement)
    writer.keyGroupRange(keyGroupRange)
    writer.member("from", from)
    writer.member("to", to)
  }

  /// Begins a change.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.key("keyGroup")
    writer.integer(keyGroup)
    try beginBytes("change", count: byteCount)
  }

  /// Ends changes in the file.
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    writer.memberIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  /// Begins changes in files.
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    beginHandle("ChangelogStateHandleStreamImpl", tag: tag)
    writer.keyGroupRange(keyGroupRange)
  }

  /// Writes where in the next file the changes begin.
  public mutating func streamOffset(_ offset: Int64) { writer.member("offset", offset) }

  /// Ends changes in files.
  public mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    writer.member("size", size)
    writer.memberIfPresent("checkpointedSize", checkpointedSize)
    writer.memberIfPresent("stateHandleId", stateHandleId)
    writer.memberIfPresent("storageIdentifier", storageIdentifier)
    writer.endObject()
  }

  // MARK: Channel state handles

  /// Begins the state of a channel.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    beginHandle(kind == .inputChannel ? "InputChannelStateHandle" : "ResultSubpartitionStateHandle", tag: nil)
    writer.memberIfPresent("subtaskIndex", subtaskIndex)
    channelKind = kind
    write(info)
    beginOffsets(count: offsetCount)
  }

  /// Writes the size of a channel's state.
  public mutating func channelStateSize(_ size: Int64) { writer.member("size", size) }

  /// Ends the state of a channel.
  public mutating func endChannelStateHandle() { writer.endObject() }

  /// Begins the state of several channels.
  public mutating func beginMergedChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64
  ) {
    let isInput = kind == .inputChannel
    beginHandle(isInput ? "MergedInputChannelStateHandle" : "MergedResultSubpartitionStateHandle", tag: nil)
    writer.member("subtaskIndex", subtaskIndex)
    writer.member("size", stateSize)
    channelKind = kind
  }

  /// Begins the channels' offsets.
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    channelOffsets = byteCount <= Self.largestChannelOffsets ? [] : nil
    try beginBytes("serializedChannelOffsets", count: byteCount, then: .channelOffsets)
  }

  /// Ends the state of several channels.
  public mutating func endMergedChannelStateHandle() { writer.endObject() }

  /// Writes the channels that were merged, or null where Flink could not read them either or they are too many.
  mutating func writeUnmerged() {
    let handle = channelOffsets.take().map { serialized in
      MergedChannelStateHandle(
        subtaskIndex: 0, stateSize: 0, delegate: nil, serializedChannelOffsets: SharedBytes(serialized))
    }
    writer.key("unmerged")
    guard let handle, let channels = try? handle.channelOffsets() else { return writer.null() }
    writer.beginArray()
    for channel in channels {
      writer.beginObject()
      write(channel.info)
      writer.member("size", channel.size)
      writer.key("offsets")
      writer.beginArray()
      for offset in channel.offsets { writer.integer(offset) }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
  }

  private mutating func write(_ info: ChannelInfo) {
    writer.key("info")
    writer.channelInfo(info, channelKind)
  }
}
