// SPDX-License-Identifier: Apache-2.0

// SPEC.md 5.3, "RelativeFileStateHandle (tag 6)"
//
//   utf relativePath, i64 stateSize

/// State in a file of the checkpoint's own directory (Flink: `RelativeFileStateHandle`, since 1.11).
public struct RelativeFileStateHandle: Sendable, Hashable {
  /// The path from the directory that holds the metadata file.
  public var relativePath: ModifiedUTF8String
  /// The file's size in bytes; -1 where it is not known.
  public var stateSize: Int64

  /// Makes a handle.
  public init(relativePath: ModifiedUTF8String, stateSize: Int64) {
    self.relativePath = relativePath
    self.stateSize = stateSize
  }

  /// How many bytes come before the path: tag and length.
  @inlinable static var pathDistance: Int { 1 + UncheckedString.lengthByteCount }
  /// How many bytes come after the path: the size.
  @inlinable static var sizeByteCount: Int { 8 }
}

// MARK: Walking

extension MetadataWalk {
  /// Tag and fields, which are in the window together so that a visitor can replace them.
  @inlinable
  mutating func relativeFileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let (_, relativePath) = try reader.fieldsAndUTF(1, followedBy: RelativeFileStateHandle.sizeByteCount)
    try check(relativePath)
    try requirePath(relativePath)
    let stateSize = try reader.int64()
    if stateSize < -1 { throw fileSizeError(stateSize, distance: 8) }
    try visitor.relativeFileStateHandle(relativePath: span(relativePath), stateSize: stateSize)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  func relativeFile(_ handle: RelativeFileStateHandle, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try requireTag(.relativeFile)
    try requirePath(handle.relativePath)
    try requireFileSize(handle.stateSize)
    try visitor.relativeFileStateHandle(relativePath: handle.relativePath.span, stateSize: handle.stateSize)
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports a file of the checkpoint's directory.
  @inlinable
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    try beginHandle(.relativeFileStateHandle, .relativeFile)
    try visitor.field("relativePath", relativePath)
    try visitor.field("stateSize", stateSize)
    try visitor.endRecord(.relativeFileStateHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a file of the checkpoint's directory.
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    tag(.relativeFile)
    try writer.utf(relativePath)
    writer.int64(stateSize)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    stream = .relativeFile(RelativeFileStateHandle(relativePath: string(relativePath), stateSize: stateSize))
  }
}

// MARK: View

/// State in a file of the checkpoint's own directory (Flink: `RelativeFileStateHandle`), in place.
public struct RelativeFileStateHandleView: ~Escapable, Copyable {
  /// The path from the directory that holds the metadata file.
  public let relativePath: ModifiedUTF8Span
  /// The file's size in bytes; -1 where it is not known.
  public let stateSize: Int64

  @_lifetime(copy relativePath)
  init(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    self.relativePath = relativePath
    self.stateSize = stateSize
  }
}

extension StreamOutline {
  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    if depth == 0 { handle = .relativeFile(StoredString(relativePath), stateSize: stateSize) }
  }
}
