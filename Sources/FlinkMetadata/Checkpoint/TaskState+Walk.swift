// SPEC.md 3.5, "Body of version 1"
//
//   task     i64 lower, i64 upper (JobVertexID), i32 parallelism, i32 maxParallelism, i32 chainLength,
//            i32 n, subtask * n
//   subtask  i32 subtaskIndex, i64 duration, i32 n, StreamStateHandle * n (legacy operator state),
//            i32 n, OperatorStateHandle * n (managed), i32 n, OperatorStateHandle * n (raw), one for each chained operator,
//            KeyedStateHandle (managed), KeyedStateHandle (raw)

extension MetadataWalk {
  @inlinable
  mutating func taskStates<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.taskStates, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try taskState(&visitor)
    }
  }

  @inlinable
  mutating func taskState<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let task = try operatorFields()
    let chainLength = try reader.int32()
    if chainLength <= 0 { throw reader.errorBefore(4, .negativeCount(chainLength)) }
    try visitor.beginTaskState(
      jobVertexID: task.id, parallelism: task.parallelism, maxParallelism: task.maxParallelism,
      chainLength: chainLength)
    var list = try beginList(.subtaskStates, count: try lenientCount(), &visitor)
    while try next(&list, &visitor) {
      try taskSubtaskState(parallelism: task.parallelism, &visitor)
    }
    try visitor.endTaskState()
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
    try visitor.beginSubtaskState(index: subtaskIndex, isFinished: false, duration: fields.int64(at: 4))
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
    // Only in version 2 does Flink take a negative number for 0.
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
