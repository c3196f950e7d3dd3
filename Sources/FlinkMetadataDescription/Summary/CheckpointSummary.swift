import FlinkMetadata

/// What a metadata file holds, in short: the content of the report and of the table of operators.
public struct CheckpointSummary: Sendable {
  /// The file's version.
  public var version = FormatVersion.version2
  /// The layout of version 3 that the file has.
  public var dialect = Dialect.standard
  /// The checkpoint's id.
  public var checkpointId: Int64 = 0
  /// What kind of checkpoint this is, if the file says it.
  public var properties: CheckpointProperties?
  /// The operators, or in version 1 the tasks, in file order.
  public var operators: [OperatorSummary] = []
  /// How many hooks of the job manager have state, and how many bytes.
  public var masterStates: (count: Int, size: Int64) = (0, 0)
  /// The size of header and body in bytes.
  public var byteCount: Int64 = 0
  /// How many bytes follow the body.
  public var trailingByteCount: Int64 = 0
  /// The files that handles refer to.
  public var files = FileCounts()

  /// How many files there are, and how they are referred to.
  public struct FileCounts: Sendable {
    /// How many different files.
    public var distinct = 0
    /// How many handles name a file by a path from the directory of the metadata file.
    public var relativeReferences: Int64 = 0
    /// How many handles name a file by an absolute path that leads out of the directory of the metadata file, or by any
    /// absolute path if that directory is not known.
    public var outsideReferences: Int64 = 0
    /// The first such path.
    public var firstOutside: String?
    /// Whether the directory of the metadata file is known.
    public var isLocationKnown = false
  }

  /// The state of all operators, by kind.
  public var sizes: StateSizes { operators.reduce(into: StateSizes()) { $0.add($1.sizes) } }
  /// How much of it stands in the metadata file.
  public var inlinedSize: Int64 { operators.reduce(0) { $0.saturatingAdding($1.inlinedSize) } }
  /// How many handles do not tell the size of their state.
  public var unknownSizes: Int64 { operators.reduce(0) { $0.saturatingAdding($1.unknownSizes) } }
}
