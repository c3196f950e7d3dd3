// SPEC.md 8, "Channel state handles"
//
//   versions 3 to 5   single
//   version 6 and up  i8 type: 1 or 2 single, 3 or 4 merged (1 and 3 input channels, 2 and 4 result subpartitions)
//   single            i32 subtaskIndex, i32, i32 (channel info), i32 m, i64 offset * m, i64 size, StreamStateHandle
//   merged            i32 subtaskIndex, i64 stateSize, StreamStateHandle, i32 byteCount, bytes (serialized offsets)
//
// The dialect of Flink 1.11 has no subtaskIndex.

extension MetadataWalk {
  @inlinable
  mutating func channelStateHandles<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ kind: ChannelStateKind, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    var list = try beginList(field, count: try lenientCount(), &visitor)
    while try next(&list, &visitor) {
      try channelStateHandle(kind, &visitor)
    }
  }

  @inlinable
  mutating func channelStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ kind: ChannelStateKind, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    guard version >= .version6 else { return try singleChannelStateHandle(kind, &visitor) }
    let type = try reader.uint8()
    switch type {
    case kind.rawValue: try singleChannelStateHandle(kind, &visitor)
    case kind.rawValue + 2: try mergedChannelStateHandle(kind, &visitor)
    default:
      let expected: FlinkMetadataError.HandlePosition =
        kind == .inputChannel ? .inputChannelStateHandle : .resultSubpartitionStateHandle
      throw reader.errorBefore(1, .unexpectedTag(type, expected: expected))
    }
  }

  @inlinable
  mutating func singleChannelStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ kind: ChannelStateKind, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let subtaskIndex: Int32? = dialect == .flink1_11 ? nil : try reader.int32()
    let fields = try reader.fields(4 + 4)
    let info = ChannelInfo(firstIndex: fields.int32(at: 0), secondIndex: fields.int32(at: 4))
    let offsetCount = try reader.count()
    try visitor.beginChannelStateHandle(
      kind: kind, subtaskIndex: subtaskIndex, info: info, offsetCount: offsetCount)
    try offsets(offsetCount, &visitor)
    try visitor.channelStateSize(try reader.int64())
    try streamStateHandle(.delegate, isOptional: false, &visitor)
    try visitor.endChannelStateHandle()
  }

  @inlinable
  mutating func mergedChannelStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ kind: ChannelStateKind, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let fields = try reader.fields(4 + 8)
    try visitor.beginMergedChannelStateHandle(
      kind: kind, subtaskIndex: fields.int32(at: 0), stateSize: fields.int64(at: 4))
    try streamStateHandle(.delegate, isOptional: true, &visitor)
    let byteCount = try reader.count()
    try visitor.serializedChannelOffsets(byteCount: byteCount)
    try bytes(byteCount, &visitor)
    try visitor.endMergedChannelStateHandle()
  }
}
