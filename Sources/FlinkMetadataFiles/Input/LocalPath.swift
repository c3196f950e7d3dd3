// SPDX-License-Identifier: Apache-2.0

/// Paths of local files as Flink writes them.
package enum LocalPath {
  /// The plain path of `file:/a` and `file:///a`; any other text as it is. Nothing is decoded, as in Flink, whose paths are
  /// URIs without escapes.
  ///
  /// - Throws: ``MetadataInputError/Problem/hasAuthority`` for `file://host/a`, which Flink refuses too.
  package static func plain(_ text: String) throws(MetadataInputError) -> String {
    guard text.utf8.starts(with: "file:/".utf8) else { return text }
    let path = text.utf8.dropFirst("file:".utf8.count)
    guard path.starts(with: "//".utf8) else { return String(Substring(path)) }
    guard path.starts(with: "///".utf8) else { throw MetadataInputError(.hasAuthority, path: text) }
    return String(Substring(path.dropFirst(2)))
  }
}
