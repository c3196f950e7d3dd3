// SPDX-License-Identifier: Apache-2.0

/// The end of a text in memory, where the next bytes go.
///
/// Nothing is checked here, so that the pieces that are put in a row become a few stores. Safe because only
/// ``TextBuffer/append(atMost:_:)`` lends one, after it has made room for as many bytes as its caller names. Each caller
/// adds up what it puts beside the call; debug builds compare.
struct TextEnd {
  private(set) var next: UnsafeMutableRawPointer

  @inline(__always)
  init(_ next: UnsafeMutableRawPointer) { self.next = next }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    next.storeBytes(of: byte, as: UInt8.self)
    next += 1
  }

  /// Needs room for the byte even if it is not put: storing it costs less than a branch.
  @inline(__always)
  mutating func put(_ byte: UInt8, if isPut: Bool) {
    next.storeBytes(of: byte, as: UInt8.self)
    next += isPut ? 1 : 0
  }

  /// A literal becomes stores of constants.
  @inline(__always)
  mutating func put(_ text: StaticString) {
    // A static string of one character may be stored as that character.
    guard text.hasPointerRepresentation else { return put(UInt8(truncatingIfNeeded: text.unicodeScalar.value)) }
    put(text.utf8Start, byteCount: text.utf8CodeUnitCount)
  }

  @inline(__always)
  mutating func put(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { buffer in
      if let start = buffer.baseAddress { put(start, byteCount: buffer.count) }
    }
  }

  @inline(__always)
  private mutating func put(_ start: UnsafeRawPointer, byteCount: Int) {
    next.copyMemory(from: start, byteCount: byteCount)
    next += byteCount
  }

  /// The lowest bytes of a number, lowest first. Needs room for eight.
  @inline(__always)
  mutating func put(_ bytes: UInt64, byteCount: Int) {
    next.storeBytes(of: bytes.littleEndian, as: UInt64.self)
    next += byteCount
  }

  /// Bytes, if the function marks none of them: see ``Swift/RawSpan/hasMarks(_:)``. Returns whether they were put; needs
  /// room for them in any case.
  @inline(__always)
  mutating func put(_ bytes: RawSpan, unlessMarked marks: (SIMD16<UInt8>) -> SIMD16<UInt8>) -> Bool {
    if bytes.copy(to: next, hasMarks: marks) { return false }
    next += bytes.byteCount
    return true
  }
}

extension StaticString {
  /// The number of bytes, for ASCII.
  @inline(__always)
  var utf8ByteCount: Int { hasPointerRepresentation ? utf8CodeUnitCount : 1 }
}
