/// State of a hook of the job manager (Flink: `MasterState`), in place.
public struct MasterStateView: MetadataView, ~Escapable {
  /// The hook's name.
  public let name: ModifiedUTF8Span
  /// The version of the hook's own serializer.
  public let version: Int32
  /// The state.
  public let bytes: RawSpan

  /// Reads the state; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    let file = source.file
    var outline = Outline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.masterState(&visitor)
    }
    name = file.string(outline.string ?? StoredString())
    version = outline.masterStateVersion
    bytes = file.bytes(outline.data)
  }
}

/// State of an operator (Flink: `OperatorState`), in place.
public struct OperatorStateView: MetadataView, ~Escapable {
  private let file: MetadataFile
  private let coordinator: StoredList
  private let subtasks: StoredList
  /// The operator's name, from version 5; nil where the file has none.
  public let operatorName: ModifiedUTF8Span?
  /// The uid that the job gave the operator, from version 5; nil where the file has none.
  public let operatorUid: ModifiedUTF8Span?
  /// The operator's id.
  public let operatorID: OperatorID
  /// The number of subtasks.
  public let parallelism: Int32
  /// The number of key groups.
  public let maxParallelism: Int32
  /// Whether all subtasks have finished.
  public let isFullyFinished: Bool

  /// Reads the state; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = Outline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.operatorState(&visitor)
    }
    coordinator = outline[.coordinatorState]
    subtasks = outline[.subtaskStates]
    operatorName = file.string(outline.string)
    operatorUid = file.string(outline.secondString)
    operatorID = outline.id
    parallelism = outline.parallelism
    maxParallelism = outline.maxParallelism
    isFullyFinished = outline.isFullyFinished
  }

  /// The state of the operator's coordinator: at most one, and inlined.
  public var coordinatorState: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, coordinator) }
  }
  /// State of the subtasks that have any.
  public var subtaskStates: MetadataViews<SubtaskStateView> {
    @_lifetime(copy self) get { MetadataViews(file, subtasks) }
  }
}

/// State of a task of version 1 (Flink 1.9: `TaskState`), in place.
public struct TaskStateView: MetadataView, ~Escapable {
  private let file: MetadataFile
  private let subtasks: StoredList
  /// The id of the job vertex.
  public let jobVertexID: OperatorID
  /// The number of subtasks.
  public let parallelism: Int32
  /// The number of key groups.
  public let maxParallelism: Int32
  /// The number of operators in the chain.
  public let chainLength: Int32

  /// Reads the state; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = Outline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.taskState(&visitor)
    }
    subtasks = outline[.subtaskStates]
    jobVertexID = outline.id
    parallelism = outline.parallelism
    maxParallelism = outline.maxParallelism
    chainLength = outline.chainLength ?? 0
  }

  /// State of the subtasks that have any.
  public var subtaskStates: MetadataViews<SubtaskStateView> {
    @_lifetime(copy self) get { MetadataViews(file, subtasks) }
  }
}

/// State of a subtask (Flink: `OperatorSubtaskState`; in version 1 `SubtaskState`), in place.
public struct SubtaskStateView: MetadataView, ~Escapable {
  private let file: MetadataFile
  private let outline: Outline

  /// Reads the state; see ``MetadataViews/next()``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = Outline()
    offset = try file.walk(at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      // The index was compared with the parallelism when the view of the operator was made.
      if walk.version == .version1 {
        try walk.taskSubtaskState(parallelism: .max, &visitor)
      } else {
        try walk.subtaskState(parallelism: .max, &visitor)
      }
    }
    self.outline = outline
  }

  /// The subtask's index, from 0.
  public var subtaskIndex: Int32 { outline.subtaskIndex }
  /// Whether the subtask has finished; then it has no state.
  public var isFinished: Bool { outline.isFinished }
  /// The checkpoint that a regional checkpoint took this state from (version 7).
  public var refCheckpointId: Int64? { outline.refCheckpointId }

  /// State of Flink 1.1 (versions 1 and 2).
  public var legacyOperatorState: MetadataViews<StreamStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.legacyOperatorState]) }
  }
  /// Operator state that Flink manages: at most one; in version 1 one for each chained operator.
  public var managedOperatorState: MetadataViews<OperatorStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.managedOperatorState]) }
  }
  /// Operator state that the operator serializes itself: as many as of managed state.
  public var rawOperatorState: MetadataViews<OperatorStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.rawOperatorState]) }
  }
  /// Keyed state that Flink manages: at most one.
  public var managedKeyedState: MetadataViews<KeyedStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.managedKeyedState]) }
  }
  /// Keyed state that the operator serializes itself: at most one.
  public var rawKeyedState: MetadataViews<KeyedStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.rawKeyedState]) }
  }
  /// Data that was in flight to the subtask.
  public var inputChannelState: MetadataViews<InputChannelStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.inputChannelState]) }
  }
  /// Data that was in flight from the subtask.
  public var resultSubpartitionState: MetadataViews<ResultSubpartitionStateHandleView> {
    @_lifetime(copy self) get { MetadataViews(file, outline[.resultSubpartitionState]) }
  }
}
