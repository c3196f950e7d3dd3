// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension JSONWriter {
  /// A string of the file. Quotation marks, backslashes, control characters, everything that is not ASCII and so every
  /// unpaired surrogate are escaped, which loses nothing.
  @inline(__always)
  mutating func string(_ value: ModifiedUTF8Span) {
    string(modifiedUTF8: value.bytes)
  }

  mutating func stringOrNull(_ value: ModifiedUTF8Span?) {
    if let value { string(value) } else { null() }
  }

  /// A string as modified UTF-8.
  @inline(__always)
  mutating func string(modifiedUTF8 bytes: RawSpan) {
    if !appendPlain(bytes) { appendEscaped(modifiedUTF8: bytes) }
  }

  @inline(never)
  private mutating func appendEscaped(modifiedUTF8 bytes: RawSpan) {
    beginQuoted()
    var units = UTF16Units(bytes)
    while let unit = units.next() { appendEscaped(unit) }
    endQuoted()
  }

  /// A string as UTF-8.
  package mutating func string(utf8 bytes: RawSpan) {
    if appendPlain(bytes) { return }
    beginQuoted()
    let string = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    for unit in string.utf16 { appendEscaped(unit) }
    endQuoted()
  }

  /// Writes a string that needs no escapes, which nearly all are, while looking whether it needs some. If it does, writes
  /// nothing and returns false.
  private mutating func appendPlain(_ bytes: RawSpan) -> Bool {
    let start = (count: text.count, needsComma: needsComma)
    var isPlain = false
    separate(atMost: bytes.byteCount + 2) { end in
      end.put(UInt8(ascii: "\""))
      isPlain = end.put(bytes, unlessMarked: Self.escapeMarks)
      end.put(UInt8(ascii: "\""))
    }
    if !isPlain {
      text.truncate(to: start.count)
      needsComma = start.needsComma
    }
    return isPlain
  }

  /// Marks what cannot be in a JSON string as it is: all but printable ASCII without quotation marks and backslashes.
  @inline(__always)
  private static func escapeMarks(_ bytes: SIMD16<UInt8>) -> SIMD16<UInt8> {
    // Where all other marks are missing, a byte is below 0x7F, and 1 less has the highest bit only for 0.
    let quotationMarks = (bytes ^ SIMD16(repeating: UInt8(ascii: "\""))) &- 1
    let backslashes = (bytes ^ SIMD16(repeating: UInt8(ascii: "\\"))) &- 1
    let belowSpaceOrFromA0 = bytes &- 0x20
    let aboveTilde = bytes &+ 1
    return quotationMarks | backslashes | belowSpaceOrFromA0 | aboveTilde
  }

  private mutating func appendEscaped(_ unit: UInt16) {
    switch unit {
    case UInt16(UInt8(ascii: "\"")), UInt16(UInt8(ascii: "\\")):
      text.append(UInt8(ascii: "\\"))
      text.append(UInt8(truncatingIfNeeded: unit))
    case 0x20..<0x7F:
      text.append(UInt8(truncatingIfNeeded: unit))
    default:
      text.append("\\u")
      text.append(hexadecimalDigit(unit >> 12))
      text.append(hexadecimalDigit(unit >> 8))
      text.append(hexadecimalDigit(unit >> 4))
      text.append(hexadecimalDigit(unit))
    }
  }
}

/// The digit of the lowest four bits, in lower case.
func hexadecimalDigit(_ value: some FixedWidthInteger) -> UInt8 {
  let digit = UInt8(truncatingIfNeeded: value) & 0xF
  return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
}
