// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Bytes of a line, lent by the buffer that the line is in.
///
/// Every access is checked against the length. The bytes themselves are valid until the buffer moves on to the next
/// line: a parser may keep none of them for longer, and ``LineListing`` hands them to the visitor before it moves on.
struct LentBytes {
  /// The same bytes for functions of other files, which check the length themselves.
  let raw: UnsafeRawBufferPointer

  init(_ raw: UnsafeRawBufferPointer) { self.raw = raw }

  /// No bytes.
  static var none: LentBytes { LentBytes(UnsafeRawBufferPointer(start: nil, count: 0)) }

  var count: Int { raw.count }
  var isEmpty: Bool { raw.isEmpty }
  var first: UInt8? { raw.first }
  var last: UInt8? { raw.last }

  subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "an index of a line is in the line")
    return raw[index]
  }

  /// The bytes from one index to before another.
  subscript(range: Range<Int>) -> LentBytes {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a part of a line is in the line")
    return LentBytes(UnsafeRawBufferPointer(rebasing: raw[range]))
  }

  func dropFirst(_ dropped: Int) -> LentBytes { self[min(dropped, count)..<count] }
  func dropLast(_ dropped: Int) -> LentBytes { self[0..<max(0, count - dropped)] }
  func prefix(_ length: Int) -> LentBytes { self[0..<min(length, count)] }

  /// The first place of a byte at or after `start`, which is not after the end.
  func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    precondition(start >= 0 && start <= count, "a search in a line begins in the line")
    // Safe because of the check above: memchr looks at the bytes from `start` to the end.
    guard let base = raw.baseAddress, let found = memchr(base + start, CInt(byte), count - start) else { return nil }
    return UnsafeRawPointer(found) - base
  }

  /// The last place of a byte before `end`.
  func lastIndex(of byte: UInt8, before end: Int) -> Int? {
    var index = min(end, count)
    while index > 0 {
      index -= 1
      if self[index] == byte { return index }
    }
    return nil
  }

  func hasPrefix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && prefix(text.utf8CodeUnitCount) == text
  }

  func hasSuffix(_ text: StaticString) -> Bool {
    count >= text.utf8CodeUnitCount && dropFirst(count - text.utf8CodeUnitCount) == text
  }

  static func == (bytes: LentBytes, text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes.raw.elementsEqual($0) }
  }

  /// Whether a text is anywhere in the bytes. For messages of clients; not fast.
  func contains(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    var start = 0
    guard let first = text.withUTF8Buffer({ $0.first }) else { return true }
    while let found = firstIndex(of: first, from: start) {
      if dropFirst(found).hasPrefix(text) { return true }
      start = found + 1
    }
    return length == 0
  }

  /// Where the run of spaces that begins at `start` ends.
  func endOfSpaces(from start: Int) -> Int {
    var index = start
    while index < count, self[index] == UInt8(ascii: " ") { index += 1 }
    return index
  }

  /// The decimal number at `start`, and where it ends; nil if there is no digit or if it does not fit.
  func number(at start: Int) -> (value: Int64, end: Int)? {
    var index = start
    var value: Int64 = 0
    while index < count, self[index] >= 0x30, self[index] <= 0x39 {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowOfSum) = tens.addingReportingOverflow(Int64(self[index] - 0x30))
      if overflow || overflowOfSum { return nil }
      value = sum
      index += 1
    }
    return index == start ? nil : (value, index)
  }

  /// The bytes as one decimal number.
  var wholeNumber: Int64? {
    guard let (value, end) = number(at: 0), end == count else { return nil }
    return value
  }

  /// The bytes as text for a message, cut to a readable length.
  var text: String { String(decoding: raw.prefix(300), as: UTF8.self) + (count > 300 ? "…" : "") }
}
