/// State of an operator that is not keyed (Flink: `OperatorStreamStateHandle`), in place.
public struct OperatorStateHandleView: MetadataView, ~Escapable {
  private let file: MetadataFile
  private let outline: Outline

  /// Reads the handle; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = Outline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.operatorStateHandle(isOptional: true, &visitor)
    }
    self.outline = outline
  }

  /// The kind of handle: partitionableOperatorState or fileMergingOperatorState; null only in version 1.
  public var tag: HandleTag { outline.tag }
  /// The named states and their elements' offsets.
  public var stateNameToPartitionOffsets: MetadataViews<StateMetaInfoView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.stateNameToPartitionOffsets]) }
  }
  /// The directory of the files that the task owns (tag 17).
  public var taskOwnedDirectory: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.string) }
  }
  /// The directory of the files that checkpoints share (tag 17).
  public var sharedDirectory: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.secondString) }
  }
  /// Whether the handle is Flink's `EmptyFileMergingOperatorStreamStateHandle` (tag 17).
  public var isEmpty: Bool { outline.isEmpty }
  /// Where the elements lie: one.
  public var delegateStateHandle: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.delegateStateHandle]) }
  }
}

/// A named operator state (Flink: `OperatorStateHandle.StateMetaInfo`), in place.
public struct StateMetaInfoView: MetadataView, ~Escapable {
  /// The state's name.
  public let name: ModifiedUTF8Span
  /// How its elements are distributed when the job is rescaled.
  public let distributionMode: DistributionMode
  /// Where in the delegate each element begins.
  public let offsets: OffsetsSpan

  /// Reads the state; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = Outline()
    offset = try source.file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.stateMetaInfo(&visitor)
    }
    name = source.file.string(outline.string ?? StoredString())
    distributionMode = outline.distributionMode
    offsets = source.file.offsets(outline.offsets)
  }
}

/// Keyed state of a subtask (Flink: `KeyedStateHandle` and its implementations), in place.
public struct KeyedStateHandleView: MetadataView, ~Escapable {
  private let file: MetadataFile
  private let outline: Outline

  /// Reads the handle; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = Outline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.keyedStateHandle(&visitor)
    }
    self.outline = outline
  }

  /// The kind of handle. Which of the other properties have a meaning follows from it.
  public var tag: HandleTag { outline.tag }
  /// The key groups.
  public var keyGroupRange: KeyGroupRange { outline.range }
  /// The handle's id, where the tag has one.
  public var stateHandleId: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.stateHandleId) }
  }
  /// The bytes that this checkpoint wrote itself (incremental and changelog handles), where the tag has the number.
  public var checkpointedSize: Int64? { outline.checkpointedSize }

  // MARK: Key groups (tags 3, 7 and 12)

  /// For each key group where in the stream it begins.
  public var offsets: OffsetsSpan {
    @_lifetime(copy self) get { file.offsets(outline.offsets) }
  }
  /// The stream: one.
  public var stateHandle: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.stateHandle]) }
  }

  // MARK: Incremental state (tags 5 and 11)

  /// The checkpoint that the files were written for (tags 5 and 11), or the checkpoint (tag 14).
  public var checkpointId: Int64? { outline.handleCheckpointId }
  /// The id of the state backend that wrote the files (tags 5 and 11), or the kind of changelog storage (tag 13).
  public var identifier: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.string) }
  }
  /// The backend's description of its state: at most one.
  public var metaStateHandle: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.metaStateHandle]) }
  }
  /// The files that other checkpoints may use too.
  public var sharedState: MetadataViews<HandleAndLocalPathView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.sharedState]) }
  }
  /// The files of this checkpoint alone.
  public var privateState: MetadataViews<HandleAndLocalPathView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.privateState]) }
  }

  // MARK: Changelog (tags 8 to 10, 13 and 14)

  /// The materialized part (tags 8 and 14).
  public var materialized: MetadataViews<KeyedStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.materialized]) }
  }
  /// The changes since (tags 8 and 14).
  public var nonMaterialized: MetadataViews<KeyedStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.nonMaterialized]) }
  }
  /// The id of the materialization (tags 8 and 14), where the dialect has it.
  public var materializationId: Int64? { outline.materializationId }
  /// The sequence number of the first change (tag 9).
  public var from: Int64 { outline.position }
  /// The sequence number behind the last change (tag 9).
  public var to: Int64 { outline.secondPosition }
  /// The changes in this file (tag 9).
  public var changes: MetadataViews<StateChangeView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.changes]) }
  }
  /// The files of changes (tags 10 and 13).
  public var streamStateHandles: MetadataViews<StreamStateHandleAndOffsetView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.streamStateHandles]) }
  }
  /// The size of the changes in files (tags 10 and 13).
  public var size: Int64 { outline.size ?? 0 }
}

/// A change of the state of a key group (Flink: `StateChange`), in place.
public struct StateChangeView: MetadataView, ~Escapable {
  /// The key group; -1 stands for metadata.
  public let keyGroup: Int32
  /// The change.
  public let change: RawSpan

  /// Reads the change; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = Outline()
    offset = try source.file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.stateChange(&visitor)
    }
    keyGroup = outline.keyGroup
    change = source.file.bytes(outline.data)
  }
}
