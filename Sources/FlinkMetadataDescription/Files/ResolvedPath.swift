import FlinkMetadata

/// The place that a reference leads to, in UTF-8: its path, or a relative path behind the directory of the metadata file.
struct ResolvedPath: ~Copyable {
  private let location: FileLocation?
  private var buffer = TextBuffer()

  init(_ location: FileLocation?) { self.location = location }

  /// Lends the path of a reference. Most paths are lent as they are.
  @inline(__always)
  mutating func withUTF8<Result>(
    of reference: FileReference, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let bytes = reference.path.bytes
    if reference.kind != .relativeFile && bytes.isUTF8 { return bytes.withUnsafeBytes { body($0) } }
    buffer.removeAll()
    buffer.append(path: bytes, isRelative: reference.kind == .relativeFile, in: location)
    return buffer.bytes.withUnsafeBytes { body($0) }
  }
}

extension TextBuffer {
  /// The place that a path leads to; the relative path itself if the directory of the metadata file is not known.
  mutating func append(path: RawSpan, isRelative: Bool, in location: FileLocation?) {
    var rest = path
    if isRelative, let location {
      append(location.prefix.span.bytes)
      // Flink resolves even a relative path that begins with a slash below the directory.
      while !rest.isEmpty && rest.unsafeLoad(as: UInt8.self) == UInt8(ascii: "/") {
        rest = rest.extracting(droppingFirst: 1)
      }
    }
    append(modifiedUTF8: rest)
  }
}
