// SPDX-License-Identifier: Apache-2.0

// The entry points of a walk: over memory, and over a source.

/// Walks over a metadata file in memory. `MetadataFile.walk` and `CheckpointMetadataView.walk` are the public names.
@inlinable
func walkMetadata<Visitor: MetadataVisitor & ~Copyable>(
  _ bytes: RawSpan, dialect: Dialect?, _ visitor: inout Visitor
) throws(FlinkMetadataError) -> MetadataSummary {
  let settled = dialect ?? detectDialect(bytes)
  return try withWalk(bytes, CheckingScanner()) { (walk) throws(FlinkMetadataError) -> MetadataSummary in
    try walk.wholeFile(settled, &visitor)
  }
}

extension ByteSource {
  /// Walks over a metadata file that comes from this source, in constant memory, and reports to the visitor what it
  /// finds.
  ///
  /// Use it for pipes, network connections and files larger than memory. For a file in memory use ``MetadataFile``.
  ///
  /// - Parameters:
  ///   - visitor: the consumer; compiled into the walk if its type is known.
  ///   - dialect: the layout of version 3, or nil to detect it from at most 128 KiB of the first handle that differs
  ///     between dialects, because a source cannot be read twice.
  /// - Returns: what the file is, and whether bytes follow the body.
  /// - Throws: ``FlinkMetadataError`` at the first thing that is wrong, or what the visitor throws.
  ///
  /// Linear in the size of the file; allocates a window of about 400 KiB.
  @inlinable @inline(__always) @discardableResult
  public func walkMetadata<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor, dialect: Dialect? = nil)
    throws(FlinkMetadataError) -> MetadataSummary
  {
    // Inlined into the caller: a call on `any ByteSource` would not be specialised for the visitor otherwise.
    try withWalk(self, CheckingScanner()) { (walk) throws(FlinkMetadataError) -> MetadataSummary in
      try walk.wholeFile(dialect, &visitor)
    }
  }
}

/// Lends a walk that begins at a source's current position.
@inlinable @inline(__always)
func withWalk<Scanner: TextScanner, Result: ~Copyable>(
  _ source: any ByteSource, _ scanner: Scanner,
  _ body: (inout MetadataWalk<Scanner>) throws(FlinkMetadataError) -> Result
) throws(FlinkMetadataError) -> Result {
  let window = StreamWindow(source)
  defer { withExtendedLifetime(window) {} }
  return try withPlaces { (places) throws(FlinkMetadataError) -> Result in
    var walk = MetadataWalk(reader: ByteReader(window, places: places), scanner: scanner)
    return try body(&walk)
  }
}

/// Lends a walk that begins at the first of the bytes.
@inlinable @inline(__always)
func withWalk<Scanner: TextScanner, Result: ~Copyable>(
  _ bytes: RawSpan, _ scanner: Scanner, _ body: (inout MetadataWalk<Scanner>) throws(FlinkMetadataError) -> Result
) throws(FlinkMetadataError) -> Result {
  try withPlaces { (places) throws(FlinkMetadataError) -> Result in
    unsafe try bytes.withUnsafeBytes { (buffer) throws(FlinkMetadataError) -> Result in
      guard let start = buffer.baseAddress else { throw FlinkMetadataError(.emptyInput, offset: 0) }
      var walk = unsafe MetadataWalk(
        reader: ByteReader(start: start, count: buffer.count, places: places), scanner: scanner)
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
    do throws(FlinkMetadataError) {
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
    } catch {
      throw located(error)
    }
  }

  /// An error of a visitor, which does not know where it is.
  @usableFromInline @inline(never)
  mutating func located(_ error: FlinkMetadataError) -> FlinkMetadataError {
    error.located(offset: reader.offset, path: reader.places.path)
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

/// A visitor that ignores everything, for walks that only check.
@usableFromInline
struct Validation: MetadataVisitor {
  @usableFromInline init() {}
}
