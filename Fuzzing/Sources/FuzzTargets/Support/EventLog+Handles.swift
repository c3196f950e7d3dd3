import FlinkMetadata

extension EventLog {
  // MARK: 5 Stream state handles

  mutating func nullHandle() { begin(.nullHandle) }

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    begin(.byteStreamStateHandle)
    add(handleName)
    add(byteCount)
  }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    begin(.fileStateHandle)
    add(filePath)
    add(stateSize)
  }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    begin(.relativeFileStateHandle)
    add(relativePath)
    add(stateSize)
  }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    begin(.segmentFileStateHandle)
    add(filePath)
    add(startPos)
    add(stateSize)
    add(scope.rawValue)
    add(logicalFileId)
  }

  mutating func emptySegmentFileStateHandle() { begin(.emptySegmentFileStateHandle) }

  // MARK: 6 Operator state handles

  mutating func beginOperatorStateHandle(tag: HandleTag) {
    begin(.beginOperatorStateHandle)
    add(tag.rawValue)
  }

  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    begin(.stateMetaInfo)
    add(name)
    add(distributionMode.rawValue)
    add(offsetCount)
  }

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    begin(.fileMergingDirectories)
    add(taskOwnedDirectory)
    add(sharedDirectory)
    add(isEmpty)
  }

  mutating func endOperatorStateHandle() { begin(.endOperatorStateHandle) }

  // MARK: 7 Keyed state handles

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    begin(.beginKeyGroupsStateHandle)
    add(tag.rawValue)
    add(keyGroupRange)
  }

  mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) {
    begin(.endKeyGroupsStateHandle)
    add(stateHandleId)
  }

  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    begin(.beginIncrementalRemoteKeyedStateHandle)
    add(tag.rawValue)
    add(checkpointId)
    add(backendIdentifier)
    add(keyGroupRange)
    add(checkpointedSize)
  }

  mutating func localPath(_ localPath: ModifiedUTF8Span) {
    begin(.localPath)
    add(localPath)
  }

  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    begin(.endIncrementalRemoteKeyedStateHandle)
    add(stateHandleId)
  }

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    begin(.beginChangelogStateBackendHandle)
    add(tag.rawValue)
    add(keyGroupRange)
    add(checkpointedSize)
  }

  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    begin(.endChangelogStateBackendHandle)
    add(materializationId)
    add(checkpointId)
    add(stateHandleId)
  }

  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    begin(.beginInMemoryChangelogStateHandle)
    add(keyGroupRange)
    add(from)
    add(to)
  }

  mutating func stateChange(keyGroup: Int32, byteCount: Int) {
    begin(.stateChange)
    add(keyGroup)
    add(byteCount)
  }

  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    begin(.endInMemoryChangelogStateHandle)
    add(stateHandleId)
  }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    begin(.beginChangelogStateHandleStream)
    add(tag.rawValue)
    add(keyGroupRange)
  }

  mutating func streamOffset(_ offset: Int64) {
    begin(.streamOffset)
    add(offset)
  }

  mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) {
    begin(.endChangelogStateHandleStream)
    add(size)
    add(checkpointedSize)
    add(stateHandleId)
    add(storageIdentifier)
  }
}
