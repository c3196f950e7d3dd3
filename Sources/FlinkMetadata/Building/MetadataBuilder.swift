// SPDX-License-Identifier: Apache-2.0

/// Builds values from the events of a walk over the bytes of its storage.
///
/// A finished handle is kept in `stream`, `keyed`, `operatorHandle` or `channelHandle` until the walk leaves the field
/// that it belongs to, and is then stored there. Unfinished handles that contain other handles are kept on a stack, one
/// for each kind. The methods for each record are in the record's file.
struct MetadataBuilder: MetadataVisitor {
  let storage: ByteStorage
  var metadata = CheckpointMetadata(version: .version2, checkpointId: 0)

  var operatorState: OperatorState?
  var subtask: OperatorSubtaskState?
  var task: TaskState?
  var taskSubtask: TaskSubtaskState?

  var stream: StreamStateHandle?
  /// A file, by far the most frequent handle, in place of `stream`: only numbers, so that nothing is counted for it
  /// before it is stored.
  var file: StoredFile?
  var keyed: KeyedStateHandle?
  var operatorHandle: OperatorStreamStateHandle?
  var channelHandle: ChannelStateHandle?

  // An unfinished handle has no delegate yet: the delegate is read last.
  var keyGroups: [(tag: HandleTag, range: KeyGroupRange, offsets: Offsets)] = []
  var stateMetaInfos: [StateMetaInfo] = []
  var fileMerging: FileMergingDirectories?
  var incremental: IncrementalRemoteKeyedStateHandle?
  /// The list of files that is being read.
  var files: [HandleAndLocalPath] = []
  var localPath = StoredString()
  var changelogs: [ChangelogStateBackendHandle] = []
  var inMemoryChangelog: InMemoryChangelogStateHandle?
  var changelogStream: ChangelogStateHandleStream?
  var streamOffset: Int64 = 0
  var channel: (subtaskIndex: Int32?, info: ChannelInfo, offsets: Offsets, stateSize: Int64)?
  var merged: MergedChannelStateHandle?

  /// What the next bytes or offsets belong to.
  var run = Run.none
  enum Run {
    case none, masterState, byteStream, stateChange, channelOffsets
    case keyGroupOffsets, stateOffsets, singleChannelOffsets
  }

  init(storage: ByteStorage) { self.storage = storage }

  func string(_ span: ModifiedUTF8Span) -> ModifiedUTF8String { string(StoredString(span)) }

  func string(_ place: StoredString) -> ModifiedUTF8String {
    ModifiedUTF8String(storage: storage, start: place.offset, count: place.count)
  }

  func string(_ span: ModifiedUTF8Span?) -> ModifiedUTF8String? {
    guard let span else { return nil }
    return string(span)
  }

  // MARK: Lists

  /// How many elements to reserve memory for: at most one for each 64 bytes of the file. So a false count costs no more
  /// memory than the file, and a correct count of large handles is reserved exactly.
  private func reservation(_ count: Int) -> Int { min(count, storage.bytes.count / 64) }

  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
    let room = reservation(count)
    switch field {
    case .operatorStates: metadata.operatorStates.reserveCapacity(room)
    case .subtaskStates: operatorState?.subtaskStates.reserveCapacity(room)
    case .sharedState, .privateState: files.reserveCapacity(room)
    default: break
    }
  }

  mutating func endList(_ field: MetadataPath.Field) {
    if field == .sharedState || field == .privateState { endFiles(field) }
  }

  /// Stores a finished handle in the field that it belongs to.
  mutating func leave(_ field: MetadataPath.Field, index: Int?) {
    switch field {
    case .sharedState, .privateState: endHandleAndLocalPath()
    case .metaStateHandle:
      let handle = takeStream()
      incremental?.metaStateHandle = handle
    case .delegate where merged != nil:
      let handle = takeStream()
      merged?.delegate = handle
    case .streamStateHandles: endStreamHandleAndOffset()
    case .materialized: changelogs[changelogs.count - 1].materialized.append(keyed.take())
    case .nonMaterialized:
      if let keyed = keyed.take() { changelogs[changelogs.count - 1].nonMaterialized.append(keyed) }
    case .inputChannelState, .resultSubpartitionState: endChannelState(field)
    case .managedOperatorState, .rawOperatorState: endOperatorState(field, isChained: index != nil)
    case .managedKeyedState, .rawKeyedState: endKeyedState(field)
    case .legacyOperatorState:
      let handle = takeStream()
      subtask?.legacyOperatorState.append(handle)
      taskSubtask?.legacyOperatorState.append(handle)
    case .coordinatorState:
      if case .byteStream(let handle) = takeStream() { operatorState?.coordinatorState = handle }
    case .handle, .delegate, .delegateStateHandle, .stateHandle, .masterStates, .operatorStates, .taskStates,
      .subtaskStates, .stateNameToPartitionOffsets, .changes, .serializedChannelOffsets, .checkpointProperties:
      break
    }
  }

  private mutating func endOperatorState(_ field: MetadataPath.Field, isChained: Bool) {
    let handle = operatorHandle.take()
    switch (field, isChained) {
    case (.managedOperatorState, false): subtask?.managedOperatorState = handle
    case (_, false): subtask?.rawOperatorState = handle
    case (.managedOperatorState, true): taskSubtask?.managedOperatorState.append(handle)
    case (_, true): taskSubtask?.rawOperatorState.append(handle)
    }
  }

  private mutating func endKeyedState(_ field: MetadataPath.Field) {
    let handle = keyed.take()
    if field == .managedKeyedState {
      subtask?.managedKeyedState = handle
      taskSubtask?.managedKeyedState = handle
    } else {
      subtask?.rawKeyedState = handle
      taskSubtask?.rawKeyedState = handle
    }
  }

  // MARK: Bytes and offsets

  mutating func bytes(_ bytes: RawSpan, offset: Int64?) {
    let shared = SharedBytes(storage: storage, start: Int(offset ?? 0), count: bytes.byteCount)
    switch run {
    case .masterState: metadata.masterStates[metadata.masterStates.count - 1].bytes = shared
    case .byteStream:
      guard case .byteStream(var handle) = stream else { return }
      handle.data = shared
      stream = .byteStream(handle)
    case .stateChange:
      if let count = inMemoryChangelog?.changes.count { inMemoryChangelog?.changes[count - 1].change = shared }
    case .channelOffsets: merged?.serializedChannelOffsets = shared
    default: break
    }
    run = .none
  }

  mutating func offsets(_ offsets: OffsetsSpan) {
    let shared = Offsets(
      bytes: SharedBytes(storage: storage, start: Int(offsets.fileOffset), count: offsets.bytes.byteCount))
    switch run {
    case .keyGroupOffsets: keyGroups[keyGroups.count - 1].offsets = shared
    case .stateOffsets: stateMetaInfos[stateMetaInfos.count - 1].offsets = shared
    case .singleChannelOffsets: channel?.offsets = shared
    default: break
    }
    run = .none
  }
}
