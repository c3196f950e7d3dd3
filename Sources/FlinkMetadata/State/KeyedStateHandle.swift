// SPEC.md 7, "Keyed state handles"

/// Keyed state of a subtask (Flink: `KeyedStateHandle` and its implementations). Flink's null is Swift's nil.
public enum KeyedStateHandle: Sendable, Hashable {
  /// State by key group (tags 3 and 12).
  case keyGroups(KeyGroupsStateHandle)
  /// State by key group in a canonical savepoint (tag 7, Flink: `KeyGroupsSavepointStateHandle`).
  case savepointKeyGroups(KeyGroupsStateHandle)
  /// RocksDB's or ForSt's files (tags 5 and 11).
  case incrementalRemote(IncrementalRemoteKeyedStateHandle)
  /// State of the changelog backend (tags 8 and 14).
  case changelogBackend(ChangelogStateBackendHandle)
  /// Changes in the metadata file itself (tag 9).
  case inMemoryChangelog(InMemoryChangelogStateHandle)
  /// Changes in files (tags 10 and 13).
  case changelogStream(ChangelogStateHandleStream)
}

/// State of a range of key groups in one stream (Flink: `KeyGroupsStateHandle`).
public struct KeyGroupsStateHandle: Sendable, Hashable {
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// For each key group where in the stream it begins, in bytes.
  public var offsets: Offsets
  /// The stream.
  public var stateHandle: StreamStateHandle
  /// The handle's id (tag 12, since 1.15); nil in tags 3 and 7.
  public var stateHandleId: ModifiedUTF8String?

  /// Makes a handle.
  public init(
    keyGroupRange: KeyGroupRange, offsets: Offsets, stateHandle: StreamStateHandle,
    stateHandleId: ModifiedUTF8String? = nil
  ) {
    self.keyGroupRange = keyGroupRange
    self.offsets = offsets
    self.stateHandle = stateHandle
    self.stateHandleId = stateHandleId
  }
}

/// The files of an incremental checkpoint of RocksDB or ForSt (Flink: `IncrementalRemoteKeyedStateHandle`).
public struct IncrementalRemoteKeyedStateHandle: Sendable, Hashable {
  /// The checkpoint that the files were written for.
  public var checkpointId: Int64
  /// The id of the state backend that wrote them: a UUID in text, any text in old files.
  public var backendIdentifier: ModifiedUTF8String
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// The bytes that this checkpoint wrote itself (tag 11, since 1.15); -1 where not known, nil in tag 5.
  public var checkpointedSize: Int64?
  /// The backend's description of its state.
  public var metaStateHandle: StreamStateHandle?
  /// The files that other checkpoints may use too.
  public var sharedState: [HandleAndLocalPath]
  /// The files of this checkpoint alone.
  public var privateState: [HandleAndLocalPath]
  /// The handle's id (tag 11, since 1.15); nil in tag 5.
  public var stateHandleId: ModifiedUTF8String?

  /// Makes a handle. With `checkpointedSize` and `stateHandleId` it is written as tag 11, without both as tag 5.
  public init(
    checkpointId: Int64, backendIdentifier: ModifiedUTF8String, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?, metaStateHandle: StreamStateHandle?, sharedState: [HandleAndLocalPath],
    privateState: [HandleAndLocalPath], stateHandleId: ModifiedUTF8String?
  ) {
    self.checkpointId = checkpointId
    self.backendIdentifier = backendIdentifier
    self.keyGroupRange = keyGroupRange
    self.checkpointedSize = checkpointedSize
    self.metaStateHandle = metaStateHandle
    self.sharedState = sharedState
    self.privateState = privateState
    self.stateHandleId = stateHandleId
  }
}

/// A file and the name it has in the backend's working directory (Flink:
/// `IncrementalKeyedStateHandle.HandleAndLocalPath`).
public struct HandleAndLocalPath: Sendable, Hashable {
  /// The name in the working directory, such as `000017.sst`.
  public var localPath: ModifiedUTF8String
  /// The file.
  public var handle: StreamStateHandle

  /// Makes a pair.
  public init(localPath: ModifiedUTF8String, handle: StreamStateHandle) {
    self.localPath = localPath
    self.handle = handle
  }
}
