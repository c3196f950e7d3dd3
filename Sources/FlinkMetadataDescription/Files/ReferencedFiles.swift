import FlinkMetadata

/// Collects the files that a metadata file refers to, each once. Names of inlined states and directories are not files.
///
/// Memory grows with the number of different files, by their paths and about 50 bytes each.
public struct ReferencedFiles: SelectingVisitor, ~Copyable {
  /// The operators whose files are collected.
  public var operators: OperatorSelection
  private(set) var files = FileSet()
  private var resolved: ResolvedPath
  /// How many handles name a file by a relative path.
  public private(set) var relativeReferenceCount: Int64 = 0

  /// Collects the files of one metadata file.
  ///
  /// - Parameters:
  ///   - location: the directory of the metadata file, which relative paths are resolved against. If it is nil,
  ///     relative paths stay as they are.
  ///   - operators: the operators whose files are collected.
  public init(location: FileLocation?, operators: OperatorSelection = OperatorSelection()) {
    self.operators = operators
    resolved = ResolvedPath(location)
  }

  /// How many different files there are.
  public var count: Int { files.count }

  /// Collects a file.
  public mutating func fileReference(_ reference: FileReference) {
    if reference.kind == .relativeFile { relativeReferenceCount += 1 }
    Self.insert(reference, &resolved, into: &files)
  }

  private static func insert(
    _ reference: FileReference, _ resolved: inout ResolvedPath, into files: inout FileSet
  ) {
    let size = reference.leastFileSize ?? -1
    resolved.withUTF8(of: reference) { path in files.insert(path, reference.kind, size: size) }
  }
}
