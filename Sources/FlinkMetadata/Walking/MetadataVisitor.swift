// SPDX-License-Identifier: Apache-2.0

/// The consumer of a walk over a metadata file: one method for each thing that the format can hold, called in file
/// order.
///
/// Use a visitor for files of any size, and where only a part of the content is of interest. Implement the methods that
/// you need; the others do nothing and cost nothing, because a walk is compiled for its visitor.
///
/// ```swift
/// import FlinkMetadata
///
/// struct FileCounter { var count = 0 }
///
/// extension FileCounter: MetadataVisitor {
///   mutating func fileReference(_ reference: FileReference) { count += 1 }
/// }
///
/// func fileCount(_ file: MetadataFile) throws(FlinkMetadataError) -> Int {
///   var counter = FileCounter()
///   try file.walk(&counter)
///   return counter.count
/// }
/// ```
///
/// Since every event has a default, a method whose name or parameters do not match is never called. Declare the
/// conformance and the events in an extension of their own, as in the example: there the compiler warns of most such
/// methods ("nearly matches defaulted requirement"). `scripts/check-visitors` finds all of them, also after an update
/// of this library. It also finds a method with plain `throws`, which is not an event either: events throw
/// ``FlinkMetadataError`` or nothing.
///
/// Each part of the file is announced by ``enter(_:index:offset:)`` and ended by ``leave(_:index:)``, so that every
/// method can know which part it belongs to. Handles that contain handles have a `begin` and an `end` method besides.
/// The order is that of the file: fields that come after a nested handle (most often `stateHandleId`) come with the
/// `end` method.
///
/// Spans that a method receives are valid during the call only, which the compiler checks.
///
/// A method that throws ends the walk with its error. To stop for a reason of your own, throw
/// ``FlinkMetadataError/Kind/stopped(code:)``.
public protocol MetadataVisitor: ~Copyable {
  // MARK: What to visit

  /// Called for each operator (version 1: for each task, with the job vertex's id). Returns whether to report it. An
  /// operator that is not visited is checked like the others. The default is true.
  mutating func visits(operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID) -> Bool
  /// Called for each master state. Returns whether to report it. The default is true.
  mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool

  // MARK: 2. Header

  /// Magic number and version have been read. `dialect` is the given or detected dialect. For a source of version 3 it
  /// is not known yet and reported as ``Dialect/standard``: use ``MetadataSummary/dialect``.
  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError)
  /// The body has been read.
  mutating func endMetadata() throws(FlinkMetadataError)
  /// Bytes after the body, which Flink ignores; called as often as needed.
  mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError)

  // MARK: 3. Bodies

  /// Enters a part: an element of a list, with its index, or a single field. `offset` is where it begins in the file,
  /// or nil if values are walked. A field that is a list of one (``MetadataPath/Field/isListOfOne(in:)``) is single.
  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) throws(FlinkMetadataError)
  /// Leaves the part that was entered last.
  mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError)
  /// The file says that a field is absent: one of the two operator states of a subtask.
  mutating func absent(_ field: MetadataPath.Field) throws(FlinkMetadataError)

  /// Begins a list. `count` is the number that the file declares, which has not been checked yet. `offset` is where the
  /// first element would begin, or nil if values are walked.
  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) throws(FlinkMetadataError)
  /// All elements of a list have been read.
  mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError)

  /// The checkpoint's id.
  mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError)

  /// A master state (Flink: `MasterState`); its `byteCount` bytes follow with ``bytes(_:offset:)``.
  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) throws(FlinkMetadataError)

  /// Begins an operator's state (Flink: `OperatorState`). Name and uid are nil before version 5 and where absent.
  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?) throws(FlinkMetadataError)
  /// Ends an operator's state. If all its subtasks have finished, there was no list of subtask states.
  mutating func endOperatorState(isFullyFinished: Bool) throws(FlinkMetadataError)

  /// Begins a subtask's state (Flink: `OperatorSubtaskState`; version 1: `SubtaskState`). For one that has finished,
  /// nothing but the end follows. `duration` is an unused number of versions 1 and 2, nil in later ones.
  mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) throws(FlinkMetadataError)
  /// The checkpoint that a regional checkpoint took this subtask's state from, or nil (version 7).
  mutating func refCheckpointId(_ refCheckpointId: Int64?) throws(FlinkMetadataError)
  /// Ends a subtask's state.
  mutating func endSubtaskState() throws(FlinkMetadataError)

  /// Begins a task's state (version 1, Flink 1.9: `TaskState`).
  mutating func beginTaskState(jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32)
    throws(FlinkMetadataError)
  /// Ends a task's state.
  mutating func endTaskState() throws(FlinkMetadataError)

  // MARK: 4. Handle tags

  /// A handle that is null (tag 0), in any position.
  mutating func nullHandle() throws(FlinkMetadataError)
  /// Bytes of the part that was announced last. `offset` is where they are in the file, or nil if values are walked.
  /// Called as often as needed.
  mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError)
  /// Offsets of the part that was announced last; called as often as needed.
  mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError)

  // MARK: 5. Stream state handles

  /// Inlined state (tag 1, `ByteStreamStateHandle`); its `byteCount` bytes follow with ``bytes(_:offset:)``.
  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError)
  /// A file (tag 2, `FileStateHandle`). The default calls ``fileReference(_:)``.
  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError)
  /// A file of the checkpoint's own directory (tag 6, `RelativeFileStateHandle`). The default calls
  /// ``fileReference(_:)``.
  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError)
  /// A part of a file (tag 15, `SegmentFileStateHandle`). The default calls ``fileReference(_:)``.
  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span) throws(FlinkMetadataError)
  /// A part of a file that holds nothing (tag 16, `EmptySegmentFileStateHandle`).
  mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError)
  /// A handle that refers to a file, of any kind: called by the default implementations of the methods for these
  /// handles. Implement this one alone if the kind does not matter; kinds of later releases come here too.
  ///
  /// The sizes do not add up to the size of the state: several handles of channel state, and of a changelog, can refer
  /// to the same file, and have sizes of their own (``channelStateSize(_:)``). `StateTotals` of the module
  /// `FlinkMetadataDescription` has the sums.
  mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError)

  // MARK: 6. Operator state handles

  /// Begins operator state (tag 4 `OperatorStreamStateHandle`, tag 17 `FileMergingOperatorStreamStateHandle`): a list
  /// of named states, the directories of tag 17, and the delegate follow.
  mutating func beginOperatorStateHandle(tag: HandleTag) throws(FlinkMetadataError)
  /// A named state (Flink: `StateMetaInfo`); its `offsetCount` offsets follow with ``offsets(_:)``.
  mutating func stateMetaInfo(name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int)
    throws(FlinkMetadataError)
  /// The directories of merged files (tag 17).
  mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool) throws(FlinkMetadataError)
  /// Ends operator state.
  mutating func endOperatorStateHandle() throws(FlinkMetadataError)

  // MARK: 7. Keyed state handles

  /// Begins key groups (tags 3 and 12 `KeyGroupsStateHandle`, tag 7 `KeyGroupsSavepointStateHandle`): one offset for
  /// each key group with ``offsets(_:)``, then the delegate. Tag 3 can also be in the position of a stream state
  /// handle.
  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) throws(FlinkMetadataError)
  /// Ends key groups.
  mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError)

  /// Begins incremental state of RocksDB or ForSt (tags 5 and 11, `IncrementalRemoteKeyedStateHandle`).
  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?) throws(FlinkMetadataError)
  /// The local path of the file whose handle follows (Flink: `HandleAndLocalPath`).
  mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError)
  /// Ends incremental state.
  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError)

  /// Begins state of the changelog backend (tags 8 and 14, `ChangelogStateBackendHandleImpl`): materialized handles,
  /// then the changes since.
  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?) throws(FlinkMetadataError)
  /// Ends state of the changelog backend.
  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError)

  /// Begins changes in the metadata file itself (tag 9, `InMemoryChangelogStateHandle`).
  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64)
    throws(FlinkMetadataError)
  /// A change (Flink: `StateChange`); its `byteCount` bytes follow with ``bytes(_:offset:)``. Key group -1 is metadata.
  mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError)
  /// Ends changes in the metadata file.
  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError)

  /// Begins changes in files (tags 10 and 13, `ChangelogStateHandleStreamImpl`).
  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) throws(FlinkMetadataError)
  /// Where the changes begin in the file whose handle follows.
  mutating func streamOffset(_ offset: Int64) throws(FlinkMetadataError)
  /// Ends changes in files.
  mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?) throws(FlinkMetadataError)

  // MARK: 8. Channel state handles

  /// Begins the state of one channel (`InputChannelStateHandle`, `ResultSubpartitionStateHandle`). Its `offsetCount`
  /// offsets follow with ``offsets(_:)``, then its size and the delegate. `subtaskIndex` is nil in the dialect of
  /// Flink 1.11.
  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int) throws(FlinkMetadataError)
  /// The size of the channel's state in bytes; the delegate follows.
  mutating func channelStateSize(_ stateSize: Int64) throws(FlinkMetadataError)
  /// Ends the state of one channel.
  mutating func endChannelStateHandle() throws(FlinkMetadataError)

  /// Begins the state of several channels (version 6, `MergedInputChannelStateHandle`,
  /// `MergedResultSubpartitionStateHandle`); the delegate follows.
  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64)
    throws(FlinkMetadataError)
  /// Infos, sizes and offsets of the channels in serialized form; the bytes follow with ``bytes(_:offset:)``.
  mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError)
  /// Ends the state of several channels.
  mutating func endMergedChannelStateHandle() throws(FlinkMetadataError)

  // MARK: 9. Checkpoint properties

  /// What kind of checkpoint this is (version 4 and later), or nil if the file does not say.
  mutating func checkpointProperties(_ properties: CheckpointProperties?) throws(FlinkMetadataError)
}

extension MetadataVisitor where Self: ~Copyable {
  /// Returns true.
  @inlinable public mutating func visits(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID
  ) -> Bool { true }
  /// Returns true.
  @inlinable public mutating func visits(masterStateName: ModifiedUTF8Span) -> Bool { true }
  /// Does nothing.
  @inlinable public mutating func beginMetadata(version: FormatVersion, dialect: Dialect) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endMetadata() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func trailingBytes(_ bytes: RawSpan) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func leave(_ field: MetadataPath.Field, index: Int?) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func absent(_ field: MetadataPath.Field) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func endList(_ field: MetadataPath.Field) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func checkpointId(_ checkpointId: Int64) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID, parallelism: Int32,
    maxParallelism: Int32, chainLength: Int32?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endOperatorState(isFullyFinished: Bool) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func refCheckpointId(_ refCheckpointId: Int64?) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endSubtaskState() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endTaskState() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func nullHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int)
    throws(FlinkMetadataError)
  {}
  /// Calls ``fileReference(_:)``.
  @inlinable public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    try fileReference(FileReference(.file, path: filePath, startPos: nil, stateSize: stateSize))
  }
  /// Calls ``fileReference(_:)``.
  @inlinable public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    try fileReference(FileReference(.relativeFile, path: relativePath, startPos: nil, stateSize: stateSize))
  }
  /// Calls ``fileReference(_:)``.
  @inlinable public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    try fileReference(FileReference(.segment, path: filePath, startPos: startPos, stateSize: stateSize))
  }
  /// Does nothing.
  @inlinable public mutating func emptySegmentFileStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginOperatorStateHandle(tag: HandleTag) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func stateMetaInfo(
    name: ModifiedUTF8Span, distributionMode: DistributionMode, offsetCount: Int
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func fileMergingDirectories(
    taskOwnedDirectory: ModifiedUTF8Span, sharedDirectory: ModifiedUTF8Span, isEmpty: Bool
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endOperatorStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
  }
  /// Does nothing.
  @inlinable public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func localPath(_ localPath: ModifiedUTF8Span) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginInMemoryChangelogStateHandle(
    keyGroupRange: KeyGroupRange, from: Int64, to: Int64
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {}
  /// Does nothing.
  @inlinable public mutating func streamOffset(_ offset: Int64) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?, storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func channelStateSize(_ stateSize: Int64) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endChannelStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func beginMergedChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64
  ) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func endMergedChannelStateHandle() throws(FlinkMetadataError) {}
  /// Does nothing.
  @inlinable public mutating func checkpointProperties(_ properties: CheckpointProperties?) throws(FlinkMetadataError) {
  }
}
