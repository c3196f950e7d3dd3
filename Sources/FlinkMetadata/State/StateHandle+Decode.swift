extension MetadataBuilder {
  // MARK: Operator state handles

  mutating func beginOperatorStateHandle(tag: HandleTag) {
    stateMetaInfos = []
    fileMerging = nil
  }

  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int) {
    stateMetaInfos.append(StateMetaInfo(name: string(name), distributionMode: distributionMode, offsets: []))
    run = .stateOffsets
  }

  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) {
    fileMerging = FileMergingDirectories(
      taskOwnedDirectory: string(taskOwnedDirectory), sharedDirectory: string(sharedDirectory), isEmpty: isEmpty)
  }

  mutating func endOperatorStateHandle() {
    guard let delegate = stream else { return }
    operatorHandle = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: stateMetaInfos, fileMerging: fileMerging, delegateStateHandle: delegate)
  }

  // MARK: Keyed state handles

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    keyGroups.append((tag, keyGroupRange, []))
    run = .keyGroupOffsets
  }

  mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) {
    guard let (tag, range, offsets) = keyGroups.popLast(), let delegate = stream else { return }
    let handle = KeyGroupsStateHandle(
      keyGroupRange: range, offsets: offsets, stateHandle: delegate, stateHandleId: string(stateHandleId))
    // One of the two is taken when the walk leaves the field, which knows what belongs there.
    stream = .keyGroups(handle)
    keyed = tag == .savepointKeyGroups ? .savepointKeyGroups(handle) : .keyGroups(handle)
  }

  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    incremental = IncrementalRemoteKeyedStateHandle(
      checkpointId: checkpointId, backendIdentifier: string(backendIdentifier), keyGroupRange: keyGroupRange,
      checkpointedSize: checkpointedSize, metaStateHandle: nil, sharedState: [], privateState: [],
      stateHandleId: nil)
  }

  mutating func localPath(_ localPath: ModifiedUTF8Span) { self.localPath = string(localPath) }

  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    guard var handle = incremental.take() else { return }
    handle.stateHandleId = string(stateHandleId)
    keyed = .incrementalRemote(handle)
  }

  // MARK: Changelog handles

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    changelogs.append(
      ChangelogStateBackendHandle(
        keyGroupRange: keyGroupRange, checkpointedSize: checkpointedSize, materialized: [], nonMaterialized: [],
        materializationId: nil, checkpointId: nil, stateHandleId: nil))
  }

  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    guard var handle = changelogs.popLast() else { return }
    handle.materializationId = materializationId
    handle.checkpointId = checkpointId
    handle.stateHandleId = string(stateHandleId)
    keyed = .changelogBackend(handle)
  }

  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    inMemoryChangelog = InMemoryChangelogStateHandle(
      keyGroupRange: keyGroupRange, from: from, to: to, changes: [], stateHandleId: nil)
  }

  mutating func stateChange(keyGroup: Int32, byteCount: Int) {
    inMemoryChangelog?.changes.append(StateChange(keyGroup: keyGroup, change: SharedBytes()))
    run = .stateChange
  }

  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    guard var handle = inMemoryChangelog.take() else { return }
    handle.stateHandleId = string(stateHandleId)
    keyed = .inMemoryChangelog(handle)
  }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    changelogStream = ChangelogStateHandleStream(
      keyGroupRange: keyGroupRange, streamStateHandles: [], size: 0, checkpointedSize: nil, stateHandleId: nil,
      storageIdentifier: nil)
  }

  mutating func streamOffset(_ offset: Int64) { streamOffset = offset }

  mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    guard var handle = changelogStream.take() else { return }
    handle.size = size
    handle.checkpointedSize = checkpointedSize
    handle.stateHandleId = string(stateHandleId)
    handle.storageIdentifier = string(storageIdentifier)
    keyed = .changelogStream(handle)
  }

  // MARK: Channel state handles

  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    channel = (subtaskIndex, info, [], 0)
    run = .singleChannelOffsets
  }

  mutating func channelStateSize(_ size: Int64) { channel?.size = size }

  mutating func endChannelStateHandle() {
    guard let channel, let delegate = stream else { return }
    channelHandle = .single(
      SingleChannelStateHandle(
        subtaskIndex: channel.subtaskIndex, info: channel.info, offsets: channel.offsets, size: channel.size,
        delegate: delegate))
  }

  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    merged = MergedChannelStateHandle(
      subtaskIndex: subtaskIndex, stateSize: stateSize, delegate: nil, serializedChannelOffsets: SharedBytes())
  }

  mutating func serializedChannelOffsets(byteCount: Int) { run = .channelOffsets }

  mutating func endMergedChannelStateHandle() {
    channelHandle = merged.take().map { .merged($0) }
  }
}
