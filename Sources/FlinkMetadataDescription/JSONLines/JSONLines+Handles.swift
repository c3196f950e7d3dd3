import FlinkMetadata

extension JSONLines {
  // MARK: Annotations

  /// Remembers the name of the file whose handle follows.
  public mutating func localPath(_ localPath: ModifiedUTF8Span) {
    annotation.needsComma = true
    annotation.member("localPath", localPath)
  }

  /// Remembers where in the file whose handle follows the changes begin.
  public mutating func streamOffset(_ offset: Int64) {
    annotation.needsComma = true
    annotation.member("offset", offset)
  }

  /// Null is no handle and has no line.
  public mutating func nullHandle() { annotation.text.truncate(to: 0) }

  // MARK: Stream state handles

  /// Begins the line of a handle that contains no others.
  private mutating func beginHandle(_ type: StaticString, _ tag: HandleTag) {
    handleCount += 1
    beginLine("handle")
    Self.move(&annotation.text, from: 0, to: &line.text)
    line.member("type", plain: type)
    line.member("tag", tag.rawValue)
  }

  /// Begins the line of inlined state.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    beginHandle("ByteStreamStateHandle", .byteStream)
    line.member("handleName", handleName)
    try beginBytes("data", count: byteCount, endsLine: true)
  }

  /// Writes the line of a file.
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    beginHandle("FileStateHandle", .file)
    line.member("filePath", filePath)
    line.member("stateSize", stateSize)
    try endLine()
  }

  /// Writes the line of a file of the checkpoint's directory.
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    beginHandle("RelativeFileStateHandle", .relativeFile)
    line.member("relativePath", relativePath)
    line.member("stateSize", stateSize)
    try endLine()
  }

  /// Writes the line of a part of a file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    beginHandle("SegmentFileStateHandle", .fileSegment)
    line.member("filePath", filePath)
    line.member("startPos", startPos)
    line.member("stateSize", stateSize)
    line.member("scope", plain: scope.flinkName)
    line.member("logicalFileId", logicalFileId)
    try endLine()
  }

  /// Writes the line of an empty part.
  public mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError) {
    beginHandle("EmptySegmentFileStateHandle", .emptyFileSegment)
    try endLine()
  }

  // MARK: Operator state handles

  /// Collects what is known of a handle that contains others.
  private mutating func beginHandleAround(_ type: StaticString?, _ tag: HandleTag?) {
    handleCount += 1
    beginAround()
    Self.move(&annotation.text, from: 0, to: &around.text)
    if let type { around.member("type", plain: type) }
    around.memberIfPresent("tag", tag?.rawValue)
  }

  /// Begins operator state; its type is known when the directories are.
  public mutating func beginOperatorStateHandle(tag: HandleTag) {
    beginHandleAround(nil, tag)
    operatorStateType = "OperatorStreamStateHandle"
  }

  /// Writes the line of a named state.
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int)
    throws(FlinkMetadataError)
  {
    beginLine("state")
    line.member("name", name)
    line.member("distributionMode", plain: distributionMode.flinkName)
    line.member("offsetCount", offsetCount)
    try endLine()
  }

  /// Collects the directories of merged files.
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    around.needsComma = true
    around.member("taskOwnedDirectory", taskOwnedDirectory)
    around.member("sharedDirectory", sharedDirectory)
    operatorStateType =
      isEmpty ? "EmptyFileMergingOperatorStreamStateHandle" : "FileMergingOperatorStreamStateHandle"
  }

  /// Writes the line of operator state.
  public mutating func endOperatorStateHandle() throws(FlinkMetadataError) {
    beginLineOfAround("handle")
    line.member("type", plain: operatorStateType)
    try endLine()
  }

  // MARK: Keyed state handles

  /// Collects what is known of key groups.
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    beginHandleAround(tag == .savepointKeyGroups ? "KeyGroupsSavepointStateHandle" : "KeyGroupsStateHandle", tag)
    around.keyGroupRange(keyGroupRange)
    around.member("offsetCount", keyGroupRange.numberOfKeyGroups)
  }

  /// Writes the line of key groups.
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    beginLineOfAround("handle")
    line.memberIfPresent("stateHandleId", stateHandleId)
    try endLine()
  }

  /// Collects what is known of incremental state.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    beginHandleAround("IncrementalRemoteKeyedStateHandle", tag)
    around.member("checkpointId", checkpointId)
    around.member("backendIdentifier", backendIdentifier)
    around.keyGroupRange(keyGroupRange)
    around.memberIfPresent("checkpointedSize", checkpointedSize)
  }

  /// Writes the line of incremental state.
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {
    beginLineOfAround("handle")
    line.memberIfPresent("stateHandleId", stateHandleId)
    try endLine()
  }

  // MARK: Changelog handles

  /// Collects what is known of changelog state.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    beginHandleAround("ChangelogStateBackendHandleImpl", tag)
    around.keyGroupRange(keyGroupRange)
    around.memberIfPresent("checkpointedSize", checkpointedSize)
  }

  /// Writes the line of changelog state.
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    beginLineOfAround("handle")
    line.memberIfPresent("materializationId", materializationId)
    line.memberIfPresent("checkpointId", checkpointId)
    line.memberIfPresent("stateHandleId", stateHandleId)
    try endLine()
  }

  /// Collects what is known of changes in the file.
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    beginHandleAround("InMemoryChangelogStateHandle", .changelogByteIncrement)
    around.keyGroupRange(keyGroupRange)
    around.member("from", from)
    around.member("to", to)
  }

  /// Begins the line of a change.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    beginLine("change")
    line.member("keyGroup", keyGroup)
    try beginBytes("change", count: byteCount, endsLine: true)
  }

  /// Writes the line of changes in the file.
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    beginLineOfAround("handle")
    line.memberIfPresent("stateHandleId", stateHandleId)
    try endLine()
  }

  /// Collects what is known of changes in files.
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    beginHandleAround("ChangelogStateHandleStreamImpl", tag)
    around.keyGroupRange(keyGroupRange)
  }

  /// Writes the line of changes in files.
  public mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    beginLineOfAround("handle")
    line.member("size", size)
    line.memberIfPresent("checkpointedSize", checkpointedSize)
    line.memberIfPresent("stateHandleId", stateHandleId)
    line.memberIfPresent("storageIdentifier", storageIdentifier)
    try endLine()
  }

  // MARK: Channel state handles

  /// Collects what is known of the state of a channel.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    beginHandleAround(kind == .inputChannel ? "InputChannelStateHandle" : "ResultSubpartitionStateHandle", nil)
    around.memberIfPresent("subtaskIndex", subtaskIndex)
    around.key("info")
    around.channelInfo(info, kind)
    around.member("offsetCount", offsetCount)
  }

  /// Collects the size of the state of a channel.
  public mutating func channelStateSize(_ size: Int64) { around.member("size", size) }

  /// Writes the line of the state of a channel.
  public mutating func endChannelStateHandle() throws(FlinkMetadataError) {
    beginLineOfAround("handle")
    try endLine()
  }

  /// Collects what is known of the state of several channels.
  public mutating func beginMergedChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64
  ) {
    let isInput = kind == .inputChannel
    beginHandleAround(isInput ? "MergedInputChannelStateHandle" : "MergedResultSubpartitionStateHandle", nil)
    around.member("subtaskIndex", subtaskIndex)
    around.member("size", stateSize)
  }

  /// Begins the line of the state of several channels: the delegate, which has its own line, is behind us.
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    beginLineOfAround("handle")
    try beginBytes("serializedChannelOffsets", count: byteCount, endsLine: false)
  }

  /// Ends the line of the state of several channels.
  public mutating func endMergedChannelStateHandle() throws(FlinkMetadataError) { try endLine() }
}
