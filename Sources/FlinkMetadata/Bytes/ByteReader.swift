// SPDX-License-Identifier: Apache-2.0

/// A bounds-checked, big-endian cursor over contiguous memory or over a window that moves along a ``ByteSource``.
///
/// The codec reads memory only here. Why that is safe: `position...end` is always live memory, because a reader exists
/// only inside the closure that lends it the memory or the window. Nothing is loaded before a call of ``require(_:)``,
/// which compares with `end`. A pointer that a method returns stays inside the walk and is used before the next call to
/// the reader, since that call may move the window.
@safe @usableFromInline
struct ByteReader: ~Copyable {
  @usableFromInline var position: UnsafeRawPointer
  @usableFromInline var end: UnsafeRawPointer
  /// Where the window begins.
  @usableFromInline var origin: UnsafeRawPointer
  /// A byte's offset in the file is its address minus this.
  @usableFromInline var offsetBase: Int
  /// The window. The caller that made the reader keeps it alive, so that the reader has nothing to release.
  @usableFromInline unowned(unsafe) let window: StreamWindow?
  @usableFromInline var places: PlaceStack
  /// Observes the bytes that leave the window; kept alive as the window is.
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

  /// Reads through a window, which must outlive the reader. The first byte has offset 0.
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

  /// Makes the next `count` bytes available in contiguous memory.
  @inlinable @inline(__always)
  mutating func require(_ count: Int) throws(FlinkMetadataError) {
    if available < count { try refill(count) }
  }

  @usableFromInline @inline(never)
  mutating func refill(_ count: Int) throws(FlinkMetadataError) {
    if try fill(count) { return }
    throw error(offset == 0 && available == 0 ? .emptyInput : .unexpectedEnd(missing: count - available))
  }

  /// Moves the window so that the next `count` bytes are in it. Returns whether there are that many.
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
      throw FlinkMetadataError(error.kind, offset: offset + (error.offset ?? 0), path: places.path)
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
    let isFull = try fill(BufferSize.longestRun)
    return unsafe (UnsafeRawBufferPointer(start: position, count: available), window == nil || !isFull)
  }

  /// Passes the rest of the bytes that were read to the tap.
  func finish() throws(FlinkMetadataError) { try showTap() }

  private func showTap() throws(FlinkMetadataError) {
    unsafe try tap?.windowWillMove(
      UnsafeRawBufferPointer(start: origin, count: position - origin), offset: offset(of: origin))
  }

  /// Skips the next `count` bytes, which must be in memory.
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

  /// `utf`: a length of 16 bits and that many bytes, which are not checked. Valid until the next call, and also while
  /// the next `following` bytes are read.
  @inlinable @inline(__always)
  mutating func utf(followedBy following: Int = 0) throws(FlinkMetadataError) -> UncheckedString {
    try require(2)
    let length = unsafe Int(FixedFields(start: position).uint16(at: 0))
    try require(2 + length + following)
    return takeString(length)
  }

  /// A group of fields of `count` bytes, then a `utf`. Valid until the next call, and also while the next `following`
  /// bytes are read.
  @inlinable @inline(__always)
  mutating func fieldsAndUTF(_ count: Int, followedBy following: Int = 0) throws(FlinkMetadataError)
    -> (fields: FixedFields, string: UncheckedString)
  {
    try require(count + 2)
    let length = unsafe Int(FixedFields(start: position).uint16(at: count))
    try require(count + 2 + length + following)
    let fields = unsafe FixedFields(start: position)
    unsafe position += count
    return (fields, takeString(length))
  }

  /// Two `utf` in a row, both valid until the next call, and also while the next `following` bytes are read.
  @inlinable @inline(__always)
  mutating func twoUTF(followedBy following: Int = 0) throws(FlinkMetadataError) -> (UncheckedString, UncheckedString) {
    try require(2)
    let first = unsafe Int(FixedFields(start: position).uint16(at: 0))
    try require(2 + first + 2)
    let second = unsafe Int(FixedFields(start: position + 2 + first).uint16(at: 0))
    try require(2 + first + 2 + second + following)
    return (takeString(first), takeString(second))
  }

  /// The string at `position`: its length field, then `length` bytes, all of them in the window.
  @inlinable @inline(__always)
  mutating func takeString(_ length: Int) -> UncheckedString {
    let string = unsafe UncheckedString(start: position + 2, count: length)
    unsafe position += 2 + length
    return string
  }

  // MARK: Looking at the next byte

  /// Whether the next byte is `byte` and the window holds at least `count` bytes, including that one.
  @inlinable @inline(__always)
  func begins(with byte: UInt8, ofAtLeast count: Int) -> Bool {
    unsafe available >= count && FixedFields(start: position).uint8(at: 0) == byte
  }

  /// The next byte, without consuming it.
  @inlinable @inline(__always)
  mutating func peekUInt8() throws(FlinkMetadataError) -> UInt8 {
    try require(1)
    return unsafe FixedFields(start: position).uint8(at: 0)
  }

  // MARK: Runs of bytes

  /// The next bytes of a run that has `remaining` left, as many as are in the window but at least one, in whole
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
