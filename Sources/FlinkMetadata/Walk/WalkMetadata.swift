/// What a walk over a whole file found out.
public struct MetadataSummary: Sendable, Hashable {
  /// The file's version.
  public var version: FormatVersion
  /// The layout of version 3 that the file has.
  public var dialect: Dialect
  /// The size of header and body in bytes.
  public var byteCount: Int64
  /// How many bytes follow the body. Flink does not look at them; a file that Flink wrote has none.
  public var trailingByteCount: Int64
  /// How many values were encoded in a way that Flink reads but never writes (SPEC.md 12.3), such as a presence field of
  /// 7. They are read as what Flink takes them for, so encoding what was decoded gives the same bytes only if there are
  /// none; a ``PathRewriter`` without rules copies even them.
  public var nonCanonicalCount: Int

  @inlinable
  init(
    version: FormatVersion, dialect: Dialect, byteCount: Int64, trailingByteCount: Int64, nonCanonicalCount: Int
  ) {
    self.nonCanonicalCount = nonCanonicalCount
    self.version = version
    self.dialect = dialect
    self.byteCount = byteCount
    self.trailingByteCount = trailingByteCount
  }
}

/// Walks over a metadata file in memory and tells the visitor what it meets.
///
/// - Parameters:
///   - bytes: the whole file, not compressed.
///   - dialect: the layout of version 3, or nil to find it out: a file that can be read to its very end in the standard
///     layout has that one, else the dialect in which it can.
///   - visitor: the consumer; compiled into the walk if its type is known.
/// - Returns: what the file is, and whether bytes follow the body.
/// - Throws: ``FlinkMetadataError`` at the first thing that is wrong, or what the visitor throws.
///
/// Linear in the size of the file; allocates nothing that grows with it.
@inlinable @discardableResult
public func walkMetadata<Visitor: MetadataVisitor & ~Copyable>(
  _ bytes: RawSpan, dialect: Dialect? = nil, visitor: inout Visitor
) throws(FlinkMetadataError) -> MetadataSummary {
  let settled = dialect ?? detectDialect(bytes)
  return try withWalk(bytes) { (walk) throws(FlinkMetadataError) -> MetadataSummary in
    try walk.wholeFile(settled, &visitor)
  }
}

/// Walks over a metadata file that comes from a source, in constant memory.
///
/// As ``walkMetadata(_:dialect:visitor:)-(RawSpan,_,_)``, but the dialect of version 3 is told from at most 128 KiB of
/// the first handle that differs between dialects, because a source cannot be read twice.
@inlinable @discardableResult
public func walkMetadata<Visitor: MetadataVisitor & ~Copyable>(
  _ source: any ByteSource, dialect: Dialect? = nil, visitor: inout Visitor
) throws(FlinkMetadataError) -> MetadataSummary {
  try withWalk(source) { (walk) throws(FlinkMetadataError) -> MetadataSummary in
    try walk.wholeFile(dialect, &visitor)
  }
}

/// Lends a walk that stands where a source stands.
@inlinable @inline(__always)
func withWalk<Result: ~Copyable>(
  _ source: any ByteSource, _ body: (inout MetadataWalk) throws(FlinkMetadataError) -> Result
) throws(FlinkMetadataError) -> Result {
  let window = StreamWindow(source)
  defer { withExtendedLifetime(window) {} }
  return try withPlaces { (places) throws(FlinkMetadataError) -> Result in
    var walk = MetadataWalk(reader: ByteReader(window, places: places))
    return try body(&walk)
  }
}

/// Lends a walk that stands at the first of the bytes.
@inlinable @inline(__always)
func withWalk<Result: ~Copyable>(
  _ bytes: RawSpan, _ body: (inout MetadataWalk) throws(FlinkMetadataError) -> Result
) throws(FlinkMetadataError) -> Result {
  try withPlaces { (places) throws(FlinkMetadataError) -> Result in
    unsafe try bytes.withUnsafeBytes { (buffer) throws(FlinkMetadataError) -> Result in
      guard let start = buffer.baseAddress else {
        throw FlinkMetadataError(.unexpectedEnd(missing: 4), offset: 0)
      }
      var walk = unsafe MetadataWalk(reader: ByteReader(start: start, count: buffer.count, places: places))
      return try body(&walk)
    }
  }
}

extension MetadataWalk {
  /// Header, body and what follows.
  @inlinable
  mutating func wholeFile<Visitor: MetadataVisitor & ~Copyable>(_ dialect: Dialect?, _ visitor: inout Visitor)
    throws(FlinkMetadataError) -> MetadataSummary
  {
    try fileHeader()
    // Only version 3 has dialects.
    self.dialect = version == .version3 ? dialect ?? .standard : .standard
    isDialectSettled = dialect != nil || version != .version3
    try body(&visitor)
    let byteCount = reader.offset
    try trailingBytes(&visitor)
    return MetadataSummary(
      version: version, dialect: self.dialect, byteCount: byteCount, trailingByteCount: reader.offset - byteCount,
      nonCanonicalCount: nonCanonicalCount)
  }

  @inlinable
  mutating func trailingBytes<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    while try !reader.isAtEnd() {
      try visitor.trailingBytes(unsafe reader.chunk(of: .max).bytes)
    }
  }
}

/// A visitor that only wants the walk's checks.
@usableFromInline
struct Validation: MetadataVisitor {
  @usableFromInline init() {}
}
