// SPEC.md 7, "Keyed state handles"; the layouts stand in KeyedStateHandle+Walk.swift and ChangelogStateHandle+Walk.swift.

extension MetadataEncoder {
  private mutating func write(_ range: KeyGroupRange) {
    writer.int32(range.startKeyGroup)
    writer.int32(range.numberOfKeyGroups)
  }

  private mutating func writeIfPresent(_ string: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if let string { try writer.utf(string) }
  }

  private mutating func writeIfPresent(_ number: Int64?) {
    if let number { writer.int64(number) }
  }

  // MARK: 7.1 Key groups

  /// Writes the range; offsets and delegate follow.
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    self.tag(tag)
    write(keyGroupRange)
  }

  /// Writes the id of tag 12.
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try writeIfPresent(stateHandleId)
  }

  // MARK: 7.2 Incremental state

  /// Writes what stands in front of the files.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    self.tag(tag)
    writer.int64(checkpointId)
    try writer.utf(backendIdentifier)
    write(keyGroupRange)
    writeIfPresent(checkpointedSize)
  }

  /// Writes a local path; the handle follows.
  public mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError) {
    try writer.utf(localPath)
  }

  /// Writes the id of tag 11.
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {
    try writeIfPresent(stateHandleId)
  }

  // MARK: 7.3 Changelog state

  /// Writes what stands in front of the handles.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    self.tag(tag)
    write(keyGroupRange)
    writeIfPresent(checkpointedSize)
  }

  /// Writes what stands behind the handles.
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    writeIfPresent(materializationId)
    writeIfPresent(checkpointId)
    try writeIfPresent(stateHandleId)
  }

  // MARK: 7.4 Changes in the file

  /// Writes what stands in front of the changes.
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    tag(.changelogByteIncrement)
    write(keyGroupRange)
    writer.int64(from)
    writer.int64(to)
  }

  /// Writes a change, of which the bytes follow.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.int32(keyGroup)
    try writer.count(byteCount)
  }

  /// Writes the id.
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try writeIfPresent(stateHandleId)
  }

  // MARK: 7.5 Changes in files

  /// Writes what stands in front of the files.
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    self.tag(tag)
    write(keyGroupRange)
  }

  /// Writes an offset; the handle follows.
  public mutating func streamOffset(_ offset: Int64) { writer.int64(offset) }

  /// Writes what stands behind the files.
  public mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    writer.int64(size)
    writeIfPresent(checkpointedSize)
    try writeIfPresent(stateHandleId)
    try writeIfPresent(storageIdentifier)
  }
}
