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
    beginQuoted()
    if bytes.needsNoEscapes {
      text.append(bytes)
    } else {
      var units = UTF16Units(bytes)
      while let unit = units.next() { appendEscaped(unit) }
    }
    endQuoted()
  }

  /// A string as UTF-8.
  package mutating func string(utf8 bytes: RawSpan) {
    beginQuoted()
    if bytes.needsNoEscapes {
      text.append(bytes)
    } else {
      let string = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
      for unit in string.utf16 { appendEscaped(unit) }
    }
    endQuoted()
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

extension RawSpan {
  /// Whether the bytes can be in a JSON string as they are: printable ASCII without quotation marks and backslashes.
  ///
  /// `x - 0x01…` has the highest bit of a byte set where the byte was 0, and bytes above are only disturbed by such a
  /// byte, so that the answer "none" is exact.
  var needsNoEscapes: Bool {
    !hasMarks { bytes in
      let ones = SIMD2<UInt64>.each(1)
      let quotationMarks = bytes ^ .each(UInt8(ascii: "\""))
      let backslashes = bytes ^ .each(UInt8(ascii: "\\"))
      let control = (bytes &- .each(0x20)) & ~bytes
      let beyond = bytes | (bytes &+ ones)
      return control | beyond | (quotationMarks &- ones) | (backslashes &- ones)
    }
  }
}
