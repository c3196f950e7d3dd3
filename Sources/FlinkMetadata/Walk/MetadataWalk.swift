/// One pass over a metadata file that tells a ``MetadataVisitor`` what it meets.
///
/// The grammar of the format stands here once, as one method for each rule of SPEC.md, in the files `…+Walk.swift`.
/// Everything that reads is a visitor of this walk, compiled for it; the walk itself allocates nothing but its path.
@usableFromInline
struct MetadataWalk: ~Copyable {
  @usableFromInline var reader: ByteReader
  @usableFromInline var version: FormatVersion
  @usableFromInline var dialect: Dialect
  /// Whether the dialect is known; while it is not, the first handle that tells decides.
  @usableFromInline var isDialectSettled = true
  /// The highest tag that was met while it was not.
  @usableFromInline var highestTag = HandleTag.null
  @usableFromInline var nesting = 0
  /// How many values were not encoded as Flink's writer does.
  @usableFromInline var nonCanonicalCount = 0
  /// How much of the lists around the current subtask is still to come.
  @usableFromInline var remainder = Remainder()

  @usableFromInline
  init(reader: consuming ByteReader) {
    self.reader = reader
    version = .version2
    dialect = .standard
  }

  /// Goes into a part, so that errors can tell where they happened.
  @inlinable @inline(__always)
  mutating func enter<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    reader.places.enter(field)
    try visitor.enter(field, index: nil, offset: reader.offset)
  }

  @inlinable @inline(__always)
  mutating func leave<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    reader.places.leave()
    try visitor.leave(field, index: nil)
  }

  /// Begins a list: `while try next(&list, &visitor) { … }` then goes over its elements.
  @inlinable @inline(__always)
  mutating func beginList<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, count: Int, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> ListCursor {
    try visitor.beginList(field, count: count, offset: reader.offset)
    reader.places.enter(field)
    return ListCursor(field: field, count: count)
  }

  /// Leaves an element of a list, if there was one, and goes into the next; ends the list behind the last.
  @inlinable @inline(__always)
  mutating func next<Visitor: MetadataVisitor & ~Copyable>(_ list: inout ListCursor, _ visitor: inout Visitor)
    throws(FlinkMetadataError) -> Bool
  {
    if list.next > 0 { try visitor.leave(list.field, index: list.next &- 1) }
    if list.next >= list.count {
      reader.places.leave()
      try visitor.endList(list.field)
      return false
    }
    reader.places.move(toIndex: list.next)
    try visitor.enter(list.field, index: list.next, offset: reader.offset)
    list.next &+= 1
    return true
  }

  /// A number that Flink only compares with 0; its writer puts 0 or 1.
  @inlinable @inline(__always)
  mutating func flag(_ value: Int32) -> Bool {
    if value & ~1 != 0 { nonCanonicalCount += 1 }
    return value != 0
  }

  /// A count that Flink takes for 0 if it is negative; its writer never puts a negative one.
  @inlinable @inline(__always)
  mutating func lenientCount() throws(FlinkMetadataError) -> Int {
    let count = try reader.int32()
    if count < 0 { nonCanonicalCount += 1 }
    return max(0, Int(count))
  }

  /// Counts a level of handles inside handles, which a file could nest without end. The handle's tag is `distance` bytes
  /// back.
  @inlinable @inline(__always)
  mutating func nest(behind distance: Int = 0) throws(FlinkMetadataError) {
    nesting += 1
    if nesting > MetadataLimits.nestingDepth {
      throw reader.errorBefore(distance, .nestingTooDeep(limit: MetadataLimits.nestingDepth))
    }
  }

  @inlinable @inline(__always)
  mutating func unnest() { nesting -= 1 }

  /// `bytes`: hands on a run of bytes as it comes, never more than a window's worth at a time.
  @inlinable
  mutating func bytes<Visitor: MetadataVisitor & ~Copyable>(_ count: Int, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var remaining = count
    while remaining > 0 {
      let chunk = unsafe try reader.chunk(of: remaining)
      try visitor.bytes(unsafe chunk.bytes, offset: reader.offset - Int64(chunk.count))
      remaining -= chunk.count
    }
  }

  /// A string as a view. Its lifetime is not tied to the window: a method of the walk passes it to the visitor at once,
  /// before it reads on.
  @inlinable @inline(__always) @_lifetime(immortal)
  func span(_ string: UncheckedString) -> ModifiedUTF8Span {
    let bytes = unsafe RawSpan(_unsafeStart: string.start, byteCount: string.count)
    let span = unsafe ModifiedUTF8Span(bytes: bytes, offset: reader.offset(of: string.start))
    return unsafe _overrideLifetime(span, copying: ())
  }

  /// `i64 * count`
  @inlinable
  mutating func offsets<Visitor: MetadataVisitor & ~Copyable>(_ count: Int, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var remaining = count << 3
    while remaining > 0 {
      let chunk = unsafe try reader.chunk(of: remaining, stride: 8)
      try visitor.offsets(OffsetsSpan(bytes: unsafe chunk.bytes, offset: reader.offset - Int64(chunk.count)))
      remaining -= chunk.count
    }
  }
}

/// How far a walk has come in a list.
@usableFromInline
struct ListCursor {
  @usableFromInline let field: MetadataPath.Field
  @usableFromInline let count: Int
  /// The index of the element that comes next.
  @usableFromInline var next = 0

  @inlinable @inline(__always)
  init(field: MetadataPath.Field, count: Int) {
    self.field = field
    self.count = count
  }
}
