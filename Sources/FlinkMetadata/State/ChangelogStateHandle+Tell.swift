// SPEC.md 7.3 to 7.5, changelog handles

extension ValueWalk where Visitor: ~Copyable {
  /// The dialect of Flink 1.14 has none of the sizes and ids that every other layout has.
  private func requireSizesAndIds(_ tag: HandleTag, _ present: Bool...) throws(FlinkMetadataError) {
    try requireTag(tag)
    if dialect == .flink1_14 {
      try require(!present.contains(true), .changelogOfFlink114)
    } else {
      try require(!present.contains(false), .incompleteChangelog)
    }
  }

  mutating func changelog(_ handle: ChangelogStateBackendHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let tag = handle.checkpointId == nil ? HandleTag.changelog : .changelogV2
    try requireSizesAndIds(
      tag, handle.checkpointedSize != nil, handle.materializationId != nil, handle.stateHandleId != nil)
    let range = handle.keyGroupRange
    try requireLegal(range)
    if range.isEmpty { throw error(.keyGroupRange(start: range.startKeyGroup, count: range.numberOfKeyGroups)) }
    try visitor.beginChangelogStateBackendHandle(
      tag: tag, keyGroupRange: range, checkpointedSize: handle.checkpointedSize)
    try list(.materialized, handle.materialized, &visitor) { walk, part, visitor throws(FlinkMetadataError) in
      try walk.keyedStateHandle(part, &visitor)
    }
    try list(.nonMaterialized, handle.nonMaterialized, &visitor) { walk, part, visitor throws(FlinkMetadataError) in
      switch part {
      case .inMemoryChangelog, .changelogStream: try walk.keyedStateHandle(part, &visitor)
      default: throw walk.error(.notRepresentable(.changelogPart))
      }
    }
    try visitor.endChangelogStateBackendHandle(
      materializationId: handle.materializationId, checkpointId: handle.checkpointId,
      stateHandleId: span(handle.stateHandleId))
  }

  mutating func inMemoryChangelog(_ handle: InMemoryChangelogStateHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try requireSizesAndIds(.changelogByteIncrement, handle.stateHandleId != nil)
    try requireLegal(handle.keyGroupRange)
    for number in [handle.from, handle.to] where number < 0 { throw error(.negativeSize(number)) }
    try visitor.beginInMemoryChangelogStateHandle(
      keyGroupRange: handle.keyGroupRange, from: handle.from, to: handle.to)
    try list(.changes, handle.changes, &visitor) { walk, change, visitor throws(FlinkMetadataError) in
      if change.keyGroup < -1 { throw walk.error(.keyGroupRange(start: change.keyGroup, count: 1)) }
      try visitor.stateChange(keyGroup: change.keyGroup, byteCount: change.change.count)
      try walk.bytes(change.change, &visitor)
    }
    try visitor.endInMemoryChangelogStateHandle(stateHandleId: span(handle.stateHandleId))
  }

  mutating func changelogStream(_ handle: ChangelogStateHandleStream, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let tag = handle.storageIdentifier == nil ? HandleTag.changelogFileIncrement : .changelogFileIncrementV2
    try requireSizesAndIds(tag, handle.checkpointedSize != nil, handle.stateHandleId != nil)
    try requireLegal(handle.keyGroupRange)
    try visitor.beginChangelogStateHandleStream(tag: tag, keyGroupRange: handle.keyGroupRange)
    try list(.streamStateHandles, handle.streamStateHandles, &visitor) {
      walk, file, visitor throws(FlinkMetadataError) in
      try visitor.streamOffset(file.offset)
      try walk.streamStateHandle(.handle, file.handle, &visitor)
    }
    try visitor.endChangelogStateHandleStream(
      size: handle.size, checkpointedSize: handle.checkpointedSize, stateHandleId: span(handle.stateHandleId),
      storageIdentifier: span(handle.storageIdentifier))
  }
}
