// SPDX-License-Identifier: Apache-2.0

// SPEC.md 5.1, "ByteStreamStateHandle (tag 1)"
//
//   utf handleName, i32 byteCount, bytes

/// State that is in the metadata file itself (Flink: `ByteStreamStateHandle`).
public struct ByteStreamStateHandle: Sendable, Hashable {
  /// A name that distinguishes handles: mostly the path of the file that the state was too small for.
  public var handleName: ModifiedUTF8String
  /// The state.
  public var data: SharedBytes

  /// Makes a handle.
  public init(handleName: ModifiedUTF8String, data: SharedBytes) {
    self.handleName = handleName
    self.data = data
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func byteStreamStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let handleName = try utf(followedBy: 4)
    let byteCount = try reader.count()
    try visitor.byteStreamStateHandle(handleName: span(handleName), byteCount: byteCount)
    try bytes(byteCount, &visitor)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  func byteStream(_ handle: ByteStreamStateHandle, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try visitor.byteStreamStateHandle(handleName: handle.handleName.span, byteCount: handle.data.count)
    try bytes(handle.data, &visitor)
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports inlined state.
  @inlinable
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    try beginHandle(.byteStreamStateHandle, .byteStream)
    try visitor.field("handleName", handleName)
    try beginBytes(.data, byteCount)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes inlined state; its bytes follow.
  public mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) throws(FlinkMetadataError) {
    tag(.byteStream)
    try writer.utf(handleName)
    try writer.count(byteCount)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    stream = .byteStream(ByteStreamStateHandle(handleName: string(handleName), data: SharedBytes()))
    run = .byteStream
  }
}

// MARK: View

/// State that is in the metadata file itself (Flink: `ByteStreamStateHandle`), in place.
public struct ByteStreamStateHandleView: ~Escapable, Copyable {
  /// A name that distinguishes handles.
  public let handleName: ModifiedUTF8Span
  /// The state.
  public let data: RawSpan

  @_lifetime(copy handleName, copy data)
  init(handleName: ModifiedUTF8Span, data: RawSpan) {
    self.handleName = handleName
    self.data = data
  }
}

extension StreamOutline {
  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) {
    if depth == 0 { handle = .byteStream(StoredString(handleName)) }
  }
}
