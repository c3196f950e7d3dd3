import FlinkMetadata

/// Collects the files that the handles of a metadata file refer to.
struct FileCollector: ~Copyable {
  /// Where the metadata file is; nil if that is not known.
  private let location: FileLocation?
  /// Each file once.
  private(set) var files = FileSet()
  /// How many handles refer to a file by a relative path.
  private(set) var relativeReferenceCount: Int64 = 0
  /// How many handles refer to a file by an absolute path outside of the location, or anywhere if that is not known.
  private(set) var outsideReferenceCount: Int64 = 0
  /// The first file outside of the location.
  private(set) var firstOutside: String?

  /// The path that is being added, in UTF-8.
  private var path = TextBuffer()

  init(location: FileLocation?) { self.location = location }

  mutating func add(_ reference: FileReference) {
    let bytes = reference.path.bytes
    let size = reference.leastFileSize ?? -1
    if reference.kind == .relativeFile {
      relativeReferenceCount += 1
    } else if location?.contains(bytes) != true {
      outsideReferenceCount += 1
      if firstOutside == nil { firstOutside = String(reference.path) }
    }
    if reference.kind != .relativeFile && bytes.isUTF8 {
      files.insert(path: bytes, kind: reference.kind, size: size)
    } else {
      path.removeAll()
      path.append(reference, in: location)
      Self.insert(path, into: &files, reference.kind, size: size)
    }
  }

  private static func insert(
    _ path: borrowing TextBuffer, into files: inout FileSet, _ kind: FileReference.Kind, size: Int64
  ) {
    files.insert(path: path.bytes, kind: kind, size: size)
  }
}
