// SPDX-License-Identifier: Apache-2.0

import CZlib
import FlinkMetadata

/// Describes bytes of the file by their size, their CRC-32 and on request their content in base64.
///
/// The bytes come in pieces; base64 is made of each piece as it comes, so that gigabytes need no memory.
struct InlineBytes {
  /// How many bytes have not come yet.
  private(set) var remaining = 0
  private let isBase64Wanted: Bool
  private var checksum: UInt = 0
  /// Up to two bytes that wait for the rest of a group of three, and how many.
  private var carried: (bits: UInt32, count: Int) = (0, 0)

  init(base64: Bool) { isBase64Wanted = base64 }

  /// Begins a run of `count` bytes as the value of a key, which it completes if there are none.
  mutating func begin(count: Int, _ writer: inout JSONWriter) {
    remaining = count
    checksum = crc32(0, nil, 0)
    carried = (0, 0)
    writer.beginObject()
    writer.member("size", count)
    if isBase64Wanted {
      writer.key("base64")
      writer.beginQuoted()
    }
    if count == 0 { end(&writer) }
  }

  /// Takes the next bytes of the run, and completes the value with the last of them.
  mutating func take(_ bytes: RawSpan, _ writer: inout JSONWriter) throws(FlinkMetadataError) {
    remaining -= bytes.byteCount
    bytes.withUnsafeBytes { buffer in
      checksum = crc32_z(checksum, buffer.bindMemory(to: UInt8.self).baseAddress, buffer.count)
    }
    if isBase64Wanted { try appendBase64(bytes, &writer.text) }
    if remaining == 0 { end(&writer) }
  }

  private mutating func end(_ writer: inout JSONWriter) {
    if isBase64Wanted {
      appendPaddedGroup(&writer.text)
      writer.endQuoted()
    }
    writer.key("crc32")
    writer.beginQuoted()
    for shift in stride(from: 28, through: 0, by: -4) { writer.text.append(hexadecimalDigit(checksum >> UInt(shift))) }
    writer.endQuoted()
    writer.endObject()
  }

  // MARK: Base64 (RFC 4648)

  private mutating func appendBase64(_ bytes: RawSpan, _ text: inout TextBuffer) throws(FlinkMetadataError) {
    for offset in 0..<bytes.byteCount {
      carried.bits = carried.bits << 8 | UInt32(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
      carried.count += 1
      if carried.count == 3 {
        appendGroup(digitCount: 4, &text)
        carried = (0, 0)
        try text.flushIfFull()
      }
    }
  }

  /// The one or two bytes that are left at the end.
  private mutating func appendPaddedGroup(_ text: inout TextBuffer) {
    guard carried.count > 0 else { return }
    let missing = 3 - carried.count
    carried.bits <<= UInt32(8 * missing)
    appendGroup(digitCount: 4 - missing, &text)
    for _ in 0..<missing { text.append(UInt8(ascii: "=")) }
  }

  private func appendGroup(digitCount: Int, _ text: inout TextBuffer) {
    for position in 0..<digitCount {
      text.append(Self.digit(UInt8(carried.bits >> UInt32(18 - 6 * position) & 0x3F)))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + value
    case 26..<52: UInt8(ascii: "a") + value - 26
    case 52..<62: UInt8(ascii: "0") + value - 52
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }
}
