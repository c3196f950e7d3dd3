// SPEC.md 8, "Channel state handles"

/// Data that was in flight when an unaligned checkpoint was taken (Flink: `InputStateHandle`, `OutputStateHandle`). The
/// list that it stands in tells whether it belongs to input channels or to result subpartitions.
public enum ChannelStateHandle: Sendable, Hashable {
  /// Of one channel (Flink: `InputChannelStateHandle`, `ResultSubpartitionStateHandle`).
  case single(SingleChannelStateHandle)
  /// Of several channels (Flink: `MergedInputChannelStateHandle`, `MergedResultSubpartitionStateHandle`; version 6).
  case merged(MergedChannelStateHandle)
}

/// The state of one channel (Flink: `AbstractChannelStateHandle`).
public struct SingleChannelStateHandle: Sendable, Hashable {
  /// The subtask that wrote the state; nil in the dialect of Flink 1.11.
  public var subtaskIndex: Int32?
  /// The channel.
  public var info: ChannelInfo
  /// Where in the stream each buffer begins, in bytes.
  public var offsets: Offsets
  /// The size of the state in bytes.
  public var size: Int64
  /// The stream.
  public var delegate: StreamStateHandle

  /// Makes a handle.
  public init(
    subtaskIndex: Int32?, info: ChannelInfo, offsets: Offsets, size: Int64, delegate: StreamStateHandle
  ) {
    self.subtaskIndex = subtaskIndex
    self.info = info
    self.offsets = offsets
    self.size = size
    self.delegate = delegate
  }
}

/// The state of several channels in one stream (Flink: `AbstractMergedChannelStateHandle`, since 2.1).
public struct MergedChannelStateHandle: Sendable, Hashable {
  /// The subtask that wrote the state.
  public var subtaskIndex: Int32
  /// The size of the state in bytes.
  public var stateSize: Int64
  /// The stream.
  public var delegate: StreamStateHandle?
  /// The channels, their sizes and offsets, in serialized form; ``channelOffsets()`` reads it.
  public var serializedChannelOffsets: SharedBytes

  /// Makes a handle.
  public init(
    subtaskIndex: Int32, stateSize: Int64, delegate: StreamStateHandle?, serializedChannelOffsets: SharedBytes
  ) {
    self.subtaskIndex = subtaskIndex
    self.stateSize = stateSize
    self.delegate = delegate
    self.serializedChannelOffsets = serializedChannelOffsets
  }
}

/// One of the channels of a merged handle.
public struct ChannelOffsets: Sendable, Hashable {
  /// The channel.
  public var info: ChannelInfo
  /// The size of its state in bytes.
  public var size: Int64
  /// Where in the stream each buffer begins, in bytes.
  public var offsets: Offsets

  /// Makes a channel's offsets.
  public init(info: ChannelInfo, size: Int64, offsets: Offsets) {
    self.info = info
    self.size = size
    self.offsets = offsets
  }
}

// SPEC.md 8.3, "Merged channel offsets"
//
//   i32 k, k * ( i32, i32 (channel info), i64 size, i32 m, i64 offset * m )

extension MergedChannelStateHandle {
  /// The channels that were merged (Flink: `getUnmergedHandles`). Bytes behind the last channel are not looked at, as
  /// in Flink.
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
      let size = Int64(bitPattern: try integers(UInt64.self))
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
      channels.append(ChannelOffsets(info: info, size: size, offsets: offsets))
    }
    return channels
  }
}
