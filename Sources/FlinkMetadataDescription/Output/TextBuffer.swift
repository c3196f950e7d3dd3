import FlinkMetadata

/// Text that is assembled in memory. If there is a sink, the text is passed on when there is much of it.
///
/// The memory is used again and again: appending allocates only while the longest text so far is exceeded.
struct TextBuffer: ~Copyable {
  /// From this many bytes on, ``flushIfFull()`` passes text on.
  private static let flushThreshold = 64 * 1024

  private let sink: (any ByteSink)?
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  /// How many bytes have not been passed on.
  private(set) var count = 0
  /// How many bytes have been passed on.
  private(set) var flushedByteCount: Int64 = 0

  /// Text for a sink.
  init(_ sink: any ByteSink) {
    self.init(sink: sink, capacity: 2 * Self.flushThreshold)
  }

  /// Text that stays in memory.
  init() {
    self.init(sink: nil, capacity: 1024)
  }

  private init(sink: (any ByteSink)?, capacity: Int) {
    self.sink = sink
    self.capacity = capacity
    memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    memory.deallocate()
  }

  /// Whether nothing was appended since the text was made or ``removeAll()``.
  var isEmpty: Bool { count == 0 && flushedByteCount == 0 }

  // MARK: Appending

  /// Room for `byteCount` bytes at the end, which are counted at once; the caller must fill them.
  @inline(__always)
  private mutating func extend(by byteCount: Int) -> UnsafeMutableRawPointer {
    if byteCount > capacity - count { grow(by: byteCount) }
    defer { count += byteCount }
    return memory + count
  }

  @inline(never)
  private mutating func grow(by byteCount: Int) {
    let newCapacity = 2 * (capacity + byteCount)
    let newMemory = UnsafeMutableRawPointer.allocate(byteCount: newCapacity, alignment: 16)
    newMemory.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = newMemory
    capacity = newCapacity
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    extend(by: 1).storeBytes(of: byte, as: UInt8.self)
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    // A static string of one character may be stored as that character.
    guard text.hasPointerRepresentation else { return append(String(describing: text)) }
    extend(by: text.utf8CodeUnitCount).copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  @inline(__always)
  mutating func append(_ span: RawSpan) {
    span.withUnsafeBytes { append($0) }
  }

  @inline(__always)
  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    extend(by: bytes.count).copyMemory(from: start, byteCount: bytes.count)
  }

  /// A number in decimal.
  mutating func append(_ number: Int64) {
    var rest = number.magnitude
    var digitCount = 1
    var bound: UInt64 = 10
    while rest >= bound {
      digitCount += 1
      let (next, overflows) = bound.multipliedReportingOverflow(by: 10)
      if overflows { break }
      bound = next
    }
    if number < 0 { append(UInt8(ascii: "-")) }
    let digits = extend(by: digitCount)
    var position = digitCount
    repeat {
      position -= 1
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      digits.storeBytes(
        of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit), toByteOffset: position, as: UInt8.self)
      rest = quotient
    } while position > 0
  }

  // MARK: Taking back and reading

  /// Cuts off what was appended after the text had `count` bytes, which must not have been passed on.
  mutating func truncate(to count: Int) {
    precondition(count <= self.count)
    self.count = count
  }

  /// Forgets everything.
  mutating func removeAll() {
    count = 0
    flushedByteCount = 0
  }

  /// The bytes that have not been passed on.
  var bytes: RawSpan {
    @_lifetime(borrow self) borrowing get {
      let span = RawSpan(_unsafeStart: memory, byteCount: count)
      return _overrideLifetime(span, borrowing: self)
    }
  }

  // MARK: Passing on

  /// Passes the text on if there is much of it.
  @inline(__always)
  mutating func flushIfFull() throws(FlinkMetadataError) {
    if count >= Self.flushThreshold { try flush() }
  }

  /// Passes the text on.
  mutating func flush() throws(FlinkMetadataError) {
    if count > 0 { try sink?.write(bytes) }
    flushedByteCount += Int64(count)
    count = 0
  }
}
