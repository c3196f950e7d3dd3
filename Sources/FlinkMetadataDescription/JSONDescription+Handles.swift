import FlinkMetadata

extension JSONDescription {
  private mutating func beginHandle(_ type: StaticString, tag: HandleTag?) {
    writer.beginObject()
    writer.key("type")
    writer.plain("\(type)")
    if let tag {
      writer.key("tag")
      writer.integer(Int64(tag.rawValue))
    }
  }

  private mutating func write(_ range: KeyGroupRange) {
    writer.key("startKeyGroup")
    writer.integer(range.startKeyGroup)
    writer.key("numberOfKeyGroups")
    writer.integer(range.numberOfKeyGroups)
  }

  private mutating func write(_ name: StaticString, _ string: ModifiedUTF8Span) {
    writer.key(name)
    writer.string(string)
  }

  private mutating func writeIfPresent(_ name: StaticString, _ string: ModifiedUTF8Span?) {
    if let string { write(name, string) }
  }

  private mutating func write(_ name: StaticString, _ number: Int64) {
    writer.key(name)
    writer.integer(number)
  }

  private mutating func writeIfPresent(_ name: StaticString, _ number: Int64?) {
    if let number { write(name, number) }
  }

  /// Writes null, or leaves a list of at most one element empty.
  public mutating func nullHandle() {
    if !isListOfOne { writer.null() }
  }

  // MARK: Stream state handles

  /// Begins inlined state.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    beginHandle("ByteStreamStateHandle", tag: .byteStream)
    write("handleName", handleName)
    try beginBytes("data", count: byteCount, closesHandle: true)
  }

  /// Writes a file.
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    beginHandle("FileStateHandle", tag: .file)
    write("filePath", filePath)
    write("stateSize", stateSize)
    writer.endObject()
  }

  /// Writes a file of the checkpoint's directory.
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    beginHandle("RelativeFileStateHandle", tag: .relativeFile)
    write("relativePath", relativePath)
    write("stateSize", stateSize)
    writer.endObject()
  }

  /// Writes a part of a file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    beginHandle("SegmentFileStateHandle", tag: .fileSegment)
    write("filePath", filePath)
    write("startPos", startPos)
    write("stateSize", stateSize)
    writer.key("scope")
    writer.plain(scope.flinkName)
    write("logicalFileId", logicalFileId)
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
    writer.key("tag")
    writer.integer(Int64(tag.rawValue))
    operatorStateType = "OperatorStreamStateHandle"
  }

  /// Writes a named state.
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    write("name", name)
    writer.key("distributionMode")
    writer.plain(distributionMode.flinkName)
    beginOffsets(count: offsetCount)
  }

  /// Writes the directories of merged files.
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    write("taskOwnedDirectory", taskOwnedDirectory)
    write("sharedDirectory", sharedDirectory)
    operatorStateType =
      isEmpty ? "EmptyFileMergingOperatorStreamStateHandle" : "FileMergingOperatorStreamStateHandle"
  }

  /// Ends operator state.
  public mutating func endOperatorStateHandle() {
    writer.key("type")
    writer.plain("\(operatorStateType)")
    writer.endObject()
  }

  // MARK: Keyed state handles

  /// Begins key groups.
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    beginHandle(tag == .savepointKeyGroups ? "KeyGroupsSavepointStateHandle" : "KeyGroupsStateHandle", tag: tag)
    write(keyGroupRange)
    beginOffsets(count: Int(keyGroupRange.numberOfKeyGroups))
  }

  /// Ends key groups.
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) {
    writeIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  /// Begins incremental state.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    beginHandle("IncrementalRemoteKeyedStateHandle", tag: tag)
    write("checkpointId", checkpointId)
    write("backendIdentifier", backendIdentifier)
    write(keyGroupRange)
    writeIfPresent("checkpointedSize", checkpointedSize)
  }

  /// Writes a local path.
  public mutating func localPath(_ localPath: ModifiedUTF8Span) { write("localPath", localPath) }

  /// Ends incremental state.
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    writeIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  // MARK: Changelog handles

  /// Begins changelog state.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    beginHandle("ChangelogStateBackendHandleImpl", tag: tag)
    write(keyGroupRange)
    writeIfPresent("checkpointedSize", checkpointedSize)
  }

  /// Ends changelog state.
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    writeIfPresent("materializationId", materializationId)
    writeIfPresent("checkpointId", checkpointId)
    writeIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  /// Begins changes in the file.
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    beginHandle("InMemoryChangelogStateHandle", tag: .changelogByteIncrement)
    write(keyGroupRange)
    write("from", from)
    write("to", to)
  }

  /// Begins a change.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.key("keyGroup")
    writer.integer(keyGroup)
    try beginBytes("change", count: byteCount)
  }

  /// Ends changes in the file.
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    writeIfPresent("stateHandleId", stateHandleId)
    writer.endObject()
  }

  /// Begins changes in files.
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    beginHandle("ChangelogStateHandleStreamImpl", tag: tag)
    write(keyGroupRange)
  }

  /// Writes where in the next file the changes begin.
  public mutating func streamOffset(_ offset: Int64) { write("offset", offset) }

  /// Ends changes in files.
  public mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    write("size", size)
    writeIfPresent("checkpointedSize", checkpointedSize)
    writeIfPresent("stateHandleId", stateHandleId)
    writeIfPresent("storageIdentifier", storageIdentifier)
    writer.endObject()
  }

  // MARK: Channel state handles

  /// Begins the state of a channel.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    beginHandle(kind == .inputChannel ? "InputChannelStateHandle" : "ResultSubpartitionStateHandle", tag: nil)
    writeIfPresent("subtaskIndex", subtaskIndex.map(Int64.init))
    channelKind = kind
    write(info)
    beginOffsets(count: offsetCount)
  }

  /// Writes the size of a channel's state.
  public mutating func channelStateSize(_ size: Int64) { write("size", size) }

  /// Ends the state of a channel.
  public mutating func endChannelStateHandle() { writer.endObject() }

  /// Begins the state of several channels.
  public mutating func beginMergedChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64
  ) {
    let isInput = kind == .inputChannel
    beginHandle(isInput ? "MergedInputChannelStateHandle" : "MergedResultSubpartitionStateHandle", tag: nil)
    write("subtaskIndex", Int64(subtaskIndex))
    write("size", stateSize)
    channelKind = kind
  }

  /// Begins the channels' offsets.
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    if byteCount <= Self.largestChannelOffsets { channelOffsets = [] }
    try beginBytes("serializedChannelOffsets", count: byteCount)
  }

  /// Ends the state of several channels.
  public mutating func endMergedChannelStateHandle() { writer.endObject() }

  /// Writes the channels that were merged, or null where Flink could not read them either.
  mutating func writeUnmerged(_ serialized: [UInt8]) {
    writer.key("unmerged")
    let handle = MergedChannelStateHandle(
      subtaskIndex: 0, stateSize: 0, delegate: nil, serializedChannelOffsets: SharedBytes(serialized))
    guard let channels = try? handle.channelOffsets() else { return writer.null() }
    writer.beginArray()
    for channel in channels {
      writer.beginObject()
      write(channel.info)
      write("size", channel.size)
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
