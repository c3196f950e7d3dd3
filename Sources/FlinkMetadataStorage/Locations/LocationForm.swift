// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// How a location is brought into its canonical form.
struct LocationForm: Sendable {
  let equality: LocationEquality
  /// Applied before anything else.
  let rules: PathRules
  /// Where the locations come from.
  let origin: Origin

  /// Where locations come from.
  enum Origin {
    /// From handles: in modified UTF-8, and meant in the form in which Flink opens them.
    case metadata
    /// From a storage: any other spelling is another file.
    case storage
  }

  /// Appends the canonical form of a location.
  func append(_ location: UnsafeRawBufferPointer, to result: inout [UInt8]) {
    var bytes: [UInt8]
    if let move = rules.move(of: location) {
      bytes = Array(location[..<move.keptStart]) + move.replacement + Array(location[move.restStart...])
    } else {
      bytes = Array(location)
    }
    if origin == .metadata, bytes.contains(where: { $0 >= 0x80 }) {
      bytes = Array(String(decoding: decodeModifiedUTF8(bytes.span.bytes), as: UTF16.self).utf8)
    }
    let beginning = bytes.withUnsafeBytes { equality.beginning(of: $0) }
    result.append(contentsOf: beginning.root.utf8)
    let path = bytes[beginning.pathStart...]
    switch origin {
    case .metadata: NormalPath.append(path, to: &result)
    case .storage: result.append(contentsOf: path)
    }
  }

  /// The last component of a path of metadata, in UTF-8.
  func name(_ path: UnsafeRawBufferPointer) -> [UInt8] {
    let canonical = canonical(Array(path))
    return Array(canonical[(canonical.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
  }

  /// The canonical form of a location.
  func canonical(_ location: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    location.withUnsafeBytes { append($0, to: &result) }
    return result
  }
}
