// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Resolves the references of one metadata file to locations, in modified UTF-8.
struct ReferenceLocation: ~Copyable {
  /// The directory of the metadata file with a slash at its end, then the relative path that was resolved last.
  private var resolved: [UInt8]
  private let directoryLength: Int

  /// - Parameter directory: the directory of the metadata file, as a path or URI.
  init(directory: String) {
    resolved = encodeModifiedUTF8(directory.utf16)
    if resolved.last != UInt8(ascii: "/") { resolved.append(UInt8(ascii: "/")) }
    directoryLength = resolved.count
  }

  /// Lends the location that a reference leads to.
  @inline(__always)
  mutating func withLocation<Result>(
    _ reference: FileReference, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    guard reference.kind == .relativeFile else { return reference.path.bytes.withUnsafeBytes { body($0) } }
    resolved.removeSubrange(directoryLength...)
    // Flink resolves even a relative path that begins with a slash below the directory.
    reference.path.bytes.withUnsafeBytes { resolved.append(contentsOf: $0) }
    return resolved.withUnsafeBytes { body($0) }
  }
}
