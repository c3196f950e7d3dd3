// SPDX-License-Identifier: Apache-2.0

/// A metadata file in memory whose header has been read: what every view refers to.
@usableFromInline
struct ViewedFile: ~Escapable, Copyable {
  @usableFromInline let bytes: RawSpan
  let version: FormatVersion
  let dialect: Dialect

  @_lifetime(copy bytes)
  init(bytes: RawSpan, version: FormatVersion, dialect: Dialect) {
    self.bytes = bytes
    self.version = version
    self.dialect = dialect
  }

  /// Applies a rule of the grammar to the bytes at `offset`, and returns the end of the part that it read.
  @inline(__always)
  func walk<Scanner: TextScanner, Visitor: MetadataVisitor & ~Copyable>(
    _ scanner: Scanner, at offset: Int, _ visitor: inout Visitor,
    _ rule: (inout MetadataWalk<Scanner>, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) -> Int {
    let (version, dialect) = (version, dialect)
    return try withWalk(bytes, scanner) { (walk) throws(FlinkMetadataError) -> Int in
      walk.version = version
      walk.dialect = dialect
      try walk.reader.skip(offset)
      try rule(&walk, &visitor)
      return Int(walk.reader.offset)
    }
  }

  /// The tag of the handle at `offset`.
  @inline(__always)
  func tag(at offset: Int) -> HandleTag? {
    guard offset >= 0 && offset < bytes.byteCount else { return nil }
    // The offset has just been compared with the number of bytes.
    return HandleTag(rawValue: unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
  }

  /// `utf`, whose text was checked before. Moves the offset to its end.
  @inlinable @inline(__always) @_lifetime(copy self)
  func utf(at offset: inout Int) throws(FlinkMetadataError) -> ModifiedUTF8Span {
    let start = offset + UncheckedString.lengthByteCount
    try require(start)
    let count = Int(UInt16(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    try require(start + count)
    offset = start + count
    return checkedString(start..<offset)
  }

  /// A string whose range has been compared with the number of bytes.
  @inlinable @inline(__always) @_lifetime(copy self)
  func checkedString(_ range: Range<Int>) -> ModifiedUTF8Span {
    ModifiedUTF8Span(bytes: unsafe bytes.extracting(unchecked: range), fileOffset: Int64(range.lowerBound))
  }

  /// `i64`. Moves the offset to its end.
  func int64(at offset: inout Int) throws(FlinkMetadataError) -> Int64 {
    try require(offset + 8)
    defer { offset += 8 }
    return Int64(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Int64.self))
  }

  /// Throws if the file ends before `end`, which happens only if its bytes have changed.
  @inlinable @inline(__always)
  func require(_ end: Int) throws(FlinkMetadataError) {
    if end > bytes.byteCount { throw unexpectedEnd(end) }
  }

  @usableFromInline @inline(never)
  func unexpectedEnd(_ end: Int) -> FlinkMetadataError {
    FlinkMetadataError(.unexpectedEnd(missing: end - bytes.byteCount), offset: Int64(bytes.byteCount))
  }

  /// The error for a null handle in a position that allows none, which a handle can have only if the bytes have
  /// changed.
  func unexpectedNull(_ position: FlinkMetadataError.HandlePosition, at offset: Int) -> FlinkMetadataError {
    FlinkMetadataError(.unexpectedTag(HandleTag.null.rawValue, expected: position), offset: Int64(offset))
  }

  /// A string that was read, in place.
  @_lifetime(copy self)
  func string(_ range: StoredString) -> ModifiedUTF8Span {
    ModifiedUTF8Span(
      bytes: bytes.extracting(range.offset..<range.offset + range.count), fileOffset: Int64(range.offset))
  }

  @_lifetime(copy self)
  func string(_ range: StoredString?) -> ModifiedUTF8Span? {
    guard let range else { return nil }
    return string(range)
  }

  /// Bytes that were read, in place.
  @_lifetime(copy self)
  func bytes(_ list: StoredList) -> RawSpan { bytes.extracting(list.offset..<list.offset + list.count) }

  /// Offsets that were read, in place.
  @_lifetime(copy self)
  func offsets(_ list: StoredList) -> OffsetsSpan {
    OffsetsSpan(
      bytes: bytes.extracting(list.offset..<list.offset + (list.count << 3)), fileOffset: Int64(list.offset))
  }
}

/// The place of a string that has been read.
struct StoredString {
  var offset = 0
  var count = 0

  init() {}

  init(_ span: ModifiedUTF8Span) {
    offset = Int(span.fileOffset)
    count = span.bytes.byteCount
  }

  init?(_ span: ModifiedUTF8Span?) {
    guard let span else { return nil }
    self.init(span)
  }
}

/// The place of bytes, offsets or list elements that have been read.
struct StoredList {
  /// The offset of the first of them.
  var offset = 0
  /// How many bytes, offsets or elements.
  var count = 0

  init(offset: Int = 0, count: Int = 0) {
    self.offset = offset
    self.count = count
  }

  init(_ bytes: RawSpan, at offset: Int64?) { self.init(offset: Int(offset ?? 0), count: bytes.byteCount) }

  init(_ offsets: OffsetsSpan) { self.init(offset: Int(offsets.fileOffset), count: offsets.count) }
}
