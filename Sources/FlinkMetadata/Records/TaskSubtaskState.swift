// SPDX-License-Identifier: Apache-2.0

// SPEC.md 3.5, "Body of version 1"
//
//   subtask  i32 subtaskIndex, i64 duration, i32 n, StreamStateHandle * n (legacy operator state),
//            i32 n, OperatorStateHandle * n (managed), i32 n, OperatorStateHandle * n (raw), one for each chained operator,
//            KeyedStateHandle (managed), KeyedStateHandle (raw)

/// State of a task's subtask (Flink 1.9: `SubtaskState`; version 1).
public struct TaskSubtaskState: Sendable, Hashable {
  /// The subtask's index, from 0.
  public var subtaskIndex: Int32
  /// How long the snapshot took, in milliseconds.
  public var duration: Int64
  /// State of Flink 1.1, one for each operator of the chain.
  public var legacyOperatorState: [StreamStateHandle?]
  /// Operator state that Flink manages, one for each operator of the chain.
  public var managedOperatorState: [OperatorStreamStateHandle?]
  /// Operator state that the operators serialize themselves, one for each operator of the chain.
  public var rawOperatorState: [OperatorStreamStateHandle?]
  /// Keyed state that Flink manages.
  public var managedKeyedState: KeyedStateHandle?
  /// Keyed state that the operator serializes itself.
  public var rawKeyedState: KeyedStateHandle?

  /// Makes a subtask's state, at first empty.
  public init(
    subtaskIndex: Int32, duration: Int64, legacyOperatorState: [StreamStateHandle?] = [],
    managedOperatorState: [OperatorStreamStateHandle?] = [], rawOperatorState: [OperatorStreamStateHandle?] = [],
    managedKeyedState: KeyedStateHandle? = nil, rawKeyedState: KeyedStateHandle? = nil
  ) {
    self.subtaskIndex = subtaskIndex
    self.duration = duration
    self.legacyOperatorState = legacyOperatorState
    self.managedOperatorState = managedOperatorState
    self.rawOperatorState = rawOperatorState
    self.managedKeyedState = managedKeyedState
    self.rawKeyedState = rawKeyedState
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func taskSubtaskStates<Visitor: MetadataVisitor & ~Copyable>(
    parallelism: Int32, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    var list = try beginList(.subtaskStates, count: try lenientCount(), &visitor)
    while try next(&list, &visitor) {
      try taskSubtaskState(parallelism: parallelism, &visitor)
    }
  }

  @inlinable
  mutating func taskSubtaskState<Visitor: MetadataVisitor & ~Copyable>(
    parallelism: Int32, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let fields = try reader.fields(4 + 8)
    let subtaskIndex = fields.int32(at: 0)
    if subtaskIndex < 0 || subtaskIndex >= parallelism {
      throw reader.errorBefore(12, .subtaskIndexOutOfRange(subtaskIndex, parallelism: parallelism))
    }
    try visitor.beginSubtaskState(subtaskIndex: subtaskIndex, isFinished: false, duration: fields.int64(at: 4))
    try legacyOperatorState(&visitor)
    try chainedOperatorState(.managedOperatorState, &visitor)
    try chainedOperatorState(.rawOperatorState, &visitor)
    try keyedStateHandle(.managedKeyedState, &visitor)
    try keyedStateHandle(.rawKeyedState, &visitor)
    try visitor.endSubtaskState()
  }

  /// State of Flink 1.1, which Flink rejects since 1.4.
  @inlinable
  mutating func legacyOperatorState<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    // Only in version 2 does Flink read a negative number as 0.
    let count = version == .version1 ? try reader.count() : try lenientCount()
    var list = try beginList(.legacyOperatorState, count: count, &visitor)
    while try next(&list, &visitor) {
      try streamStateHandle(isOptional: true, &visitor)
    }
  }

  @inlinable
  mutating func chainedOperatorState<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    var list = try beginList(field, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try operatorStateHandle(isOptional: true, &visitor)
    }
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func taskSubtaskState(_ state: TaskSubtaskState, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try visitor.beginSubtaskState(subtaskIndex: state.subtaskIndex, isFinished: false, duration: state.duration)
    try legacyOperatorState(state.legacyOperatorState, &visitor)
    try chainedOperatorState(.managedOperatorState, state.managedOperatorState, &visitor)
    try chainedOperatorState(.rawOperatorState, state.rawOperatorState, &visitor)
    try keyedStateHandle(.managedKeyedState, state.managedKeyedState, &visitor)
    try keyedStateHandle(.rawKeyedState, state.rawKeyedState, &visitor)
    try visitor.endSubtaskState()
  }

  mutating func legacyOperatorState(_ handles: [StreamStateHandle?], _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try list(.legacyOperatorState, handles, &visitor) { walk, handle, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(handle, &visitor)
    }
  }

  private mutating func chainedOperatorState(
    _ field: MetadataPath.Field, _ handles: [OperatorStreamStateHandle?], _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try list(field, handles, &visitor) { walk, handle, visitor throws(FlinkMetadataError) in
      if let handle { try walk.operatorStateHandle(handle, &visitor) } else { try visitor.nullHandle() }
    }
  }
}

// Encoding and building are those of OperatorSubtaskState.

// MARK: View

/// State of a task's subtask (Flink 1.9: `SubtaskState`; version 1), in place.
public struct TaskSubtaskStateView: MetadataView, ~Escapable {
  private let file: ViewedFile
  private let outline: TaskSubtaskOutline

  /// Reads the state; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = TaskSubtaskOutline()
    // The index was compared with the parallelism when the view of the task was made.
    offset = try file.walk(TrustingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.taskSubtaskState(parallelism: .max, &visitor)
    }
    self.outline = outline
  }

  /// The subtask's index, from 0.
  public var subtaskIndex: Int32 { outline.subtaskIndex }
  /// How long the snapshot took, in milliseconds.
  public var duration: Int64 { outline.duration }

  /// State of Flink 1.1, one for each operator of the chain.
  public var legacyOperatorState: MetadataViews<OptionalHandleView<StreamStateHandleView>> {
    @_lifetime(copy self) get { MetadataViews(file, outline.legacy) }
  }
  /// Operator state that Flink manages, one for each operator of the chain.
  public var managedOperatorState: MetadataViews<OptionalHandleView<OperatorStreamStateHandleView>> {
    @_lifetime(copy self) get { MetadataViews(file, outline.managedOperator) }
  }
  /// Operator state that the operators serialize themselves, one for each operator of the chain.
  public var rawOperatorState: MetadataViews<OptionalHandleView<OperatorStreamStateHandleView>> {
    @_lifetime(copy self) get { MetadataViews(file, outline.rawOperator) }
  }
  /// Keyed state that Flink manages.
  public var managedKeyedState: KeyedStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) {
      try file.handle(KeyedStateHandleView.self, at: outline.managedKeyed)
    }
  }
  /// Keyed state that the operator serializes itself.
  public var rawKeyedState: KeyedStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) {
      try file.handle(KeyedStateHandleView.self, at: outline.rawKeyed)
    }
  }
}

private struct TaskSubtaskOutline: RecordOutline {
  var depth = 0
  var subtaskIndex: Int32 = 0
  var duration: Int64 = 0
  var managedKeyed = 0
  var rawKeyed = 0
  var legacy = StoredList()
  var managedOperator = StoredList()
  var rawOperator = StoredList()

  mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    self.subtaskIndex = subtaskIndex
    self.duration = duration ?? -1
  }

  mutating func part(_ field: MetadataPath.Field, at offset: Int) {
    if field == .managedKeyedState { managedKeyed = offset } else { rawKeyed = offset }
  }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) {
    switch field {
    case .legacyOperatorState: legacy = list
    case .managedOperatorState: managedOperator = list
    default: rawOperator = list
    }
  }
}
