// SPDX-License-Identifier: Apache-2.0

// SPEC.md 3.5, "Body of version 1"
//
//   task     i64 lower, i64 upper (JobVertexID), i32 parallelism, i32 maxParallelism, i32 chainLength,
//            i32 n, TaskSubtaskState * n

/// State of a task, a chain of operators (Flink 1.9: `TaskState`; version 1).
public struct TaskState: Sendable, Hashable {
  /// The id of the job vertex, which is also the id of the operator at the head of the chain.
  public var jobVertexID: OperatorID
  /// The number of subtasks.
  public var parallelism: Int32
  /// The number of key groups.
  public var maxParallelism: Int32
  /// The number of operators in the chain.
  public var chainLength: Int32
  /// State of the subtasks, in file order.
  public var subtaskStates: [TaskSubtaskState]

  /// Makes a task's state.
  public init(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32,
    subtaskStates: [TaskSubtaskState] = []
  ) {
    self.jobVertexID = jobVertexID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
    self.subtaskStates = subtaskStates
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func taskStates<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.taskStates, count: try reader.count(), &visitor)
    while try nextUnannounced(&list, &visitor) {
      try taskState(index: list.next &- 1, &visitor)
    }
  }

  @inlinable
  mutating func taskState<Visitor: MetadataVisitor & ~Copyable>(index: Int, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let offset = reader.offset
    let task = try operatorFields()
    let chainLength = try reader.int32()
    if chainLength <= 0 { throw reader.errorBefore(4, .chainLength(chainLength)) }
    if visitor.visits(operatorName: nil, operatorUid: nil, operatorID: task.id) {
      try visitor.enter(.taskStates, index: index, offset: offset)
      try visitor.beginTaskState(
        jobVertexID: task.id, parallelism: task.parallelism, maxParallelism: task.maxParallelism,
        chainLength: chainLength)
      try taskSubtaskStates(parallelism: task.parallelism, &visitor)
      try visitor.endTaskState()
      try visitor.leave(.taskStates, index: index)
    } else {
      try checkTaskSubtaskStates(parallelism: task.parallelism)
    }
  }

  /// The subtasks of a task that is not visited.
  @usableFromInline @inline(never)
  mutating func checkTaskSubtaskStates(parallelism: Int32) throws(FlinkMetadataError) {
    var validation = Validation()
    try taskSubtaskStates(parallelism: parallelism, &validation)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func taskStates(_ states: [TaskState], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(
      .taskStates, states, &visitor,
      visits: { state, visitor in visitor.visits(operatorName: nil, operatorUid: nil, operatorID: state.jobVertexID) },
      check: { walk, state, validation throws(FlinkMetadataError) in try walk.taskState(state, &validation) }
    ) { walk, state, visitor throws(FlinkMetadataError) in
      try walk.taskState(state, &visitor)
    }
  }

  private mutating func taskState(_ state: TaskState, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try require(state.parallelism, atMost: state.maxParallelism)
    if state.chainLength <= 0 { throw error(.chainLength(state.chainLength)) }
    try visitor.beginTaskState(
      jobVertexID: state.jobVertexID, parallelism: state.parallelism, maxParallelism: state.maxParallelism,
      chainLength: state.chainLength)
    try list(.subtaskStates, state.subtaskStates, &visitor) { walk, subtask, visitor throws(FlinkMetadataError) in
      try walk.require(subtask.subtaskIndex, below: state.parallelism)
      try walk.taskSubtaskState(subtask, &visitor)
    }
    try visitor.endTaskState()
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports the fields of a task.
  @inlinable
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) throws(FlinkMetadataError) {
    try visitor.field("jobVertexID", jobVertexID)
    try field("parallelism", parallelism)
    try field("maxParallelism", maxParallelism)
    try field("chainLength", chainLength)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a task's own fields.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    write(jobVertexID, parallelism, maxParallelism)
    writer.int32(chainLength)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    task = TaskState(
      jobVertexID: jobVertexID, parallelism: parallelism, maxParallelism: maxParallelism,
      chainLength: chainLength)
  }

  mutating func endTaskState() {
    if let ended = task.take() { metadata.taskStates.append(ended) }
  }
}

// MARK: View

/// State of a task of version 1 (Flink 1.9: `TaskState`), in place.
public struct TaskStateView: MetadataView, ~Escapable {
  private let file: ViewedFile
  private let subtasks: StoredList
  /// The id of the job vertex.
  public let jobVertexID: OperatorID
  /// The number of subtasks.
  public let parallelism: Int32
  /// The number of key groups.
  public let maxParallelism: Int32
  /// The number of operators in the chain.
  public let chainLength: Int32

  /// Reads the state and checks all that it contains; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    file = source.file
    var outline = TaskOutline()
    offset = try file.walk(CheckingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.taskState(index: 0, &visitor)
    }
    subtasks = outline.subtasks
    jobVertexID = outline.id
    parallelism = outline.parallelism
    maxParallelism = outline.maxParallelism
    chainLength = outline.chainLength
  }

  /// State of the subtasks that have any.
  public var subtaskStates: MetadataViews<TaskSubtaskStateView> {
    @_lifetime(copy self) get { MetadataViews(file, subtasks) }
  }
}

private struct TaskOutline: RecordOutline {
  var depth = 0
  var id = OperatorID(lowerPart: 0, upperPart: 0)
  var parallelism: Int32 = 0
  var maxParallelism: Int32 = 0
  var chainLength: Int32 = 0
  var subtasks = StoredList()

  mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    id = jobVertexID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
  }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) { subtasks = list }
}
