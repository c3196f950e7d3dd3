/// A bounds-checked, big-endian cursor over contiguous memory or over a window that moves along a ``ByteSource``.
///
/// This is where the codec reads memory. The argument why it is safe: `position...end` always lies in memory that is
/// alive, because a reader exists only inside the closure that lends it the memory or the window. Nothing is
/// loaded that was not asked for first with ``require(_:)``, which compares with `end`. A pointer that is handed out
/// stays inside the walk and is used before the next call to the reader, since that call may move the window.
@safe @usableFromInline
struct ByteReader: ~Copyable {
  @usableFromInline var position: UnsafeRawPointer
  @usableFromInline var end: UnsafeRawPointer
  /// Where the window begins.
  @usableFromInline var origin: UnsafeRawPointer
  /// The offset in the file of a byte is its address less this.
  @usableFromInline var offsetBase: Int
  /// The window, which whoever made the reader keeps: so there is nothing to release when a reader goes.
  @usableFromInline unowned(unsafe) let window: StreamWindow?
  @usableFromInline var places: PlaceStack
  /// Who wants to see the bytes that leave the window; kept as the window is.
  @usableFromInline unowned(unsafe) var tap: (any WindowTap)?

  /// Reads contiguous memory, which must outlive the reader.
  @usableFromInline
  init(start: UnsafeRawPointer, count: Int, places: PlaceStack) {
    unsafe position = start
    unsafe end = start + count
    unsafe origin = start
    offsetBase = Int(bitPattern: start)
    unsafe window = nil
    self.places = places
  }

  /// Reads what comes through a window, which must outlive the reader. The first byte counts as offset 0.
  @usableFromInline
  init(_ window: StreamWindow, places: PlaceStack) {
    unsafe position = window.start
    unsafe end = window.start
    unsafe origin = window.start
    offsetBase = unsafe Int(bitPattern: window.start)
    unsafe self.window = window
    self.places = places
  }

  /// The offset in the file of the next byte.
  @inlinable var offset: Int64 { unsafe offset(of: position) }

  /// The offset in the file of a byte of the current window.
  @inlinable func offset(of address: UnsafeRawPointer) -> Int64 {
    Int64(Int(bitPattern: address) &- offsetBase)
  }

  /// The bytes that can be read without moving the window.
  @inlinable var available: Int { unsafe end - position }

  // MARK: Asking for bytes

  /// Makes the next `count` bytes readable side by side.
  @inlinable @inline(__always)
  mutating func require(_ count: Int) throws(FlinkMetadataError) {
    if available < count { try refill(count) }
  }

  @usableFromInline @inline(never)
  mutating func refill(_ count: Int) throws(FlinkMetadataError) {
    if try !fill(count) { throw error(.unexpectedEnd(missing: count - available)) }
  }

  /// Moves the window so that the next `count` bytes are in it, and tells whether there are that many.
  @usableFromInline
  mutating func fill(_ count: Int) throws(FlinkMetadataError) -> Bool {
    if available >= count { return true }
    guard let window = unsafe window else { return false }
    try showTap()
    let rest = unsafe UnsafeRawBufferPointer(start: position, count: available)
    let offset = offset
    let bytes: UnsafeRawBufferPointer
    do {
      unsafe bytes = try window.advance(keeping: rest, until: count)
    } catch {
      throw FlinkMetadataError(error.kind, offset: offset + error.offset, path: places.path)
    }
    guard let base = bytes.baseAddress else { return false }
    unsafe position = base
    unsafe end = base + bytes.count
    unsafe origin = base
    offsetBase = Int(bitPattern: base) &- Int(offset)
    return available >= count
  }

  /// The bytes that come next, without reading them: as many as a window can hold, or fewer if the input ends before.
  /// Valid until the next call.
  @usableFromInline
  mutating func lookAhead() throws(FlinkMetadataError) -> (bytes: UnsafeRawBufferPointer, isWholeRest: Bool) {
    let isFull = try fill(StreamWindow.longestRun)
    return unsafe (UnsafeRawBufferPointer(start: position, count: available), window == nil || !isFull)
  }

  /// Shows the tap what it has not seen yet of what was read.
  func finish() throws(FlinkMetadataError) { try showTap() }

  private func showTap() throws(FlinkMetadataError) {
    unsafe try tap?.windowWillMove(
      UnsafeRawBufferPointer(start: origin, count: position - origin), offset: offset(of: origin))
  }

  /// Goes over the next `count` bytes, which must be in memory.
  @usableFromInline
  mutating func skip(_ count: Int) throws(FlinkMetadataError) {
    try require(count)
    unsafe position += count
  }

  /// Whether the input has no more bytes.
  @usableFromInline
  mutating func isAtEnd() throws(FlinkMetadataError) -> Bool {
    try !fill(1)
  }

  // MARK: Fixed-size fields

  /// The next `count` bytes as a group of fields that were checked together. Valid until the next call.
  @inlinable @inline(__always)
  mutating func fields(_ count: Int) throws(FlinkMetadataError) -> FixedFields {
    try require(count)
    defer { unsafe position += count }
    return unsafe FixedFields(start: position)
  }

  /// `i8`, also a tag.
  @inlinable @inline(__always)
  mutating func uint8() throws(FlinkMetadataError) -> UInt8 { try fields(1).uint8(at: 0) }

  /// `i32`
  @inlinable @inline(__always)
  mutating func int32() throws(FlinkMetadataError) -> Int32 { try fields(4).int32(at: 0) }

  /// `i64`
  @inlinable @inline(__always)
  mutating func int64() throws(FlinkMetadataError) -> Int64 { try fields(8).int64(at: 0) }

  /// `i32` that counts or measures something and is therefore not negative.
  @inlinable @inline(__always)
  mutating func count() throws(FlinkMetadataError) -> Int {
    let value = try int32()
    if value < 0 { throw errorBefore(4, .negativeCount(value)) }
    return Int(value)
  }

  // MARK: Strings

  /// `utf`: a length of 16 bits and that many bytes of modified UTF-8, which are checked. Valid until the next call,
  /// and also while the next `following` bytes are read.
  @inlinable @inline(__always)
  mutating func utf(followedBy following: Int = 0) throws(FlinkMetadataError) -> UncheckedString {
    try require(2)
    let length = unsafe Int(FixedFields(start: position).uint16(at: 0))
    try require(2 + length + following)
    return try stringInWindow(length)
  }

  /// Whether the next byte is `byte` and so many bytes are in the window, it included.
  @inlinable @inline(__always)
  func begins(with byte: UInt8, ofAtLeast count: Int) -> Bool {
    unsafe available >= count && FixedFields(start: position).uint8(at: 0) == byte
  }

  /// The next byte, without going over it.
  @inlinable @inline(__always)
  mutating func peekUInt8() throws(FlinkMetadataError) -> UInt8 {
    try require(1)
    return unsafe FixedFields(start: position).uint8(at: 0)
  }

  /// A group of fields of `count` bytes, a `utf` whose bytes are not checked, and `following` bytes more; goes over the
  /// fields and the string. Valid until the next call, and also while the `following` bytes are read.
  @inlinable @inline(__always)
  mutating func fieldsAndUncheckedUTF(_ count: Int, followedBy following: Int = 0) throws(FlinkMetadataError)
    -> (fields: FixedFields, string: UncheckedString)
  {
    try require(count + 2)
    let length = unsafe Int(FixedFields(start: position).uint16(at: count))
    try require(count + 2 + length + following)
    let fields = unsafe FixedFields(start: position)
    let string = unsafe UncheckedString(start: position + (count + 2), count: length)
    unsafe position += count + 2 + length
    return (fields, string)
  }

  /// Two `utf` in a row, both valid until the next call, and also while the next `following` bytes are read.
  @inlinable
  mutating func twoUTF(followedBy following: Int = 0) throws(FlinkMetadataError) -> (UncheckedString, UncheckedString) {
    try require(2)
    let first = unsafe Int(FixedFields(start: position).uint16(at: 0))
    try require(2 + first + 2)
    let second = unsafe Int(FixedFields(start: position + 2 + first).uint16(at: 0))
    try require(2 + first + 2 + second + following)
    return (try stringInWindow(first), try stringInWindow(second))
  }

  /// The string of `length` bytes that begins at `position` with its length and lies wholly in the window.
  @inlinable @inline(__always)
  mutating func stringInWindow(_ length: Int) throws(FlinkMetadataError) -> UncheckedString {
    let string = unsafe UncheckedString(start: position + 2, count: length)
    if unsafe !isModifiedUTF8(UnsafeRawBufferPointer(start: string.start, count: length)) {
      throw error(.modifiedUTF8)
    }
    unsafe position += 2 + length
    return string
  }

  // MARK: Runs of bytes

  /// The next bytes of a run of which `remaining` are left, as many as are in the window but at least one, in whole
  /// multiples of `stride` (a power of two). Valid until the next call.
  @inlinable
  mutating func chunk(of remaining: Int, stride: Int = 1) throws(FlinkMetadataError) -> UnsafeRawBufferPointer {
    try require(stride)
    let count = min(remaining, available & ~(stride - 1))
    defer { unsafe position += count }
    return unsafe UnsafeRawBufferPointer(start: position, count: count)
  }

  // MARK: Errors

  /// An error at the next byte.
  @usableFromInline @inline(never)
  func error(_ kind: FlinkMetadataError.Kind) -> FlinkMetadataError {
    FlinkMetadataError(kind, offset: offset, path: places.path)
  }

  /// An error in a value that was read and began `count` bytes back.
  @usableFromInline @inline(never)
  func errorBefore(_ count: Int, _ kind: FlinkMetadataError.Kind) -> FlinkMetadataError {
    FlinkMetadataError(kind, offset: offset - Int64(count), path: places.path)
  }
}

/// A group of fixed-size fields whose bytes were checked together; offsets are constants of the grammar, and smaller
/// than the count that was asked for.
@safe @usableFromInline
struct FixedFields {
  @usableFromInline let start: UnsafeRawPointer

  @inlinable init(start: UnsafeRawPointer) { unsafe self.start = start }

  @inlinable @inline(__always) func uint8(at offset: Int) -> UInt8 {
    unsafe start.load(fromByteOffset: offset, as: UInt8.self)
  }
  @inlinable @inline(__always) func uint16(at offset: Int) -> UInt16 {
    unsafe UInt16(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
  @inlinable @inline(__always) func int32(at offset: Int) -> Int32 {
    unsafe Int32(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Int32.self))
  }
  @inlinable @inline(__always) func int64(at offset: Int) -> Int64 {
    unsafe Int64(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Int64.self))
  }
}

/// A string in the window, in most cases already checked. It does not keep the window from moving; the walk wraps it into a
/// ``ModifiedUTF8Span`` where it hands it on.
@safe @usableFromInline
struct UncheckedString {
  @usableFromInline let start: UnsafeRawPointer
  @usableFromInline let count: Int

  @inlinable init(start: UnsafeRawPointer, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  @inlinable var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }
}
