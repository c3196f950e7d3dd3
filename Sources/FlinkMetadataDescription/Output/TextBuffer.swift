// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Text that is assembled in memory. If there is a sink, the text is passed on when there is much of it.
///
/// The memory is used again and again: appending allocates only while the longest text so far is exceeded.
struct TextBuffer: ~Copyable {
  /// From this many bytes on, ``flushIfFull()`` passes text on.
  private static let flushThreshold = 64 * 1024

  private let sink: (any ByteSink)?
  private var memory: UnsafeMutableRawPointer
  /// Where the memory ends.
  private var limit: UnsafeMutableRawPointer
  private var end: TextEnd
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
    memory = .allocate(byteCount: capacity, alignment: 16)
    limit = memory + capacity
    end = TextEnd(memory)
  }

  deinit {
    memory.deallocate()
  }

  /// How many bytes have not been passed on.
  @inline(__always)
  var count: Int { end.next - memory }

  /// Whether nothing was appended since the text was made or ``removeAll()``.
  var isEmpty: Bool { count == 0 && flushedByteCount == 0 }

  // MARK: Appending

  /// Appends what `write` puts at the end of the text, which must be `most` bytes or fewer.
  ///
  /// Everything is appended here, with one comparison for all pieces of a call.
  @inline(__always)
  mutating func append(atMost most: Int, _ write: (inout TextEnd) -> Void) {
    if most > limit - end.next { grow(by: most) }
    let start = end.next
    write(&end)
    assert(end.next - start <= most)
  }

  @inline(never)
  private mutating func grow(by byteCount: Int) {
    let count = count
    let capacity = 2 * (limit - memory + byteCount)
    let newMemory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    newMemory.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = newMemory
    limit = newMemory + capacity
    end = TextEnd(newMemory + count)
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    append(atMost: 1) { $0.put(byte) }
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(atMost: text.utf8ByteCount) { $0.put(text) }
  }

  /// Disfavored, so that a literal is a `StaticString`.
  @_disfavoredOverload
  mutating func append(_ text: String) { append(text.utf8Span.span.bytes) }

  mutating func append(_ bytes: RawSpan) {
    append(atMost: bytes.byteCount) { $0.put(bytes) }
  }

  // MARK: Taking back and reading

  /// Cuts off what was appended after the text had `count` bytes, which must not have been passed on.
  mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= self.count)
    end = TextEnd(memory + count)
  }

  /// Forgets everything.
  mutating func removeAll() {
    end = TextEnd(memory)
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
  @inline(never)
  mutating func flush() throws(FlinkMetadataError) {
    if count > 0 { try sink?.write(bytes) }
    flushedByteCount += Int64(count)
    end = TextEnd(memory)
  }
}
