// SPEC.md 7.3 to 7.5, changelog handles
//
//   tag 8       i32 startKeyGroup, i32 n, i64 checkpointedSize, i32 n1, KeyedStateHandle * n1 (materialized),
//               i32 n2, KeyedStateHandle * n2 (each 9, 10 or 13), i64 materializationId, utf stateHandleId
//   tag 14      as 8, with i64 checkpointId behind materializationId
//   tag 9       i32 startKeyGroup, i32 n, i64 from, i64 to, i32 m, m * ( i32 keyGroup, i32 byteCount, bytes ),
//               utf stateHandleId
//   tag 10      i32 startKeyGroup, i32 n, i32 m, m * ( i64 offset, StreamStateHandle ), i64 size, i64 checkpointedSize,
//               utf stateHandleId
//   tag 13      as 10, then utf storageIdentifier
//
// The dialect of Flink 1.14 has tags 8, 9 and 10 without checkpointedSize, materializationId and stateHandleId.

extension MetadataWalk {
  @inlinable
  mutating func changelogStateBackendHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let hasSizesAndIds = dialect != .flink1_14
    let range = try nonEmptyKeyGroupRange()
    let checkpointedSize: Int64? = hasSizesAndIds ? try reader.int64() : nil
    try visitor.beginChangelogStateBackendHandle(
      tag: tag, keyGroupRange: range, checkpointedSize: checkpointedSize)
    try materialized(&visitor)
    try nonMaterialized(&visitor)
    guard hasSizesAndIds else {
      return try visitor.endChangelogStateBackendHandle(
        materializationId: nil, checkpointId: nil, stateHandleId: nil)
    }
    let materializationId = try reader.int64()
    let checkpointId: Int64? = tag == .changelogV2 ? try reader.int64() : nil
    let stateHandleId = try reader.utf()
    try visitor.endChangelogStateBackendHandle(
      materializationId: materializationId, checkpointId: checkpointId, stateHandleId: span(stateHandleId))
  }

  @inlinable
  mutating func materialized<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.materialized, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      // Flink skips null here, but 1.14 does not.
      if try keyedStateHandle(&visitor) == .null && dialect == .flink1_14 {
        throw reader.errorBefore(1, .unexpectedTag(0, expected: .keyedStateHandle))
      }
    }
  }

  @inlinable
  mutating func nonMaterialized<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.nonMaterialized, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      let offset = reader.offset
      switch try keyedStateHandle(&visitor) {
      case .changelogByteIncrement, .changelogFileIncrement, .changelogFileIncrementV2: break
      case let tag:
        throw FlinkMetadataError(
          .unexpectedTag(tag.rawValue, expected: .changelogStateHandle), offset: offset, path: reader.places.path)
      }
    }
  }

  /// Flink refuses a changelog backend's handle that covers no key group.
  @inlinable
  mutating func nonEmptyKeyGroupRange() throws(FlinkMetadataError) -> KeyGroupRange {
    let range = try keyGroupRange()
    if range.isEmpty {
      throw reader.errorBefore(8, .keyGroupRange(start: range.startKeyGroup, count: range.numberOfKeyGroups))
    }
    return range
  }

  @inlinable
  mutating func inMemoryChangelogStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let range = try keyGroupRange()
    let fields = try reader.fields(8 + 8)
    let from = fields.int64(at: 0)
    let to = fields.int64(at: 8)
    if from < 0 { throw reader.errorBefore(16, .negativeSize(from)) }
    if to < 0 { throw reader.errorBefore(8, .negativeSize(to)) }
    try visitor.beginInMemoryChangelogStateHandle(keyGroupRange: range, from: from, to: to)
    try stateChanges(&visitor)
    if dialect == .flink1_14 {
      try visitor.endInMemoryChangelogStateHandle(stateHandleId: nil)
    } else {
      let stateHandleId = try reader.utf()
      try visitor.endInMemoryChangelogStateHandle(stateHandleId: span(stateHandleId))
    }
  }

  @inlinable
  mutating func stateChanges<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.changes, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try stateChange(&visitor)
    }
  }

  @inlinable
  mutating func stateChange<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let keyGroup = try reader.int32()
    if keyGroup < -1 { throw reader.errorBefore(4, .keyGroupRange(start: keyGroup, count: 1)) }
    let byteCount = try reader.count()
    try visitor.stateChange(keyGroup: keyGroup, byteCount: byteCount)
    try bytes(byteCount, &visitor)
  }

  @inlinable
  mutating func changelogStateHandleStream<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let range = try keyGroupRange()
    try visitor.beginChangelogStateHandleStream(tag: tag, keyGroupRange: range)
    try streamHandlesAndOffsets(&visitor)
    let size = try reader.int64()
    if dialect == .flink1_14 {
      return try visitor.endChangelogStateHandleStream(
        size: size, checkpointedSize: nil, stateHandleId: nil, storageIdentifier: nil)
    }
    let checkpointedSize = try reader.int64()
    if tag == .changelogFileIncrementV2 {
      let (stateHandleId, storageIdentifier) = try reader.twoUTF()
      try visitor.endChangelogStateHandleStream(
        size: size, checkpointedSize: checkpointedSize, stateHandleId: span(stateHandleId),
        storageIdentifier: span(storageIdentifier))
    } else {
      let stateHandleId = try reader.utf()
      try visitor.endChangelogStateHandleStream(
        size: size, checkpointedSize: checkpointedSize, stateHandleId: span(stateHandleId),
        storageIdentifier: nil)
    }
  }

  @inlinable
  mutating func streamHandlesAndOffsets<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.streamStateHandles, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try streamHandleAndOffset(&visitor)
    }
  }

  @inlinable
  mutating func streamHandleAndOffset<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try visitor.streamOffset(try reader.int64())
    try streamStateHandle(.handle, isOptional: true, &visitor)
  }
}
