// SPDX-License-Identifier: Apache-2.0

// SPEC.md 8, "Channel state handles"
//
//   versions 3 to 5   SingleChannelStateHandle
//   version 6 and up  i8 type: 1 or 2 SingleChannelStateHandle, 3 or 4 MergedChannelStateHandle
//                     (1 and 3 input channels, 2 and 4 result subpartitions)

/// Data that was in flight when an unaligned checkpoint was taken (Flink: `InputStateHandle`, `OutputStateHandle`). The
/// list that holds the handle says whether it belongs to input channels or to result subpartitions.
///
/// Later releases of this library add cases: a `switch` over a handle needs `@unknown default`.
@nonexhaustive
public enum ChannelStateHandle: Sendable, Hashable {
  /// Of one channel (Flink: `InputChannelStateHandle`, `ResultSubpartitionStateHandle`).
  case single(SingleChannelStateHandle)
  /// Of several channels (Flink: `MergedInputChannelStateHandle`, `MergedResultSubpartitionStateHandle`; version 6).
  case merged(MergedChannelStateHandle)
}

/// The side of a channel that a state belongs to.
public enum ChannelStateKind: UInt8, Sendable, Hashable, CaseIterable {
  /// State of an input channel (Flink: `InputChannelStateHandle`).
  case inputChannel = 1
  /// State of a result subpartition (Flink: `ResultSubpartitionStateHandle`).
  case resultSubpartition = 2

  /// The type of a handle of one channel.
  @inlinable var singleType: UInt8 { rawValue }
  /// The type of a handle of several channels.
  @inlinable var mergedType: UInt8 { rawValue + 2 }

  @inlinable var position: FlinkMetadataError.HandlePosition {
    self == .inputChannel ? .inputChannelStateHandle : .resultSubpartitionStateHandle
  }
}

/// The channel that a state belongs to (Flink: `InputChannelInfo` or `ResultSubpartitionInfo`).
public struct ChannelInfo: Sendable, Hashable {
  /// The index of the input gate (Flink: `gateIdx`) or of the result partition (Flink: `partitionIdx`).
  public var firstIndex: Int32
  /// The index of the input channel (Flink: `inputChannelIdx`) or of the subpartition (Flink: `subPartitionIdx`).
  public var secondIndex: Int32

  /// Names a channel.
  @inlinable public init(firstIndex: Int32, secondIndex: Int32) {
    self.firstIndex = firstIndex
    self.secondIndex = secondIndex
  }
}

// MARK: Walking

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
    case kind.singleType: try singleChannelStateHandle(kind, &visitor)
    case kind.mergedType: try mergedChannelStateHandle(kind, &visitor)
    default: throw reader.errorBefore(1, .unexpectedTag(type, expected: kind.position))
    }
  }
}

// MARK: Walking values

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
}

// MARK: Building

extension MetadataBuilder {
  /// Adds the handle that has been read to one of the two lists.
  mutating func endChannelState(_ field: MetadataPath.Field) {
    guard let handle = channelHandle.take() else { return }
    if field == .inputChannelState {
      subtask?.inputChannelState.append(handle)
    } else {
      subtask?.resultSubpartitionState.append(handle)
    }
  }
}

// MARK: View

/// Data that was in flight (Flink: `InputStateHandle`, `OutputStateHandle`), in place.
@nonexhaustive
public enum ChannelStateHandleView: ~Escapable {
  /// Of one channel.
  case single(SingleChannelStateHandleView)
  /// Of several channels.
  case merged(MergedChannelStateHandleView)

  @_lifetime(copy file)
  init(_ file: ViewedFile, at offset: inout Int, _ kind: ChannelStateKind) throws(FlinkMetadataError) {
    var outline = ChannelOutline()
    offset = try file.walk(TrustingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.channelStateHandle(kind, &visitor)
    }
    if let info = outline.info {
      self = .single(SingleChannelStateHandleView(file, outline, info))
    } else {
      self = .merged(MergedChannelStateHandleView(file, outline))
    }
  }
}

/// State of input channels, as an element of a list.
public struct InputChannelStateHandleView: MetadataView, ~Escapable {
  /// The handle.
  public let handle: ChannelStateHandleView

  /// Reads the handle; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    handle = try ChannelStateHandleView(source.file, at: &offset, .inputChannel)
  }
}

/// State of result subpartitions, as an element of a list.
public struct ResultSubpartitionStateHandleView: MetadataView, ~Escapable {
  /// The handle.
  public let handle: ChannelStateHandleView

  /// Reads the handle; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    handle = try ChannelStateHandleView(source.file, at: &offset, .resultSubpartition)
  }
}

/// What a view keeps of a channel state handle. The methods for each kind are in the file of its record.
struct ChannelOutline: RecordOutline {
  var depth = 0
  var subtaskIndex: Int32?
  /// The channel; nil for merged state.
  var info: ChannelInfo?
  var offsets = StoredList()
  var stateSize: Int64 = 0
  var delegate = 0
  var serializedChannelOffsets = StoredList()

  mutating func part(_ field: MetadataPath.Field, at offset: Int) { delegate = offset }
}
