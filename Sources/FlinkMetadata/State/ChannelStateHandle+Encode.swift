// SPEC.md 8, "Channel state handles"; the layouts stand in ChannelStateHandle+Walk.swift.

extension MetadataEncoder {
  // MARK: 8.1 One channel

  /// Writes what stands in front of the offsets.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) throws(FlinkMetadataError) {
    if version >= .version6 { writer.uint8(kind.rawValue) }
    if let subtaskIndex { writer.int32(subtaskIndex) }
    writer.int32(info.firstIndex)
    writer.int32(info.secondIndex)
    try writer.count(offsetCount)
  }

  /// Writes the size; the delegate follows.
  public mutating func channelStateSize(_ size: Int64) { writer.int64(size) }

  // MARK: 8.2 Merged channels

  /// Writes what stands in front of the delegate.
  public mutating func beginMergedChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64
  ) {
    writer.uint8(kind.rawValue + 2)
    writer.int32(subtaskIndex)
    writer.int64(stateSize)
  }

  /// Writes the length of the serialized offsets, which follow.
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    try writer.count(byteCount)
  }
}
