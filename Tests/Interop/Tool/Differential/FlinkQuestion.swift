// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Something to ask of the Flink release: what it makes of a file, or of a text in one (`FlinkAnswer.java`).
enum FlinkQuestion: Hashable {
  /// Whether Flink gets the directory of the file.
  case file([UInt8], hasDirectory: Bool)
  case text(ModifiedUTF8String, TextKind)

  /// The texts for which Flink has a form of its own.
  enum TextKind: UInt8 {
    case path = 2
    case relativePath = 3
    case backendIdentifier = 4
  }

  /// A `u8` kind, an `i32` length and that many bytes.
  func append(to frame: inout [UInt8]) {
    switch self {
    case .file(let bytes, let hasDirectory):
      frame.append(hasDirectory ? 0 : 1)
      frame.appendBigEndian(Int32(bytes.count))
      frame += bytes
    case .text(let text, let kind):
      frame.append(kind.rawValue)
      frame.appendBigEndian(Int32(2 + text.byteCount))
      frame.appendBigEndian(UInt16(text.byteCount))
      text.bytes.withUnsafeBytes { frame.append(contentsOf: $0) }
    }
  }
}

/// What Flink answers.
enum FlinkVerdict {
  /// What Flink has understood, as JSON in ASCII.
  case accepted([UInt8])
  /// The exception, as a JSON string.
  case refused(String)
}

extension FlinkVerdict: CustomStringConvertible {
  var description: String {
    switch self {
    case .accepted(let description): "accepted: \(String(decoding: description, as: UTF8.self))"
    case .refused(let refusal): "refused: \(refusal)"
    }
  }
}

extension [UInt8] {
  mutating func appendBigEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}
