import FlinkMetadata

/// Collects the files that a metadata file refers to, each once: those of `FileStateHandle`, `RelativeFileStateHandle` and
/// `SegmentFileStateHandle`. Names of inlined states and directories are no files.
///
/// Memory grows with the number of different files, by their paths and about 50 bytes each.
public struct ReferencedFiles: MetadataVisitor, ~Copyable {
  var collector: FileCollector

  /// Collects the files of one metadata file.
  ///
  /// - Parameter location: the directory that the metadata file is in, below which files with a relative path lie. If it
  ///   is nil, relative paths stay as they are.
  public init(location: FileLocation?) { collector = FileCollector(location: location) }

  /// How many handles name a file by a relative path.
  public var relativeReferenceCount: Int64 { collector.relativeReferenceCount }

  /// How many different files there are.
  public var count: Int { collector.files.count }

  /// Collects a file.
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) {
    collector.add(absolute: filePath, .file, size: stateSize)
  }

  /// Collects a file.
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) {
    collector.add(relative: relativePath, size: stateSize)
  }

  /// Collects a file of which this is a part.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    collector.add(absolute: filePath, .segment, size: startPos.saturatingAdding(stateSize))
  }
}
