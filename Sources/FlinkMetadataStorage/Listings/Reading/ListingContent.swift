// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// A listing whose beginning was read to see what it is: decompressed, without a byte order mark.
struct ListingContent {
  /// The first bytes: all of them if there are no more than ``startCount``.
  let start: [UInt8]
  /// Delivers everything, the first bytes too. Can be read once.
  let source: any ByteSource

  static let startCount = 64 << 10

  /// Reads the beginning. Throws if there is none, or if it is not text.
  init(_ source: any ByteSource) throws(ListingError) {
    let raw: any ByteSource
    var start = try source.beginning(of: Self.startCount)
    if start.starts(with: [0x1F, 0x8B]) {
      raw = GzipSource(ResumedSource(start, then: source))
      start = try raw.beginning(of: Self.startCount)
    } else {
      raw = source
    }
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start.removeFirst(3) }
    if start.isEmpty { throw ListingError(.empty) }
    // With a byte order mark, or without one and in ASCII.
    let isUTF16 = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
    if isUTF16 || (start.count > 1 && (start[0] == 0) != (start[1] == 0)) { throw ListingError(.utf16) }
    self.start = start
    self.source = ResumedSource(start, then: raw)
  }

  /// Whether there is a zero byte at the beginning: then they end the records of `find`.
  var hasZeros: Bool { start.contains(0) }

  /// Whether the first byte that is not white space begins an object or array of JSON.
  var isJSON: Bool {
    let first = start.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// The form of JSON.
  var jsonForm: ListingForm? { JSONListing.form(of: start) }

  /// The form of lines.
  func lineForm() throws(ListingError) -> ListingForm? {
    try start.span.bytes.withUnsafeBytes { bytes throws(ListingError) in try LineForm.detect(LentBytes(bytes)) }
  }

  /// The error for a beginning that is of no form; it says what to do if the beginning is known.
  var unknownForm: ListingError {
    let hint = start.span.bytes.withUnsafeBytes { UnsupportedForm.hint(LentBytes($0)) }
    return ListingError(hint.map { .unsupported($0) } ?? .unknownForm)
  }

  /// The longest manifest of an inventory: far more than any has.
  private static let longestManifest = 64 << 20

  /// Reads the whole as the manifest of an inventory.
  func manifest() throws(ListingError) -> InventoryManifest {
    var bytes: [UInt8] = []
    while bytes.count <= Self.longestManifest {
      let more = try source.beginning(of: Self.startCount)
      if more.isEmpty { return try JSONListing.manifest(bytes: bytes) }
      bytes += more
    }
    throw ListingError(.malformed(.inventory, expected: "a manifest of at most \(Self.longestManifest) bytes"))
  }

  /// Looks at the first line, without its end.
  func firstLine<Result: ~Copyable>(_ body: (LentBytes) -> Result) -> Result {
    start.span.bytes.withUnsafeBytes { bytes in
      var line = LentBytes(bytes)
      if let end = line.firstIndex(of: 0x0A) { line = line.prefix(end) }
      return body(line.last == 0x0D ? line.dropLast(1) : line)
    }
  }
}

/// A source whose first bytes were already read: it delivers these first, then the rest.
final class ResumedSource: ByteSource {
  private let start: MemorySource
  private let rest: any ByteSource
  private var startEnded = false

  init(_ start: [UInt8], then rest: any ByteSource) {
    self.start = MemorySource(start)
    self.rest = rest
  }

  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    if !startEnded {
      let countBefore = buffer.byteCount
      start.read(into: &buffer)
      if buffer.byteCount > countBefore { return }
      startEnded = true
    }
    try rest.read(into: &buffer)
  }
}

extension ByteSource {
  /// Reads the first `count` bytes, or fewer if there are no more.
  func beginning(of count: Int) throws(ListingError) -> [UInt8] {
    do {
      return try [UInt8](capacity: count) { (output: inout OutputSpan<UInt8>) throws(FlinkMetadataError) in
        try output.withUnsafeMutableBufferPointer { (buffer, filled) throws(FlinkMetadataError) in
          while filled < count {
            let free = UnsafeMutableBufferPointer(rebasing: buffer[filled..<count])
            let more = try read(intoMemory: UnsafeMutableRawBufferPointer(free))
            if more == 0 { return }
            filled += more
          }
        }
      }
    } catch {
      throw ListingError(.cannotRead(error.kind))
    }
  }
}
