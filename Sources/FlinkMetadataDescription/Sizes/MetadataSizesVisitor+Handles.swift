// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// The events of handles: each string, each run of bytes and each list of offsets is counted where it is announced.
extension MetadataSizesVisitor {
  // MARK: Streams

  /// Measures inlined state.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    handleCount += 1
    measure.add(handleName, .inlinedNames)
    inlined(byteCount)
  }

  /// Measures the path of a file.
  public mutating func fileReference(_ reference: FileReference) {
    handleCount += 1
    measure.add(reference.path, .filePaths)
  }

  /// Measures the path and the id of a part of a file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    handleCount += 1
    measure.add(filePath, .filePaths)
    measure.add(logicalFileId, .identifiers)
  }

  /// Counts a handle.
  public mutating func emptySegmentFileStateHandle() { handleCount += 1 }

  // MARK: Operator state

  /// Counts a handle.
  public mutating func beginOperatorStateHandle(tag: HandleTag) { handleCount += 1 }

  /// Measures a name, and announces offsets.
  public mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    measure.add(name, .stateNames)
    measure.announce(.operatorStateOffsets, byteCount: Int64(offsetCount) * 8)
  }

  /// Measures the paths of directories.
  public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    measure.add(taskOwnedDirectory, .filePaths)
    measure.add(sharedDirectory, .filePaths)
  }

  // MARK: Keyed state

  /// Announces offsets.
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    handleCount += 1
    measure.announce(.keyGroupOffsets, byteCount: Int64(keyGroupRange.numberOfKeyGroups) * 8)
  }

  /// Measures an id.
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) {
    measure.addIfPresent(stateHandleId, .identifiers)
  }

  /// Measures an id.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    handleCount += 1
    measure.add(backendIdentifier, .identifiers)
  }

  /// Measures a local name.
  public mutating func localPath(_ localPath: ModifiedUTF8Span) { measure.add(localPath, .localNames) }

  /// Measures an id.
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    measure.addIfPresent(stateHandleId, .identifiers)
  }

  // MARK: Changelog

  /// Counts a handle.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    handleCount += 1
  }

  /// Measures an id.
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    measure.addIfPresent(stateHandleId, .identifiers)
  }

  /// Counts a handle.
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    handleCount += 1
  }

  /// Measures an inlined change.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) { inlined(byteCount) }

  /// Measures an id.
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    measure.addIfPresent(stateHandleId, .identifiers)
  }

  /// Counts a handle.
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    handleCount += 1
  }

  /// Measures ids.
  public mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    measure.addIfPresent(stateHandleId, .identifiers)
    measure.addIfPresent(storageIdentifier, .identifiers)
  }

  // MARK: Channel state

  /// Announces offsets.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    handleCount += 1
    measure.announce(.channelOffsets, byteCount: Int64(offsetCount) * 8)
  }

  /// Counts a handle.
  public mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    handleCount += 1
  }

  /// Announces offsets.
  public mutating func serializedChannelOffsets(byteCount: Int) {
    measure.announce(.channelOffsets, byteCount: Int64(byteCount))
  }
}
