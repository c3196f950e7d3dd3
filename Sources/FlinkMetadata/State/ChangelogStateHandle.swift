// SPEC.md 7.3 to 7.5, changelog handles

/// State of the changelog backend: a materialized part and the changes since (Flink:
/// `ChangelogStateBackendHandle.ChangelogStateBackendHandleImpl`).
public struct ChangelogStateBackendHandle: Sendable, Hashable {
  /// The key groups; Flink accepts no empty range here.
  public var keyGroupRange: KeyGroupRange
  /// The bytes that this checkpoint wrote itself; nil in the dialect of Flink 1.14.
  public var checkpointedSize: Int64?
  /// The materialized part. Flink drops nil when it reads.
  public var materialized: [KeyedStateHandle?]
  /// The changes since: each in memory or in files.
  public var nonMaterialized: [KeyedStateHandle]
  /// The id of the materialization; nil in the dialect of Flink 1.14.
  public var materializationId: Int64?
  /// The checkpoint's id (tag 14, since 1.16); nil in tag 8.
  public var checkpointId: Int64?
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8String?

  /// Makes a handle. With `checkpointId` it is written as tag 14, without as tag 8.
  public init(
    keyGroupRange: KeyGroupRange, checkpointedSize: Int64?, materialized: [KeyedStateHandle?],
    nonMaterialized: [KeyedStateHandle], materializationId: Int64?, checkpointId: Int64?,
    stateHandleId: ModifiedUTF8String?
  ) {
    self.keyGroupRange = keyGroupRange
    self.checkpointedSize = checkpointedSize
    self.materialized = materialized
    self.nonMaterialized = nonMaterialized
    self.materializationId = materializationId
    self.checkpointId = checkpointId
    self.stateHandleId = stateHandleId
  }
}

/// Changes that stand in the metadata file itself (Flink: `InMemoryChangelogStateHandle`).
public struct InMemoryChangelogStateHandle: Sendable, Hashable {
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// The sequence number of the first change.
  public var from: Int64
  /// The sequence number behind the last change.
  public var to: Int64
  /// The changes.
  public var changes: [StateChange]
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8String?

  /// Makes a handle.
  public init(
    keyGroupRange: KeyGroupRange, from: Int64, to: Int64, changes: [StateChange],
    stateHandleId: ModifiedUTF8String?
  ) {
    self.keyGroupRange = keyGroupRange
    self.from = from
    self.to = to
    self.changes = changes
    self.stateHandleId = stateHandleId
  }
}

/// A change of the state of a key group (Flink: `StateChange`).
public struct StateChange: Sendable, Hashable {
  /// The key group; -1 stands for metadata.
  public var keyGroup: Int32
  /// The change in the form of the changelog.
  public var change: SharedBytes

  /// Makes a change.
  public init(keyGroup: Int32, change: SharedBytes) {
    self.keyGroup = keyGroup
    self.change = change
  }
}

/// Changes that lie in files (Flink: `ChangelogStateHandleStreamImpl`).
public struct ChangelogStateHandleStream: Sendable, Hashable {
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// The files and where in them the changes begin.
  public var streamStateHandles: [StreamStateHandleAndOffset]
  /// The size of the changes in bytes.
  public var size: Int64
  /// The bytes that this checkpoint wrote itself; nil in the dialect of Flink 1.14.
  public var checkpointedSize: Int64?
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8String?
  /// The kind of changelog storage, such as `filesystem` (tag 13, since 1.16); nil in tag 10.
  public var storageIdentifier: ModifiedUTF8String?

  /// Makes a handle. With `storageIdentifier` it is written as tag 13, without as tag 10.
  public init(
    keyGroupRange: KeyGroupRange, streamStateHandles: [StreamStateHandleAndOffset], size: Int64,
    checkpointedSize: Int64?, stateHandleId: ModifiedUTF8String?, storageIdentifier: ModifiedUTF8String?
  ) {
    self.keyGroupRange = keyGroupRange
    self.streamStateHandles = streamStateHandles
    self.size = size
    self.checkpointedSize = checkpointedSize
    self.stateHandleId = stateHandleId
    self.storageIdentifier = storageIdentifier
  }
}

/// A file of changes (an element of Flink's `ChangelogStateHandleStreamImpl.getHandlesAndOffsets`).
public struct StreamStateHandleAndOffset: Sendable, Hashable {
  /// Where in the file the changes begin, in bytes.
  public var offset: Int64
  /// The file.
  public var handle: StreamStateHandle?

  /// Makes a pair.
  public init(offset: Int64, handle: StreamStateHandle?) {
    self.offset = offset
    self.handle = handle
  }
}
