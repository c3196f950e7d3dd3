// SPDX-License-Identifier: Apache-2.0

/// Strings, with the quote before them already taken.
extension JSONTokenizer {
  private enum Stop {
    case quote, escape, endOfBuffer
  }

  /// Appends the string, without its escapes, to `text`.
  mutating func readString(into text: inout [UInt8]) throws(ListingError) {
    var length = 0
    while true {
      let start = position
      skipPlain()
      // Safe: both positions are within the buffer.
      text.append(contentsOf: UnsafeRawBufferPointer(start: memory + start, count: position - start))
      length += position - start
      switch try stop(length: &length) {
      case .quote: return
      case .escape: text.append(contentsOf: try readEscape().utf8)
      case .endOfBuffer: break
      }
    }
  }

  /// Skips the string, and checks it nevertheless.
  mutating func skipString() throws(ListingError) {
    var length = 0
    while true {
      let start = position
      skipPlain()
      length += position - start
      switch try stop(length: &length) {
      case .quote: return
      case .escape: _ = try readEscape()
      case .endOfBuffer: break
      }
    }
  }

  /// Takes the quote or backslash at which plain bytes end, or reads more.
  private mutating func stop(length: inout Int) throws(ListingError) -> Stop {
    if length > Self.maximumLength { throw malformed("strings of at most 1 MiB") }
    if position == end {
      guard try available() else { throw cut }
      return .endOfBuffer
    }
    let byte = byte
    position += 1
    length += 1
    switch byte {
    case UInt8(ascii: "\""): return .quote
    case UInt8(ascii: "\\"): return .escape
    default:
      position -= 1
      throw malformed("no control character in a string")
    }
  }

  /// Skips bytes that stand for themselves, up to a quote, backslash or control character, or the end of the buffer.
  mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Eight bytes at a time. A bit of `found` above the lowest can be wrong because of a borrow; the lowest is right.
    while position + 8 <= end {
      let word = UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let found =
        ((word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes)
        & (ones &* 0x80)
      if found != 0 {
        position += found.trailingZeroBitCount >> 3
        return
      }
      position += 8
    }
    while position < end {
      switch byte {
      case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): return
      default: position += 1
      }
    }
  }

  // MARK: Escapes

  /// Reads what an escape stands for. The backslash has been taken.
  private mutating func readEscape() throws(ListingError) -> Unicode.Scalar {
    switch try takeByte() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try readScalar()
    default: throw malformed("an escape of JSON")
    }
  }

  /// Reads the digits after `\u`, and those of the second half of a surrogate pair.
  private mutating func readScalar() throws(ListingError) -> Unicode.Scalar {
    let first = try readCodeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // Every code unit that is no scalar is half of a pair; Swift's initialiser fails for nothing else below 0x10000.
    let expected = "both halves of a surrogate pair"
    guard first < 0xDC00, try takeByte() == UInt8(ascii: "\\"), try takeByte() == UInt8(ascii: "u") else {
      throw malformed(expected)
    }
    let second = try readCodeUnit()
    guard 0xDC00..<0xE000 ~= second,
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw malformed(expected) }
    return scalar
  }

  private mutating func readCodeUnit() throws(ListingError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      let byte = try takeByte()
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw malformed("four hexadecimal digits")
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  private mutating func takeByte() throws(ListingError) -> UInt8 {
    guard try available() else { throw cut }
    defer { position += 1 }
    return byte
  }
}
