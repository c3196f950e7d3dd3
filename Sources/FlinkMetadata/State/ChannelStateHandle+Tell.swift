// SPEC.md 8, "Channel state handles"

extension ValueWalk where Visitor: ~Copyable {
  mutating func channelStateHandles(
    _ field: MetadataPath.Field, _ kind: ChannelStateKind, _ handles: [ChannelStateHandle], _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try list(field, handles, &visitor) { walk, handle, visitor throws(FlinkMetadataError) in
      switch handle {
      case .single(let handle): try walk.single(handle, kind, &visitor)
      case .merged(let handle): try walk.merged(handle, kind, &visitor)
      }
    }
  }

  private mutating func single(
    _ handle: SingleChannelStateHandle, _ kind: ChannelStateKind, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try require((handle.subtaskIndex == nil) == (dialect == .flink1_11), .subtaskIndexOfChannel)
    try visitor.beginChannelStateHandle(
      kind: kind, subtaskIndex: handle.subtaskIndex, info: handle.info, offsetCount: handle.offsets.count)
    try offsets(handle.offsets, &visitor)
    try visitor.channelStateSize(handle.size)
    try streamStateHandle(.delegate, handle.delegate, &visitor)
    try visitor.endChannelStateHandle()
  }

  private mutating func merged(
    _ handle: MergedChannelStateHandle, _ kind: ChannelStateKind, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try require(version >= .version6, .mergedChannelsBeforeVersion6)
    try visitor.beginMergedChannelStateHandle(
      kind: kind, subtaskIndex: handle.subtaskIndex, stateSize: handle.stateSize)
    try streamStateHandle(.delegate, handle.delegate, &visitor)
    try visitor.serializedChannelOffsets(byteCount: handle.serializedChannelOffsets.count)
    try bytes(handle.serializedChannelOffsets, &visitor)
    try visitor.endMergedChannelStateHandle()
  }
}
