// SPDX-License-Identifier: Apache-2.0

// SPEC.md 8.2, "Versions 6 and 7"
//
//   i32 subtaskIndex, i64 stateSize, StreamStateHandle, i32 byteCount, bytes (serialized offsets)

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

// MARK: Walking

extension MetadataWalk {
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

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func merged(_ handle: MergedChannelStateHandle, _ kind: ChannelStateKind, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try require(version >= .version6, .mergedChannelsBeforeVersion6)
    try visitor.beginMergedChannelStateHandle(
      kind: kind, subtaskIndex: handle.subtaskIndex, stateSize: handle.stateSize)
    try streamStateHandle(.delegate, handle.delegate, &visitor)
    try visitor.serializedChannelOffsets(byteCount: handle.serializedChannelOffsets.count)
    try bytes(handle.serializedChannelOffsets, &visitor)
    try visitor.endMergedChannelStateHandle()
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins the state of several channels.
  @inlinable
  public mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    channelStateType = kind == .inputChannel ? .mergedInputChannelStateHandle : .mergedResultSubpartitionStateHandle
    try beginHandle(channelStateType, nil)
    try field("subtaskIndex", subtaskIndex)
    try visitor.field("stateSize", stateSize)
  }

  /// Begins the channels' offsets.
  @inlinable
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    try beginBytes(.serializedChannelOffsets, byteCount)
  }

  /// Ends the state of several channels.
  @inlinable
  public mutating func endMergedChannelStateHandle() throws(FlinkMetadataError) {
    try visitor.endRecord(channelStateType)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes what comes before the delegate.
  public mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    writer.uint8(kind.mergedType)
    writer.int32(subtaskIndex)
    writer.int64(stateSize)
  }

  /// Writes the length of the serialized offsets, which follow.
  public mutating func serializedChannelOffsets(byteCount: Int) throws(FlinkMetadataError) {
    try writer.count(byteCount)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    merged = MergedChannelStateHandle(
      subtaskIndex: subtaskIndex, stateSize: stateSize, delegate: nil, serializedChannelOffsets: SharedBytes())
  }

  mutating func serializedChannelOffsets(byteCount: Int) { run = .channelOffsets }

  mutating func endMergedChannelStateHandle() {
    channelHandle = merged.take().map { .merged($0) }
  }
}

// MARK: View

/// The state of several channels in one stream (Flink: `AbstractMergedChannelStateHandle`), in place.
public struct MergedChannelStateHandleView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let outline: ChannelOutline

  @_lifetime(copy file)
  init(_ file: ViewedFile, _ outline: ChannelOutline) {
    self.file = file
    self.outline = outline
  }

  /// The subtask that wrote the state.
  public var subtaskIndex: Int32 { outline.subtaskIndex ?? 0 }
  /// The size of the state in bytes.
  public var stateSize: Int64 { outline.stateSize }
  /// The stream.
  public var delegate: StreamStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) {
      try file.handle(StreamStateHandleView.self, at: outline.delegate)
    }
  }
  /// The channels, their sizes and offsets, in serialized form. To decode it, copy it into an array and make a
  /// ``MergedChannelStateHandle`` of that.
  public var serializedChannelOffsets: RawSpan {
    @_lifetime(copy self) get { file.bytes(outline.serializedChannelOffsets) }
  }
}

extension ChannelOutline {
  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    self.subtaskIndex = subtaskIndex
    self.stateSize = stateSize
  }

  mutating func bytes(_ bytes: RawSpan, offset: Int64?) {
    if depth == 0 { serializedChannelOffsets = StoredList(bytes, at: offset) }
  }
}
