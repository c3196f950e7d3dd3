import FlinkMetadata

/// Collects the files that a metadata file refers to, each once. Names of inlined states and directories are not files.
///
/// Memory grows with the number of different files, by their paths and about 50 bytes each.
public struct ReferencedFiles: SelectingVisitor, ~Copyable {
  /// The operators whose files are collected.
  public var operators: OperatorSelection
  var collector: FileCollector

  /// Collects the files of one metadata file.
  ///
  /// - Parameters:
  ///   - location: the directory of the metadata file, which relative paths are resolved against. If it is nil,
  ///     relative paths stay as they are.
  ///   - operators: the operators whose files are collected.
  public init(location: FileLocation?, operators: OperatorSelection = OperatorSelection()) {
    self.operators = operators
    collector = FileCollector(location: location)
  }

  /// How many handles name a file by a relative path.
  public var relativeReferenceCount: Int64 { collector.relativeReferenceCount }

  /// How many different files there are.
  public var count: Int { collector.files.count }

  /// Collects a file.
  public mutating func fileReference(_ reference: FileReference) { collector.add(reference) }
}
