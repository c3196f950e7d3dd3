// SPDX-License-Identifier: Apache-2.0

// SPEC.md 8.3, "Merged offsets"
//
//   i32 k, k * ( i32, i32 (ChannelInfo), i64 stateSize, i32 m, i64 offset * m )

/// One of the channels of a merged handle.
public struct ChannelOffsets: Sendable, Hashable {
  /// The channel.
  public var info: ChannelInfo
  /// The size of its state in bytes.
  public var stateSize: Int64
  /// Where in the stream each buffer begins, in bytes.
  public var offsets: Offsets

  /// Makes a channel's offsets.
  public init(info: ChannelInfo, stateSize: Int64, offsets: Offsets) {
    self.info = info
    self.stateSize = stateSize
    self.offsets = offsets
  }
}

extension MergedChannelStateHandle {
  /// The channels that were merged (Flink: `getUnmergedHandles`). Bytes after the last channel are ignored, as in
  /// Flink.
  ///
  /// Throws ``FlinkMetadataError`` with an offset counted from the start of the serialized bytes. Linear.
  public func channelOffsets() throws(FlinkMetadataError) -> [ChannelOffsets] {
    var offset = 0
    func integers<Integer: FixedWidthInteger>(_ type: Integer.Type) throws(FlinkMetadataError) -> Integer {
      let width = Integer.bitWidth / 8
      let available = serializedChannelOffsets.count - offset
      if available < width {
        throw FlinkMetadataError(
          .unexpectedEnd(missing: width - available), offset: Int64(offset),
          path: MetadataPath([.init(.serializedChannelOffsets)]))
      }
      var value: Integer = 0
      for byte in serializedChannelOffsets[offset..<offset + width] { value = value << 8 | Integer(byte) }
      offset += width
      return value
    }
    func count() throws(FlinkMetadataError) -> Int {
      let value = Int32(bitPattern: try integers(UInt32.self))
      if value < 0 {
        throw FlinkMetadataError(
          .negativeCount(value), offset: Int64(offset - 4),
          path: MetadataPath([.init(.serializedChannelOffsets)]))
      }
      return Int(value)
    }
    var channels: [ChannelOffsets] = []
    for _ in 0..<(try count()) {
      let info = ChannelInfo(
        firstIndex: Int32(bitPattern: try integers(UInt32.self)),
        secondIndex: Int32(bitPattern: try integers(UInt32.self)))
      let stateSize = Int64(bitPattern: try integers(UInt64.self))
      let offsetCount = try count()
      let byteCount = offsetCount << 3
      if byteCount > serializedChannelOffsets.count - offset {
        throw FlinkMetadataError(
          .unexpectedEnd(missing: byteCount - (serializedChannelOffsets.count - offset)), offset: Int64(offset),
          path: MetadataPath([.init(.serializedChannelOffsets)]))
      }
      let offsets = Offsets(
        bytes: SharedBytes(
          storage: serializedChannelOffsets.storage, start: serializedChannelOffsets.start + offset,
          count: byteCount))
      offset += byteCount
      channels.append(ChannelOffsets(info: info, stateSize: stateSize, offsets: offsets))
    }
    return channels
  }
}
