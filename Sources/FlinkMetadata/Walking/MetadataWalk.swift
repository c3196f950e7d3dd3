// SPDX-License-Identifier: Apache-2.0

/// One pass over a metadata file that reports to a ``MetadataVisitor`` what it finds.
///
/// This is the grammar of the format: one method for each rule of SPEC.md, in the file of its record (folder Records).
/// Everything that reads is a visitor of this walk and is compiled into it. The walk allocates nothing but an error's
/// path.
@usableFromInline
struct MetadataWalk<Scanner: TextScanner>: ~Copyable {
  @usableFromInline var reader: ByteReader
  @usableFromInline var scanner: Scanner
  @usableFromInline var version: FormatVersion
  @usableFromInline var dialect: Dialect
  /// Whether the dialect is known. Until it is, the first handle that differs between dialects decides.
  @usableFromInline var isDialectSettled = true
  /// The highest tag that was read before the dialect was known.
  @usableFromInline var highestTag = HandleTag.null
  @usableFromInline var nesting = 0
  /// How many values are encoded differently from Flink's writer.
  @usableFromInline var nonCanonicalCount = 0
  /// How much of the lists around the current subtask is still to come.
  @usableFromInline var remainder = Remainder()

  @usableFromInline
  init(reader: consuming ByteReader, scanner: Scanner) {
    self.reader = reader
    self.scanner = scanner
    version = .version2
    dialect = .standard
  }

  // MARK: Places

  /// Enters a part, so that errors can say where they happened.
  @inlinable @inline(__always)
  mutating func enter<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    reader.places.enter(field)
    try visitor.enter(field, index: nil, offset: reader.offset)
  }

  /// As ``enter(_:_:)``, for a field that is a list of one, except in version 1.
  @inlinable @inline(__always)
  mutating func enterListOfOne<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    reader.places.enter(field)
    if field.isListOfOne(in: version) { reader.places.move(toIndex: 0) }
    try visitor.enter(field, index: nil, offset: reader.offset)
  }

  @inlinable @inline(__always)
  mutating func leave<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    reader.places.leave()
    try visitor.leave(field, index: nil)
  }

  /// Begins a list; `while try next(&list, &visitor) { … }` then visits its elements.
  @inlinable @inline(__always)
  mutating func beginList<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, count: Int, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> ListCursor {
    try visitor.beginList(field, count: count, offset: reader.offset)
    reader.places.enter(field)
    return ListCursor(field: field, count: count)
  }

  /// Leaves an element of a list, if there was one, and enters the next; ends the list after the last.
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

  /// As ``next(_:_:)``, for elements that the visitor is asked about before they are announced.
  @inlinable @inline(__always)
  mutating func nextUnannounced<Visitor: MetadataVisitor & ~Copyable>(
    _ list: inout ListCursor, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> Bool {
    if list.next >= list.count {
      reader.places.leave()
      try visitor.endList(list.field)
      return false
    }
    reader.places.move(toIndex: list.next)
    list.next &+= 1
    return true
  }

  // MARK: Lenient numbers

  /// A number that Flink only compares with 0; its writer writes 0 or 1.
  @inlinable @inline(__always)
  mutating func flag(_ value: Int32) -> Bool {
    if value & ~1 != 0 { nonCanonicalCount += 1 }
    return value != 0
  }

  /// A count that Flink reads as 0 if it is negative; its writer never writes a negative one.
  @inlinable @inline(__always)
  mutating func lenientCount() throws(FlinkMetadataError) -> Int {
    let count = try reader.int32()
    if count < 0 { nonCanonicalCount += 1 }
    return max(0, Int(count))
  }

  // MARK: Nesting

  /// Counts a level of nested handles, because a file could nest them without end. The handle's tag is `distance` bytes
  /// back.
  @inlinable @inline(__always)
  mutating func nest(tagDistance distance: Int = 0) throws(FlinkMetadataError) {
    nesting += 1
    if nesting > MetadataLimits.nestingDepth {
      throw reader.errorBefore(distance, .nestingTooDeep(limit: MetadataLimits.nestingDepth))
    }
  }

  @inlinable @inline(__always)
  mutating func unnest() { nesting -= 1 }

  // MARK: Strings

  /// `utf`: a length of 16 bits and that many bytes of modified UTF-8. Valid until the reader is used again, and also
  /// while the next `following` bytes are read.
  @inlinable @inline(__always)
  mutating func utf(followedBy following: Int = 0) throws(FlinkMetadataError) -> UncheckedString {
    let string = try reader.utf(followedBy: following)
    try check(string)
    return string
  }

  /// Two `utf` in a row, both valid until the reader is used again, and also while the next `following` bytes are read.
  @inlinable
  mutating func twoUTF(followedBy following: Int = 0) throws(FlinkMetadataError) -> (UncheckedString, UncheckedString) {
    let strings = try reader.twoUTF(followedBy: following)
    try check(strings.0)
    try check(strings.1)
    return strings
  }

  @inlinable @inline(__always)
  mutating func check(_ string: UncheckedString) throws(FlinkMetadataError) {
    if Scanner.trustsText { return }
    if unsafe !isModifiedUTF8(string.bytes) { throw error(.modifiedUTF8, string) }
  }

  /// Throws if a string is empty that Flink makes an `org.apache.flink.core.fs.Path` of.
  @inlinable @inline(__always)
  mutating func requirePath(_ path: UncheckedString) throws(FlinkMetadataError) {
    if path.count == 0 { throw error(.emptyPath, path) }
  }

  /// An error in a string, at the offset of its length. Mutating, because a call on a borrowed walk would copy the walk
  /// even where there is no error.
  @usableFromInline @inline(never)
  mutating func error(_ kind: FlinkMetadataError.Kind, _ string: UncheckedString) -> FlinkMetadataError {
    FlinkMetadataError(
      kind, offset: unsafe reader.offset(of: string.start) - Int64(UncheckedString.lengthByteCount),
      path: reader.places.path)
  }

  /// A string as a view. Its lifetime is not tied to the window: a method of the walk passes it to the visitor at once,
  /// before it reads on.
  @inlinable @inline(__always) @_lifetime(immortal)
  func span(_ string: UncheckedString) -> ModifiedUTF8Span {
    let bytes = unsafe RawSpan(_unsafeStart: string.start, byteCount: string.count)
    let span = unsafe ModifiedUTF8Span(bytes: bytes, fileOffset: reader.offset(of: string.start))
    return unsafe _overrideLifetime(span, copying: ())
  }

  @inlinable @inline(__always) @_lifetime(immortal)
  func span(_ string: UncheckedString?) -> ModifiedUTF8Span? {
    guard let string else { return nil }
    return span(string)
  }

  // MARK: Runs

  /// `bytes`: reports a run of bytes piece by piece, at most a window's worth at a time.
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

  /// Skips a run of bytes.
  @usableFromInline
  mutating func skip(_ count: Int) throws(FlinkMetadataError) {
    var remaining = count
    while remaining > 0 { remaining -= unsafe try reader.chunk(of: remaining).count }
  }

  /// `i64 * count`
  @inlinable
  mutating func offsets<Visitor: MetadataVisitor & ~Copyable>(_ count: Int, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var remaining = count << 3
    while remaining > 0 {
      let chunk = unsafe try reader.chunk(of: remaining, stride: 8)
      try visitor.offsets(OffsetsSpan(bytes: unsafe chunk.bytes, fileOffset: reader.offset - Int64(chunk.count)))
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

  /// How many elements come after the one that was entered last.
  @inlinable var remaining: Int { count &- next }

  @inlinable @inline(__always)
  init(field: MetadataPath.Field, count: Int) {
    self.field = field
    self.count = count
  }
}
