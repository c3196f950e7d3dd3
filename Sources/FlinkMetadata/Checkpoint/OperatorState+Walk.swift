// SPEC.md 3.3, "Operator states"
//
//   version 5 and up: utf operatorName, utf operatorUid ("" stands for none)
//   i64 lower, i64 upper (OperatorID), i32 parallelism, i32 maxParallelism
//   version 2: i32 chainLength        version 3 and up: StreamStateHandle coordinatorState (tag 0 or 1)
//   i32 n, SubtaskState * n           version 3 and up: n < 0 says that the operator has finished

extension MetadataWalk {
  @inlinable
  mutating func operatorStates<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let count = try reader.count()
    remainder.operatorStates = count
    var list = try beginList(.operatorStates, count: count, &visitor)
    while try next(&list, &visitor) {
      remainder.operatorStates -= 1
      try operatorState(&visitor)
    }
  }

  @inlinable
  mutating func operatorState<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let parallelism: Int32
    if version >= .version5 {
      let (operatorName, operatorUid) = try reader.twoUTF(followedBy: 8 + 8 + 4 + 4)
      let fields = try operatorFields()
      parallelism = fields.parallelism
      try visitor.beginOperatorState(
        operatorName: operatorName.count > 0 ? span(operatorName) : nil,
        operatorUid: operatorUid.count > 0 ? span(operatorUid) : nil,
        operatorID: fields.id, parallelism: parallelism, maxParallelism: fields.maxParallelism, chainLength: nil)
    } else {
      let fields = try operatorFields()
      parallelism = fields.parallelism
      try visitor.beginOperatorState(
        operatorName: nil, operatorUid: nil, operatorID: fields.id, parallelism: parallelism,
        maxParallelism: fields.maxParallelism, chainLength: version == .version2 ? try reader.int32() : nil)
    }
    let hasCoordinatorState = version >= .version3 ? try coordinatorState(&visitor) : false
    let count = try reader.int32()
    if count < 0 && version >= .version3 {
      if count < -1 { nonCanonicalCount += 1 }
      if hasCoordinatorState { throw reader.errorBefore(4, .coordinatorStateOfFinishedOperator) }
      try visitor.fullyFinished()
    } else {
      // Flink reads a negative number of version 2 as 0.
      if count < 0 { nonCanonicalCount += 1 }
      try subtaskStates(max(0, Int(count)), parallelism: parallelism, &visitor)
    }
    try visitor.endOperatorState()
  }

  /// The fields that every version has, with the checks of the constructor of Flink's `OperatorState`.
  @inlinable
  mutating func operatorFields() throws(FlinkMetadataError)
    -> (id: OperatorID, parallelism: Int32, maxParallelism: Int32)
  {
    let fields = try reader.fields(8 + 8 + 4 + 4)
    let id = OperatorID(lowerPart: fields.int64(at: 0), upperPart: fields.int64(at: 8))
    let parallelism = fields.int32(at: 16)
    let maxParallelism = fields.int32(at: 20)
    if parallelism < 0 { throw reader.errorBefore(8, .negativeCount(parallelism)) }
    if parallelism > maxParallelism {
      throw reader.errorBefore(
        8, .parallelismAboveMaximum(parallelism: parallelism, maxParallelism: maxParallelism))
    }
    return (id, parallelism, maxParallelism)
  }

  /// The state of the operator's coordinator, which can only be inlined. Returns whether there is one.
  @inlinable
  mutating func coordinatorState<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError) -> Bool
  {
    try enter(.coordinatorState, &visitor)
    let tag = try reader.uint8()
    switch HandleTag(rawValue: tag) {
    case .null: try visitor.nullHandle()
    case .byteStream: try byteStreamStateHandle(&visitor)
    default: throw reader.errorBefore(1, .unexpectedTag(tag, expected: .coordinatorState))
    }
    try leave(.coordinatorState, &visitor)
    return tag != HandleTag.null.rawValue
  }
}
