/// A metadata file in memory as views: reads what is asked for, where it stands, and allocates nothing.
///
/// ```swift
/// let metadata = try CheckpointMetadataView(bytes)
/// var operators = metadata.operatorStates
/// while let operatorState = try operators.next() {
///   var subtasks = operatorState.subtaskStates
///   while let subtask = try subtasks.next() {
///     var handles = subtask.managedKeyedState
///     while let handle = try handles.next() { … }
///   }
/// }
/// ```
///
/// Views cannot outlive the bytes; the compiler sees to that. To stream over what is not in memory use a
/// ``MetadataVisitor``, for values that can be kept ``CheckpointMetadata``.
public struct CheckpointMetadataView: ~Escapable, Copyable {
  private let file: MetadataFile
  private let masters: StoredList
  private let operators: StoredList
  private let tasks: StoredList
  /// The checkpoint's id.
  public let checkpointId: Int64

  /// Reads the header and the master states. Version 3 costs a pass over the file to find out its dialect, unless that
  /// is given.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, dialect: Dialect? = nil) throws(FlinkMetadataError) {
    let dialect = dialect ?? detectDialect(bytes)
    var outline = Outline()
    let version = try withWalk(bytes) { (walk) throws(FlinkMetadataError) -> FormatVersion in
      try walk.fileHeader()
      try walk.checkpointId(&outline)
      if walk.version > .version1 { try walk.masterStates(&outline) }
      // What follows is a list, of which only the beginning is read here.
      let isVersion1 = walk.version == .version1
      let count = try walk.reader.count()
      outline.beginList(isVersion1 ? .taskStates : .operatorStates, count: count, offset: walk.reader.offset)
      return walk.version
    }
    file = MetadataFile(bytes: bytes, version: version, dialect: version == .version3 ? dialect : .standard)
    checkpointId = outline.checkpointId
    masters = outline[.masterStates]
    operators = outline[.operatorStates]
    tasks = outline[.taskStates]
  }

  /// The file's version.
  public var version: FormatVersion { file.version }
  /// The layout of version 3 that the file has.
  public var dialect: Dialect { file.dialect }

  /// State of the job manager's hooks.
  public var masterStates: MetadataViews<MasterStateView> {
    @_lifetime(copy self) get { MetadataViews(file, masters) }
  }
  /// State of the operators; empty in version 1.
  public var operatorStates: MetadataViews<OperatorStateView> {
    @_lifetime(copy self) get { MetadataViews(file, operators) }
  }
  /// State of the tasks in version 1; empty in other versions.
  public var taskStates: MetadataViews<TaskStateView> {
    @_lifetime(copy self) get { MetadataViews(file, tasks) }
  }

  /// What kind of checkpoint this is, or nil before version 4. Goes over all operators, because the properties stand
  /// behind them.
  public func properties() throws(FlinkMetadataError) -> CheckpointProperties? {
    guard version >= .version4 else { return nil }
    var validation = Validation()
    let offset = try file.walk(at: operators.offset - 4, &validation) { walk, visitor throws(FlinkMetadataError) in
      try walk.operatorStates(&visitor)
    }
    var properties: CheckpointProperties?
    _ = try file.walk(at: offset, &validation) { walk, _ throws(FlinkMetadataError) in
      properties = try walk.readCheckpointProperties()
    }
    return properties
  }
}
