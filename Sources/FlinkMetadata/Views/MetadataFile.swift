/// A metadata file in memory whose header has been read: what every view refers to.
@usableFromInline
struct MetadataFile: ~Escapable, Copyable {
  let bytes: RawSpan
  let version: FormatVersion
  let dialect: Dialect

  @_lifetime(copy bytes)
  init(bytes: RawSpan, version: FormatVersion, dialect: Dialect) {
    self.bytes = bytes
    self.version = version
    self.dialect = dialect
  }

  /// Applies a rule of the grammar to the bytes at `offset` and returns where what it read ends.
  @inline(__always)
  func walk<Visitor: MetadataVisitor & ~Copyable>(
    at offset: Int, _ visitor: inout Visitor,
    _ rule: (inout MetadataWalk, inout Visitor) throws(FlinkMetadataError) -> Void
  ) throws(FlinkMetadataError) -> Int {
    let (version, dialect) = (version, dialect)
    return try withWalk(bytes) { (walk) throws(FlinkMetadataError) -> Int in
      walk.version = version
      walk.dialect = dialect
      try walk.reader.skip(offset)
      try rule(&walk, &visitor)
      return Int(walk.reader.offset)
    }
  }

  /// A string that was read, in place.
  @_lifetime(copy self)
  func string(_ range: StoredString) -> ModifiedUTF8Span {
    ModifiedUTF8Span(bytes: bytes.extracting(range.offset..<range.offset + range.count), offset: Int64(range.offset))
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
    OffsetsSpan(bytes: bytes.extracting(list.offset..<list.offset + (list.count << 3)), offset: Int64(list.offset))
  }
}

/// Where a string stands that has been read and checked.
struct StoredString {
  var offset = 0
  var count = 0

  init() {}

  init(_ span: ModifiedUTF8Span) {
    offset = Int(span.offset)
    count = span.bytes.byteCount
  }

  init?(_ span: ModifiedUTF8Span?) {
    guard let span else { return nil }
    self.init(span)
  }
}

/// Where the elements of a list stand that has been read and checked.
struct StoredList {
  var offset = 0
  var count = 0
}
