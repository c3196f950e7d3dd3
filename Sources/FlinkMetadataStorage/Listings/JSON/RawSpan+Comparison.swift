// SPDX-License-Identifier: Apache-2.0

/// Comparisons of bytes, which strings would compare by canonical equivalence.
extension RawSpan {
  /// The byte at an offset, which is checked.
  subscript(byteAt offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: checked(offset), as: UInt8.self) }

  private func checked(_ offset: Int) -> Int {
    precondition(offset >= 0 && offset < byteCount)
    return offset
  }

  func isEqual(_ other: borrowing RawSpan) -> Bool {
    byteCount == other.byteCount && hasPrefix(other)
  }

  func hasPrefix(_ prefix: borrowing RawSpan) -> Bool {
    guard prefix.byteCount <= byteCount else { return false }
    for offset in 0..<prefix.byteCount where self[byteAt: offset] != prefix[byteAt: offset] { return false }
    return true
  }

  func hasPrefix(_ prefix: StaticString) -> Bool { withUnsafeBytes { LentBytes($0).hasPrefix(prefix) } }

  func hasSuffix(_ suffix: StaticString) -> Bool { withUnsafeBytes { LentBytes($0).hasSuffix(suffix) } }

  func isEqual(_ text: StaticString) -> Bool { withUnsafeBytes { LentBytes($0) == text } }
}

extension Array<UInt8> {
  /// A copy of the bytes.
  init(_ bytes: RawSpan) {
    self = bytes.withUnsafeBytes { Array($0) }
  }
}

extension [UInt8] {
  /// Appends a copy of the bytes.
  mutating func append(copying bytes: RawSpan) {
    bytes.withUnsafeBytes { append(contentsOf: $0) }
  }
}
