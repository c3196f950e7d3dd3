// SPDX-License-Identifier: Apache-2.0

// SPEC.md 8.1, "Versions 3 to 5"
//
//   i32 subtaskIndex, i32, i32 (ChannelInfo), i32 m, i64 offset * m, i64 stateSize, StreamStateHandle
//
// The dialect of Flink 1.11 has no subtaskIndex.

/// The state of one channel (Flink: `AbstractChannelStateHandle`).
public struct SingleChannelStateHandle: Sendable, Hashable {
  /// The subtask that wrote the state; nil in the dialect of Flink 1.11.
  public var subtaskIndex: Int32?
  /// The channel.
  public var info: ChannelInfo
  /// Where in the stream each buffer begins, in bytes.
  public var offsets: Offsets
  /// The size of the state in bytes.
  public var stateSize: Int64
  /// The stream.
  public var delegate: StreamStateHandle

  /// Makes a handle.
  public init(
    subtaskIndex: Int32?, info: ChannelInfo, offsets: Offsets, stateSize: Int64, delegate: StreamStateHandle
  ) {
    self.subtaskIndex = subtaskIndex
    self.info = info
    self.offsets = offsets
    self.stateSize = stateSize
    self.delegate = delegate
  }
}

// MARK: Walking

extension MetadataWalk {
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
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func single(_ handle: SingleChannelStateHandle, _ kind: ChannelStateKind, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try require((handle.subtaskIndex == nil) == (dialect == .flink1_11), .subtaskIndexOfChannel)
    try visitor.beginChannelStateHandle(
      kind: kind, subtaskIndex: handle.subtaskIndex, info: handle.info, offsetCount: handle.offsets.count)
    try offsets(handle.offsets, &visitor)
    try visitor.channelStateSize(handle.stateSize)
    try streamStateHandle(.delegate, handle.delegate, &visitor)
    try visitor.endChannelStateHandle()
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins the state of one channel.
  @inlinable
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) throws(FlinkMetadataError) {
    let isInput = kind == .inputChannel
    channelStateType = isInput ? .inputChannelStateHandle : .resultSubpartitionStateHandle
    try beginHandle(channelStateType, nil)
    try optional("subtaskIndex", subtaskIndex.map(Int64.init))
    try visitor.beginRecord(.channelInfo, tag: nil, name: "info")
    try field(isInput ? "gateIdx" : "partitionIdx", info.firstIndex)
    try field(isInput ? "inputChannelIdx" : "subPartitionIdx", info.secondIndex)
    try visitor.endRecord(.channelInfo)
    try beginOffsets(offsetCount)
  }

  /// Reports the size of a channel's state.
  @inlinable
  public mutating func channelStateSize(_ stateSize: Int64) throws(FlinkMetadataError) {
    try visitor.field("stateSize", stateSize)
  }

  /// Ends the state of one channel.
  @inlinable
  public mutating func endChannelStateHandle() throws(FlinkMetadataError) {
    try visitor.endRecord(channelStateType)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes what comes before the offsets.
  public mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) throws(FlinkMetadataError) {
    if version >= .version6 { writer.uint8(kind.singleType) }
    if let subtaskIndex { writer.int32(subtaskIndex) }
    writer.int32(info.firstIndex)
    writer.int32(info.secondIndex)
    try writer.count(offsetCount)
  }

  /// Writes the size; the delegate follows.
  public mutating func channelStateSize(_ stateSize: Int64) { writer.int64(stateSize) }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    channel = (subtaskIndex, info, [], 0)
    run = .singleChannelOffsets
  }

  mutating func channelStateSize(_ stateSize: Int64) { channel?.stateSize = stateSize }

  mutating func endChannelStateHandle() {
    guard let channel, let delegate = takeStream() else { return }
    channelHandle = .single(
      SingleChannelStateHandle(
        subtaskIndex: channel.subtaskIndex, info: channel.info, offsets: channel.offsets,
        stateSize: channel.stateSize, delegate: delegate))
  }
}

// MARK: View

/// The state of one channel (Flink: `AbstractChannelStateHandle`), in place.
public struct SingleChannelStateHandleView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let outline: ChannelOutline
  /// The channel.
  public let info: ChannelInfo

  @_lifetime(copy file)
  init(_ file: ViewedFile, _ outline: ChannelOutline, _ info: ChannelInfo) {
    self.file = file
    self.outline = outline
    self.info = info
  }

  /// The subtask that wrote the state; nil in the dialect of Flink 1.11.
  public var subtaskIndex: Int32? { outline.subtaskIndex }
  /// Where in the stream each buffer begins.
  public var offsets: OffsetsSpan {
    @_lifetime(copy self) get { file.offsets(outline.offsets) }
  }
  /// The size of the state in bytes.
  public var stateSize: Int64 { outline.stateSize }
  /// The stream.
  public var delegate: StreamStateHandleView {
    @_lifetime(copy self) get throws(FlinkMetadataError) { try .required(file, at: outline.delegate) }
  }
}

extension ChannelOutline {
  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    self.subtaskIndex = subtaskIndex
    self.info = info
  }

  mutating func offsets(_ offsets: OffsetsSpan) { if depth == 0 { self.offsets = StoredList(offsets) } }
  mutating func channelStateSize(_ stateSize: Int64) { self.stateSize = stateSize }
}
