// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension TextBuffer {
  /// A string of the file in UTF-8. Characters that no text can hold, U+0000 and unpaired surrogates, become U+FFFD.
  mutating func append(modifiedUTF8 bytes: RawSpan) {
    guard !bytes.isUTF8 else { return append(bytes) }
    var units = UTF16Units(bytes)
    var waiting: UInt16?
    while let unit = waiting.take() ?? units.next() {
      if UTF16.isLeadSurrogate(unit) {
        let next = units.next()
        if let next, UTF16.isTrailSurrogate(next) {
          append(Unicode.Scalar(0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(next) & 0x3FF))
        } else {
          append(Unicode.Scalar(0xFFFD))
          waiting = next
        }
      } else {
        append(unit == 0 ? nil : Unicode.Scalar(unit))
      }
    }
  }

  /// A character in UTF-8; U+FFFD for nil.
  private mutating func append(_ scalar: Unicode.Scalar?) {
    for byte in UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter { append(byte) }
  }
}

extension RawSpan {
  /// Whether a string of the file reads the same as UTF-8: all bytes are ASCII and not 0.
  var isUTF8: Bool {
    // The highest bit is set in the first where a byte is not ASCII, and in the second where it is 0.
    !hasMarks { bytes in bytes | (bytes &- 1) }
  }
}
