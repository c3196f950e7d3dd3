// SPEC.md 3.4, "Subtask states"
//
//   i32 subtaskIndex                    version 3 and up: negative says that the subtask -(value) - 1 has finished,
//                                       and nothing else follows
//   version 2: i64 duration, i32 n, StreamStateHandle * n (legacy operator state, by Flink 1.3 only)
//   i32 present, OperatorStateHandle    managed operator state, if present is not 0
//   i32 present, OperatorStateHandle    raw operator state, if present is not 0
//   KeyedStateHandle                    managed keyed state
//   KeyedStateHandle                    raw keyed state
//   version 3 and up: i32 n, InputChannelStateHandle * n, i32 m, ResultSubpartitionStateHandle * m
//   version 7: i8 present, i64 refCheckpointId if present is 1

extension MetadataWalk {
  @inlinable
  mutating func subtaskStates<Visitor: MetadataVisitor & ~Copyable>(
    _ count: Int, parallelism: Int32, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    remainder.parallelism = parallelism
    remainder.subtaskStates = count
    var list = try beginList(.subtaskStates, count: count, &visitor)
    while try next(&list, &visitor) {
      remainder.subtaskStates -= 1
      try subtaskState(parallelism: parallelism, &visitor)
    }
  }

  @inlinable
  mutating func subtaskState<Visitor: MetadataVisitor & ~Copyable>(
    parallelism: Int32, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let stored = try reader.int32()
    let isFinished = stored < 0 && version >= .version3
    // -(stored) - 1 in 32 bits that wrap around
    let subtaskIndex = isFinished ? ~stored : stored
    if subtaskIndex < 0 || subtaskIndex >= parallelism {
      throw reader.errorBefore(4, .subtaskIndexOutOfRange(subtaskIndex, parallelism: parallelism))
    }
    if version == .version2 {
      try visitor.beginSubtaskState(index: subtaskIndex, isFinished: false, duration: try reader.int64())
      try legacyOperatorState(&visitor)
    } else {
      try visitor.beginSubtaskState(index: subtaskIndex, isFinished: isFinished, duration: nil)
    }
    if !isFinished {
      if flag(try reader.int32()) { try operatorStateHandle(.managedOperatorState, &visitor) }
      if flag(try reader.int32()) { try operatorStateHandle(.rawOperatorState, &visitor) }
      try subtaskState(from: .managedKeyedState, &visitor)
    }
    try visitor.endSubtaskState()
  }

  @inlinable
  mutating func refCheckpointId<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let marker = try reader.uint8()
    // Flink takes every value but 1 for "not present".
    if marker > 1 { nonCanonicalCount += 1 }
    if marker == 1 { try visitor.refCheckpointId(try reader.int64()) }
  }

  /// The part of a subtask's state that begins with the given field, one of the last four.
  @inlinable @inline(__always)
  mutating func subtaskState<Visitor: MetadataVisitor & ~Copyable>(
    from field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    switch field {
    case .managedKeyedState:
      try settleDialect(before: .managedKeyedState)
      try keyedStateHandle(.managedKeyedState, &visitor)
      fallthrough
    case .rawKeyedState:
      try settleDialect(before: .rawKeyedState)
      try keyedStateHandle(.rawKeyedState, &visitor)
      if version < .version3 { return }
      fallthrough
    case .inputChannelState:
      try settleDialect(before: .inputChannelState)
      try channelStateHandles(.inputChannelState, .inputChannel, &visitor)
      fallthrough
    default:
      try settleDialect(before: .resultSubpartitionState)
      try channelStateHandles(.resultSubpartitionState, .resultSubpartition, &visitor)
    }
    if version >= .version7 { try refCheckpointId(&visitor) }
  }
}
