// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Cuts what a source delivers into lines, in one buffer that moves over the input.
///
/// A line is lent until the next call of ``next()`` or ``extend()``. The buffer grows for a long line, up to
/// ``longestLine``.
struct LineBuffer: ~Copyable {
  /// The most bytes that a line can have, with its end.
  static let longestLine = 1 << 20

  /// The form that errors name.
  let form: ListingForm
  /// The number of the line that is lent, from 1; of its first one if it was extended.
  private(set) var lineNumber: Int64 = 0
  /// Whether the input ended before the end of the line that is lent, where there should be one.
  var isCut: Bool { requiresLastEnd && !hasEnd }

  private let source: any ByteSource
  private let terminator: UInt8
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  /// Where the line that is lent begins, where the next one does, and where the bytes end: always in this order, and
  /// never after the capacity.
  private var start = 0
  private var nextStart = 0
  private var end = 0
  private var extraLines: Int64 = 0
  private var hasEnd = true
  private let requiresLastEnd: Bool
  private var sourceEnded = false
  /// Whether lines end with CR LF; not known before the first line.
  private var hasCarriageReturns: Bool?

  /// - Parameter terminator: the byte at the end of each line. If it is a line feed and the first line ends with a
  ///   carriage return before it, that is dropped from every line that has it.
  /// - Parameter requiresLastEnd: whether a last line without an end is cut off.
  init(
    _ source: any ByteSource, form: ListingForm, terminator: UInt8 = 0x0A, requiresLastEnd: Bool = true,
    capacity: Int = 256 << 10
  ) {
    self.requiresLastEnd = requiresLastEnd
    self.source = source
    self.form = form
    self.terminator = terminator
    self.capacity = capacity
    memory = .allocate(byteCount: capacity, alignment: 16)
    if terminator != 0x0A { hasCarriageReturns = false }
  }

  deinit { memory.deallocate() }

  /// The next line, without its end; nil after the last one.
  mutating func next() throws(ListingError) -> LentBytes? {
    lineNumber += 1 + extraLines
    extraLines = 0
    start = nextStart
    return try findEnd() ? line : nil
  }

  /// The line that is lent together with the line after it and the line end between them; nil if there is none.
  mutating func extend() throws(ListingError) -> LentBytes? {
    extraLines += 1
    return try findEnd() ? line : nil
  }

  /// Moves `nextStart` after the next line end, reading as much as that takes; false if there are no more bytes.
  private mutating func findEnd() throws(ListingError) -> Bool {
    // Counted from `start`, because reading more can move the line.
    var searched = nextStart - start
    while true {
      // Safe because `start + searched` is at most `end`, and `end` at most the capacity.
      if let found = memchr(memory + start + searched, CInt(terminator), end - start - searched) {
        nextStart = UnsafeRawPointer(found) - UnsafeRawPointer(memory) + 1
        return true
      }
      if sourceEnded {
        hasEnd = false
        let hasMore = nextStart < end
        nextStart = end
        return hasMore
      }
      searched = end - start
      try fill()
    }
  }

  private mutating func fill() throws(ListingError) {
    if end == capacity {
      if start > 0 {
        // The line moves to the beginning. Safe for overlapping memory.
        memmove(memory, memory + start, end - start)
        nextStart -= start
        end -= start
        start = 0
      } else {
        try grow()
      }
    }
    do throws(FlinkMetadataError) {
      let count = try source.read(intoMemory: UnsafeMutableRawBufferPointer(start: memory + end, count: capacity - end))
      end += count
      sourceEnded = count == 0
    } catch {
      throw ListingError(.cannotRead(error.kind))
    }
  }

  private mutating func grow() throws(ListingError) {
    if capacity >= Self.longestLine {
      throw ListingError(.malformed(form, expected: "lines of at most \(Self.longestLine) bytes"))
    }
    let larger = UnsafeMutableRawPointer.allocate(byteCount: 2 * capacity, alignment: 16)
    larger.copyMemory(from: memory, byteCount: end)
    memory.deallocate()
    memory = larger
    capacity *= 2
  }

  /// The line from `start` to before its end.
  private var line: LentBytes {
    mutating get {
      var count = nextStart - start - (hasEnd ? 1 : 0)
      let endsWithCarriageReturn =
        count > 0 && memory.load(fromByteOffset: start + count - 1, as: UInt8.self) == 0x0D
      if hasCarriageReturns == nil { hasCarriageReturns = endsWithCarriageReturn && hasEnd }
      if endsWithCarriageReturn, hasCarriageReturns == true, hasEnd { count -= 1 }
      return LentBytes(UnsafeRawBufferPointer(start: memory + start, count: count))
    }
  }
}
