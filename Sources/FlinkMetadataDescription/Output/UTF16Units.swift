// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The UTF-16 code units of a string of the file, one after the other and without an array of them.
struct UTF16Units: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0

  /// Units of modified UTF-8 that a walk has checked.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  /// The next unit, or nil at the end.
  @_lifetime(self: copy self)
  mutating func next() -> UInt16? {
    guard offset < bytes.byteCount else { return nil }
    let first = takeByte()
    switch first {
    case 0xE0...:
      let second = takeByte()
      return (first & 0x0F) << 12 | (second & 0x3F) << 6 | takeByte() & 0x3F
    case 0xC0...:
      return (first & 0x1F) << 6 | takeByte() & 0x3F
    default:
      return first
    }
  }

  /// 0 past the end, which checked bytes never reach.
  @_lifetime(self: copy self)
  private mutating func takeByte() -> UInt16 {
    guard offset < bytes.byteCount else { return 0 }
    defer { offset += 1 }
    return UInt16(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
  }
}
