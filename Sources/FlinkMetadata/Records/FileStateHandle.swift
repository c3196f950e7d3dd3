// SPDX-License-Identifier: Apache-2.0

// SPEC.md 5.2, "FileStateHandle (tag 2)"
//
//   i64 stateSize, utf filePath

/// State in a file (Flink: `FileStateHandle`).
public struct FileStateHandle: Sendable, Hashable {
  /// The file's absolute URI.
  public var filePath: ModifiedUTF8String
  /// The file's size in bytes; -1 where it is not known.
  public var stateSize: Int64

  /// Makes a handle.
  public init(filePath: ModifiedUTF8String, stateSize: Int64) {
    self.filePath = filePath
    self.stateSize = stateSize
  }

  /// How many bytes come before the path's length: tag and size.
  @inlinable static var fieldsByteCount: Int { 1 + 8 }
  /// How many bytes come before the path.
  @inlinable static var pathDistance: Int { fieldsByteCount + UncheckedString.lengthByteCount }
}

// MARK: Walking

extension MetadataWalk {
  /// Tag and fields, which are in the window together so that a scanner or a visitor can replace them.
  @inlinable @inline(__always)
  mutating func fileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let (fields, filePath) = try reader.fieldsAndUTF(FileStateHandle.fieldsByteCount)
    try fileStateHandle(fields, filePath, isASCII: false, &visitor)
  }

  /// A file whose parts are in the window and have been consumed. `isASCII` says that the path has been checked.
  @inlinable @inline(__always)
  mutating func fileStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ fields: FixedFields, _ filePath: UncheckedString, isASCII: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try requirePath(filePath)
    let isConsumed =
      unsafe Scanner.consumesPaths
      && scanner.consume(path: filePath.bytes, offset: reader.offset(of: filePath.start))
    if !isASCII && !isConsumed { try check(filePath) }
    let stateSize = fields.int64(at: 1)
    if stateSize < -1 { throw fileSizeError(stateSize, distance: 8 + 2 + filePath.count) }
    if isConsumed { return }
    try visitor.fileStateHandle(filePath: span(filePath), stateSize: stateSize)
  }

  /// Mutating, because a call on a borrowed walk would copy the walk even where there is no error.
  @usableFromInline @inline(never)
  mutating func fileSizeError(_ size: Int64, distance: Int) -> FlinkMetadataError {
    reader.errorBefore(distance, .fileSize(size))
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  func file(_ handle: FileStateHandle, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try requirePath(handle.filePath)
    try requireFileSize(handle.stateSize)
    try visitor.fileStateHandle(filePath: handle.filePath.span, stateSize: handle.stateSize)
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports a file.
  @inlinable
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    try beginHandle(.fileStateHandle, .file)
    try visitor.field("filePath", filePath)
    try visitor.field("stateSize", stateSize)
    try visitor.endRecord(.fileStateHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a file.
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    tag(.file)
    writer.int64(stateSize)
    try writer.utf(filePath)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    file = StoredFile(path: StoredString(filePath), stateSize: stateSize)
  }

  func value(_ file: StoredFile) -> FileStateHandle {
    FileStateHandle(filePath: string(file.path), stateSize: file.stateSize)
  }
}

/// A file that has been read.
struct StoredFile {
  let path: StoredString
  let stateSize: Int64
}

// MARK: View

/// State in a file (Flink: `FileStateHandle`), in place.
public struct FileStateHandleView: ~Escapable, Copyable {
  /// The file's absolute URI.
  public let filePath: ModifiedUTF8Span
  /// The file's size in bytes; -1 where it is not known.
  public let stateSize: Int64

  @_lifetime(copy filePath)
  init(filePath: ModifiedUTF8Span, stateSize: Int64) {
    self.filePath = filePath
    self.stateSize = stateSize
  }

  /// Reads the handle at an offset and moves the offset to its end. Nil if the handle is of another kind or is cut off.
  /// This is by far the most frequent handle in large files; looking for it first saves a walk.
  @inlinable @inline(__always) @_lifetime(copy file)
  init?(_ file: ViewedFile, at offset: inout Int) {
    let start = offset + FileStateHandle.pathDistance
    guard offset >= 0, start <= file.bytes.byteCount else { return nil }
    // All loads are before `start`, which has just been compared with the number of bytes.
    guard unsafe file.bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) == HandleTag.file.rawValue else {
      return nil
    }
    let count = Int(
      UInt16(bigEndian: unsafe file.bytes.unsafeLoadUnaligned(fromByteOffset: start - 2, as: UInt16.self)))
    let size = Int64(bigEndian: unsafe file.bytes.unsafeLoadUnaligned(fromByteOffset: offset + 1, as: Int64.self))
    guard count > 0, start + count <= file.bytes.byteCount, size >= -1 else { return nil }
    stateSize = size
    filePath = file.checkedString(start..<start + count)
    offset = start + count
  }
}

extension StreamOutline {
  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    if depth == 0 { handle = .file(StoredString(filePath), stateSize: stateSize) }
  }
}
