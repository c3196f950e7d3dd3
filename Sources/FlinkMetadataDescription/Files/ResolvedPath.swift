// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The place that a reference leads to, in UTF-8: its path, or a relative path behind the directory of the metadata file.
struct ResolvedPath: ~Copyable {
  private let style: FilePathStyle
  /// The directory in that style, with a slash at its end; nil if it is not known.
  private let prefix: [UInt8]?
  private var buffer = TextBuffer()

  init(_ location: FileLocation?, _ style: FilePathStyle) {
    self.style = style
    prefix = location.map { location in
      let prefix = location.prefix
      guard style != .asRecorded, let start = prefix.span.bytes.startOfLocalPath else { return prefix }
      return (style == .uri ? Array("file:".utf8) : []) + prefix[start...]
    }
  }

  /// Lends the path of a reference. Most paths are lent as they are.
  @inline(__always)
  mutating func withUTF8<Result>(
    of reference: FileReference, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    if reference.kind == .relativeFile {
      buffer.removeAll()
      buffer.append(reference.path.bytes, behind: prefix)
    } else {
      let start = style == .asRecorded ? nil : reference.path.bytes.startOfLocalPath
      let path = reference.path.bytes.extracting(droppingFirst: start ?? 0)
      let needsScheme = style == .uri && start != nil
      if !needsScheme && path.isUTF8 { return path.withUnsafeBytes { body($0) } }
      buffer.removeAll()
      if needsScheme { buffer.append("file:") }
      buffer.append(modifiedUTF8: path)
    }
    return buffer.bytes.withUnsafeBytes { body($0) }
  }
}

extension TextBuffer {
  /// A relative path behind a directory, if that is known.
  mutating func append(_ path: RawSpan, behind prefix: [UInt8]?) {
    var rest = path
    if let prefix {
      append(prefix.span.bytes)
      // Flink resolves even a relative path that begins with a slash below the directory.
      while !rest.isEmpty && rest.unsafeLoad(as: UInt8.self) == UInt8(ascii: "/") {
        rest = rest.extracting(droppingFirst: 1)
      }
    }
    append(modifiedUTF8: rest)
  }
}

extension RawSpan {
  /// Where the plain path begins in the path or URI of a local file, `/a`, `file:/a` or `file:///a`; nil for any other.
  var startOfLocalPath: Int? {
    withUnsafeBytes { bytes in
      let slash = UInt8(ascii: "/")
      if bytes.first == slash { return 0 }
      let scheme: StaticString = "file:"
      let count = scheme.utf8CodeUnitCount
      guard scheme.withUTF8Buffer({ bytes.starts(with: $0) }), bytes.count > count, bytes[count] == slash else {
        return nil
      }
      // Two slashes introduce an authority, which local files do not have.
      guard bytes.count > count + 1, bytes[count + 1] == slash else { return count }
      return bytes.count > count + 2 && bytes[count + 2] == slash ? count + 2 : nil
    }
  }
}
