// SPDX-License-Identifier: Apache-2.0

extension Conversion {
  // MARK: Stream and operator state handles

  /// Whether the release reads the handle and all inside it.
  private func reads(_ handle: StreamStateHandle?) -> Bool {
    switch handle {
    case nil: true
    // Only since 1.13 does Flink read key groups where a stream is expected.
    case .keyGroups(let handle): release >= FlinkRelease(1, 13) && reads(handle.stateHandle)
    case .some(let handle): release.reads(handle.tag)
    }
  }

  mutating func operatorStateHandle(_ field: MetadataPath.Field, _ handle: OperatorStreamStateHandle?)
    -> OperatorStreamStateHandle?
  {
    guard let handle else { return nil }
    if reads(handle.delegateStateHandle) && (handle.fileMerging == nil || release.reads(.fileMergingOperatorState)) {
      return handle
    }
    drop(field)
    return nil
  }

  /// Notes that the value of a field is lost.
  private mutating func drop(_ field: MetadataPath.Field, _ index: Int? = nil, _ kind: ConversionLoss.Kind = .handle) {
    path.append(MetadataPath.Component(entering: field, index: index, in: version))
    lose(kind)
    path.removeLast()
  }

  // MARK: Keyed state handles

  mutating func keyedStateHandle(_ field: MetadataPath.Field, _ index: Int?, _ handle: KeyedStateHandle?)
    -> KeyedStateHandle?
  {
    path.append(MetadataPath.Component(entering: field, index: index, in: version))
    defer { path.removeLast() }
    switch handle {
    case nil: return nil
    case .keyGroups(let keyGroups): return self.keyGroups(keyGroups)
    case .savepointKeyGroups(let savepoint):
      if !release.reads(.savepointKeyGroups) { return keyGroups(savepoint) }
      return reads(savepoint.stateHandle) ? handle : lostHandle()
    case .incrementalRemote(let handle): return incremental(handle)
    case .changelogBackend(let handle): return changelog(handle)
    case .inMemoryChangelog(let handle): return inMemoryChangelog(handle)
    case .changelogStream(let handle): return changelogStream(handle)
    }
  }

  private mutating func lostHandle() -> KeyedStateHandle? {
    lose(.handle)
    return nil
  }

  private mutating func keyGroups(_ source: KeyGroupsStateHandle) -> KeyedStateHandle? {
    guard reads(source.stateHandle) else { return lostHandle() }
    var handle = source
    if handle.stateHandleId != nil && !release.reads(.keyGroupsV2) {
      lose(.handleIds)
      handle.stateHandleId = nil
    }
    return .keyGroups(handle)
  }

  private mutating func incremental(_ source: IncrementalRemoteKeyedStateHandle) -> KeyedStateHandle? {
    let handles = [source.metaStateHandle] + (source.sharedState + source.privateState).map(\.handle)
    guard handles.allSatisfy(reads) && release.reads(.incrementalKeyGroups) else { return lostHandle() }
    // Flink allows the absence of this one since 1.19.
    guard source.metaStateHandle != nil || release >= FlinkRelease(1, 19) else { return lostHandle() }
    var handle = source
    if handle.stateHandleId != nil && !release.reads(.incrementalKeyGroupsV2) {
      lose(.handleIds)
      handle.stateHandleId = nil
      handle.checkpointedSize = nil
    }
    return .incrementalRemote(handle)
  }

  // MARK: Changelog handles

  private mutating func changelog(_ source: ChangelogStateBackendHandle) -> KeyedStateHandle? {
    guard release.reads(.changelog) else { return lostHandle() }
    var handle = source
    handle.materialized = []
    for (index, part) in source.materialized.enumerated() {
      handle.materialized.append(keyedStateHandle(.materialized, index, part))
    }
    handle.nonMaterialized = source.nonMaterialized.enumerated().compactMap { index, part in
      keyedStateHandle(.nonMaterialized, index, part)
    }
    if handle.checkpointId != nil && !release.reads(.changelogV2) {
      lose(.handleIds)
      handle.checkpointId = nil
    }
    // The dialect of Flink 1.14 has none of these. Flink 1.15 gives these values to handles that lack them.
    handle.checkpointedSize = handle.checkpointedSize ?? 0
    handle.materializationId = handle.materializationId ?? 0
    handle.stateHandleId = handle.stateHandleId ?? newID()
    return .changelogBackend(handle)
  }

  private mutating func inMemoryChangelog(_ source: InMemoryChangelogStateHandle) -> KeyedStateHandle? {
    guard release.reads(.changelogByteIncrement) else { return lostHandle() }
    var handle = source
    handle.stateHandleId = handle.stateHandleId ?? newID()
    return .inMemoryChangelog(handle)
  }

  private mutating func changelogStream(_ source: ChangelogStateHandleStream) -> KeyedStateHandle? {
    guard release.reads(.changelogFileIncrement), source.streamStateHandles.map(\.handle).allSatisfy(reads) else {
      return lostHandle()
    }
    var handle = source
    if let identifier = handle.storageIdentifier, !release.reads(.changelogFileIncrementV2) {
      // Tag 10 means "filesystem" to Flink, so nothing is lost if that is the identifier.
      if String(identifier) != "filesystem" { lose(.handleIds) }
      handle.storageIdentifier = nil
    }
    handle.checkpointedSize = handle.checkpointedSize ?? 0
    handle.stateHandleId = handle.stateHandleId ?? newID()
    return .changelogStream(handle)
  }

  /// An id for a handle that has none. Flink requires ids to differ inside a checkpoint, so the id is made from the
  /// handle's path. It is the same each time, so that a conversion can be repeated.
  private func newID() -> ModifiedUTF8String? {
    try? ModifiedUTF8String(OperatorID(uid: MetadataPath(path).description).description)
  }

  // MARK: Channel state handles

  mutating func channelState(
    _ field: MetadataPath.Field, _ handles: [ChannelStateHandle], of subtaskIndex: Int32
  ) throws(ConversionError) -> [ChannelStateHandle] {
    if version < .version3 {
      if !handles.isEmpty { drop(field, nil, .channelState) }
      return []
    }
    var result: [ChannelStateHandle] = []
    for (index, handle) in handles.enumerated() {
      switch handle {
      case .single(var single):
        guard reads(single.delegate) else {
          drop(field, index)
          continue
        }
        // The layout of Flink 1.11 has no index: the state belongs to the subtask that contains it.
        single.subtaskIndex = dialect == .flink1_11 ? nil : single.subtaskIndex ?? subtaskIndex
        result.append(.single(single))
      case .merged(let merged) where version < .version6:
        result += try expanded(merged, field, index).map { .single($0) }
      case .merged(let merged):
        result.append(.merged(merged))
      }
    }
    return result
  }

  /// Merged state as the state of each of its channels.
  private mutating func expanded(_ merged: MergedChannelStateHandle, _ field: MetadataPath.Field, _ index: Int)
    throws(ConversionError) -> [SingleChannelStateHandle]
  {
    let path = MetadataPath(path + [MetadataPath.Component(field, index: index)])
    guard let delegate = merged.delegate else {
      throw .mergedChannels(
        FlinkMetadataError(
          .unexpectedTag(HandleTag.null.rawValue, expected: .streamStateHandle), path: path))
    }
    guard reads(delegate) else {
      drop(field, index)
      return []
    }
    do throws(FlinkMetadataError) {
      return try merged.channelOffsets().map { channel in
        SingleChannelStateHandle(
          subtaskIndex: dialect == .flink1_11 ? nil : merged.subtaskIndex, info: channel.info, offsets: channel.offsets,
          stateSize: channel.stateSize,
          delegate: delegate)
      }
    } catch {
      throw .mergedChannels(FlinkMetadataError(error.kind, offset: error.offset, path: path))
    }
  }
}
