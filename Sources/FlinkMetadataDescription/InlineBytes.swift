import CZlib
import FlinkMetadata

/// What a description tells of bytes that stand in the file: size, CRC-32, and on request the bytes in base64.
///
/// The bytes come in pieces; base64 is made of each piece as it comes, so that gigabytes need no memory.
struct InlineBytes {
  /// How many bytes have not come yet.
  private(set) var remaining = 0
  private var size = 0
  private var checksum: UInt = 0
  private var carried: [UInt8] = []

  /// Begins a run of `count` bytes.
  mutating func begin(count: Int) {
    remaining = count
    size = count
    checksum = crc32(0, nil, 0)
    carried.removeAll(keepingCapacity: true)
  }

  /// Takes the next bytes of the run, and writes their base64 if that is wanted.
  mutating func take(_ bytes: RawSpan, base64 writer: inout JSONWriter, isWanted: Bool) throws(FlinkMetadataError) {
    remaining -= bytes.byteCount
    bytes.withUnsafeBytes { buffer in
      checksum = crc32_z(checksum, buffer.bindMemory(to: UInt8.self).baseAddress, buffer.count)
    }
    if isWanted { try appendBase64(bytes, &writer) }
  }

  /// The checksum as 8 hexadecimal digits.
  var crc32Text: String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private mutating func appendBase64(_ bytes: RawSpan, _ writer: inout JSONWriter) throws(FlinkMetadataError) {
    for offset in 0..<bytes.byteCount {
      carried.append(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
      if carried.count == 3 {
        appendGroup(&writer)
        try writer.text.flushIfFull()
      }
    }
    if remaining == 0 && !carried.isEmpty { appendGroup(&writer) }
  }

  /// Three bytes as four characters; fewer bytes are padded.
  private mutating func appendGroup(_ writer: inout JSONWriter) {
    let padding = 3 - carried.count
    let group = (carried + [UInt8](repeating: 0, count: padding)).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    for position in 0..<(4 - padding) {
      writer.text.append(Self.alphabet[Int(group >> (18 - 6 * UInt32(position)) & 0x3F)])
    }
    for _ in 0..<padding { writer.text.append(UInt8(ascii: "=")) }
    carried.removeAll(keepingCapacity: true)
  }
}
