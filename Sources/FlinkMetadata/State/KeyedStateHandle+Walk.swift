// SPEC.md 7, "Keyed state handles"
//
//   tag 0       (nothing)
//   tag 3, 7    i32 startKeyGroup, i32 n, i64 offset * n, StreamStateHandle
//   tag 12      as 3, then utf stateHandleId
//   tag 5       i64 checkpointId, utf backendIdentifier, i32 startKeyGroup, i32 n,
//               StreamStateHandle meta, files shared, files private
//   tag 11      i64 checkpointId, utf backendIdentifier, i32 startKeyGroup, i32 n, i64 checkpointedSize,
//               StreamStateHandle meta, files shared, files private, utf stateHandleId
//   files       i32 n, n * ( utf localPath, StreamStateHandle )
//   tag 8–10, 13, 14   see ChangelogStateHandle+Walk.swift

extension MetadataWalk {
  /// A keyed state handle that is a field of a subtask's state.
  @inlinable
  mutating func keyedStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try enter(field, &visitor)
    try keyedStateHandle(&visitor)
    try leave(field, &visitor)
  }

  /// A keyed state handle, or null. Returns its tag.
  @inlinable @discardableResult
  mutating func keyedStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError) -> HandleTag
  {
    try nest()
    let tagValue = try reader.uint8()
    let lastTag = version > .version1 ? dialect.lastTag : .keyGroups
    guard let tag = HandleTag(rawValue: tagValue), tag <= lastTag else {
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .keyedStateHandle))
    }
    note(tag)
    switch tag {
    case .null:
      try visitor.nullHandle()
    case .keyGroups, .savepointKeyGroups, .keyGroupsV2:
      try keyGroupsStateHandle(tag, isStreamStateHandle: false, &visitor)
    case .incrementalKeyGroups, .incrementalKeyGroupsV2:
      try incrementalRemoteKeyedStateHandle(tag, &visitor)
    case .changelog, .changelogV2:
      try changelogStateBackendHandle(tag, &visitor)
    case .changelogByteIncrement:
      try inMemoryChangelogStateHandle(&visitor)
    case .changelogFileIncrement, .changelogFileIncrementV2:
      try changelogStateHandleStream(tag, &visitor)
    default:
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .keyedStateHandle))
    }
    unnest()
    return tag
  }

  @inlinable
  mutating func keyGroupsStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, isStreamStateHandle: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let range = try keyGroupRange()
    let count = range.numberOfKeyGroups
    if count < 0 { throw reader.errorBefore(4, .negativeCount(count)) }
    // Flink compares the number of offsets with that of the range, which is 0 where start + n overflows.
    if range.isEmpty && count > 0 {
      throw reader.errorBefore(8, .keyGroupRange(start: range.startKeyGroup, count: count))
    }
    try visitor.beginKeyGroupsStateHandle(tag: tag, keyGroupRange: range)
    try offsets(Int(count), &visitor)
    try streamStateHandle(.stateHandle, isOptional: false, &visitor)
    if tag == .keyGroupsV2 {
      let stateHandleId = try reader.utf()
      try visitor.endKeyGroupsStateHandle(stateHandleId: span(stateHandleId))
    } else {
      try visitor.endKeyGroupsStateHandle(stateHandleId: nil)
    }
  }

  @inlinable
  mutating func incrementalRemoteKeyedStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let isV2 = tag == .incrementalKeyGroupsV2
    let checkpointId = try reader.int64()
    let backendIdentifier = try reader.utf(followedBy: 4 + 4 + (isV2 ? 8 : 0))
    let range = try keyGroupRange()
    let checkpointedSize: Int64? = isV2 ? try reader.int64() : nil
    try visitor.beginIncrementalRemoteKeyedStateHandle(
      tag: tag, checkpointId: checkpointId, backendIdentifier: span(backendIdentifier), keyGroupRange: range,
      checkpointedSize: checkpointedSize)
    try streamStateHandle(.metaStateHandle, isOptional: true, &visitor)
    try handlesAndLocalPaths(.sharedState, &visitor)
    try handlesAndLocalPaths(.privateState, &visitor)
    if isV2 {
      let stateHandleId = try reader.utf()
      try visitor.endIncrementalRemoteKeyedStateHandle(stateHandleId: span(stateHandleId))
    } else {
      try visitor.endIncrementalRemoteKeyedStateHandle(stateHandleId: nil)
    }
  }

  /// The files of incremental state: in large metadata nearly all of the bytes are here.
  @inlinable
  mutating func handlesAndLocalPaths<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    var list = try beginList(field, count: try reader.count(), &visitor)
    reader.places.prepare(.handle)
    while try next(&list, &visitor) {
      try handleAndLocalPath(&visitor)
    }
  }

  /// One file; its `handle` has been prepared as a place.
  @inlinable @inline(__always)
  mutating func handleAndLocalPath<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let localPath = try reader.utf()
    try visitor.localPath(span(localPath))
    reader.places.enterPrepared()
    try visitor.enter(.handle, index: nil, offset: reader.offset)
    try streamStateHandle(isOptional: false, &visitor)
    try leave(.handle, &visitor)
  }

  /// `i32 startKeyGroup, i32 n`
  @inlinable
  mutating func keyGroupRange() throws(FlinkMetadataError) -> KeyGroupRange {
    let fields = try reader.fields(4 + 4)
    let range = KeyGroupRange(startKeyGroup: fields.int32(at: 0), numberOfKeyGroups: fields.int32(at: 4))
    if !range.isLegal {
      throw reader.errorBefore(8, .keyGroupRange(start: range.startKeyGroup, count: range.numberOfKeyGroups))
    }
    return range
  }
}
