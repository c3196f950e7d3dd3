/// The consumer of a walk over a metadata file: one method for each thing that the format can hold, called in file order.
///
/// Implement the methods you need; the others do nothing and cost nothing, because a walk is compiled for its visitor.
/// Spans that a method receives are valid during the call only (the compiler sees to that).
///
/// A part of the file is announced by ``enter(_:index:offset:)`` and ended by ``leave(_:index:)``, so that every method can know from
/// where it was called; composite handles have a `begin` and an `end` method besides. Flink's own order of fields is
/// kept: what stands behind a nested handle in the file (most often `stateHandleId`) comes with the `end` method.
///
/// A method that throws ends the walk with its error. To stop for a reason of your own throw
/// ``FlinkMetadataError/Kind/stopped(code:)``.
public protocol MetadataVisitor: ~Copyable {
  // MARK: 2. File header

  /// Magic number and version have been read. `dialect` is the one that was asked for, or that the file in memory has. Of a
  /// source of version 3 it is not known yet and told as ``Dialect/standard``: then ``MetadataSummary`` tells it.
  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError)
  /// The body has been read.
  mutating func endMetadata() throws(FlinkMetadataError)
  /// Bytes behind the body, which Flink does not look at; as many calls as it takes.
  mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError)

  // MARK: 3. Body

  /// Goes into a part that begins at `offset`: an element of a list, with its index, or a single field.
  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64) throws(FlinkMetadataError)
  /// Goes out of the part that was entered last, which is named again.
  mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError)

  /// The checkpoint's id.
  mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError)
  /// Announces a list, how many elements the file promises (nothing backs that number yet), and where the first of them
  /// would begin.
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64) throws(FlinkMetadataError)
  /// All elements of a list have been read.
  mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError)

  /// A master state; its `byteCount` bytes follow by ``bytes(_:offset:)``.
  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError)

  /// An operator's state begins (Flink: `OperatorState`). Name and uid are nil before version 5 and where absent.
  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?) throws(FlinkMetadataError)
  /// The operator has finished on all its subtasks; no subtask states follow.
  mutating func fullyFinished() throws(FlinkMetadataError)
  mutating func endOperatorState() throws(FlinkMetadataError)

  /// A subtask's state begins. Where it is finished nothing but the end follows. `duration` is -1 or an unused number in
  /// versions 1 and 2, and nil later.
  mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) throws(FlinkMetadataError)
  /// The checkpoint that a regional checkpoint took this subtask's state from (version 7).
  mutating func refCheckpointId(_ checkpointId: Int64) throws(FlinkMetadataError)
  mutating func endSubtaskState() throws(FlinkMetadataError)

  /// A task's state begins (version 1 only, Flink: `TaskState`).
  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32)
    throws(FlinkMetadataError)
  mutating func endTaskState() throws(FlinkMetadataError)

  // MARK: 4. Handle tags

  /// A handle that is null (tag 0), in whatever place.
  mutating func nullHandle() throws(FlinkMetadataError)
  /// Bytes that stand in the file itself, and where; as many calls as it takes, for what was announced last.
  mutating func bytes(_ bytes: RawSpan, offset: Int64) throws(FlinkMetadataError)
  /// Offsets of what was announced last; as many calls as it takes.
  mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError)

  // MARK: 5. Stream state handles

  /// Inlined state (tag 1, `ByteStreamStateHandle`); its `byteCount` bytes follow by ``bytes(_:offset:)``.
  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError)
  /// A file (tag 2, `FileStateHandle`).
  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError)
  /// A file in the checkpoint's own directory (tag 6, `RelativeFileStateHandle`).
  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  /// A piece of a file (tag 15, `SegmentFileStateHandle`).
  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span) throws(FlinkMetadataError)
  /// A piece of nothing (tag 16, `EmptySegmentFileStateHandle`).
  mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError)

  // MARK: 6. Operator state handles

  /// Partitionable operator state begins (tag 4 `OperatorStreamStateHandle`, tag 17
  /// `FileMergingOperatorStreamStateHandle`); the states' offsets and then the delegate follow.
  mutating func beginOperatorStateHandle(tag: HandleTag) throws(FlinkMetadataError)
  /// One named state; its `offsetCount` offsets follow by ``offsets(_:)``.
  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int)
    throws(FlinkMetadataError)
  /// The directories of merged files (tag 17).
  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool)
    throws(FlinkMetadataError)
  mutating func endOperatorStateHandle() throws(FlinkMetadataError)

  /// Whether the path of a file (tag 2), whose ``fileStateHandle(filePath:stateSize:)`` comes next, is modified UTF-8. A
  /// visitor that compares paths with those before need not look at all of the bytes once more. `offset` is that of the
  /// first byte in the file. Not for use outside of this package.
  mutating func _isModifiedUTF8(filePath: UnsafeRawBufferPointer, offset: Int64) -> Bool

  // MARK: 7. Keyed state handles

  /// Key groups begin (tags 3, 7 and 12, `KeyGroupsStateHandle` and `KeyGroupsSavepointStateHandle`): one offset for
  /// each group by ``offsets(_:)``, then the delegate. Tag 3 can also stand in a stream handle's place.
  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError)

  /// RocksDB's or ForSt's incremental state begins (tags 5 and 11, `IncrementalRemoteKeyedStateHandle`).
  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?) throws(FlinkMetadataError)
  /// The local path of the file whose handle follows.
  mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError)
  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)

  /// State of the changelog backend begins (tags 8 and 14, `ChangelogStateBackendHandleImpl`): materialized handles,
  /// then the changes since.
  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?) throws(FlinkMetadataError)
  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)

  /// Changes held in the file itself begin (tag 9, `InMemoryChangelogStateHandle`).
  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64)
    throws(FlinkMetadataError)
  /// One change; its `byteCount` bytes follow by ``bytes(_:offset:)``. Key group -1 stands for metadata.
  mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError)
  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError)

  /// Changes held in files begin (tags 10 and 13, `ChangelogStateHandleStreamImpl`).
  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  /// The offset at which the changes begin in the file whose handle follows.
  mutating func streamOffset(_ offset: Int64) throws(FlinkMetadataError)
  mutating func endChangelogStateHandleStream(
    size: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?) throws(FlinkMetadataError)

  // MARK: 8. Channel state handles

  /// The state of one channel begins (`InputChannelStateHandle`, `ResultSubpartitionStateHandle`). Its `offsetCount`
  /// offsets follow by ``offsets(_:)``. `subtaskIndex` is nil in the dialect of Flink 1.11.
  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int)
    throws(FlinkMetadataError)
  /// The size of the channel's state; the delegate follows.
  mutating func channelStateSize(_ size: Int64) throws(FlinkMetadataError)
  mutating func endChannelStateHandle() throws(FlinkMetadataError)

  /// The state of several channels begins (version 6, `MergedInputChannelStateHandle`,
  /// `MergedResultSubpartitionStateHandle`); the delegate follows.
  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64)
    throws(FlinkMetadataError)
  /// The channels' infos, sizes and offsets in their serialized form, which follows by ``bytes(_:offset:)``.
  mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError)
  mutating func endMergedChannelStateHandle() throws(FlinkMetadataError)

  // MARK: 9. Checkpoint properties

  /// What kind of checkpoint this is (version 4 and later).
  mutating func checkpointProperties(_ properties: CheckpointProperties) throws(FlinkMetadataError)
}
