import FlinkMetadata

extension JSONDescription {
  // MARK: Operators and tasks

  /// Begins an operator.
  public mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32?
  ) {
    writer.member("operatorID", plain: operatorID.description)
    if version >= .version5 {
      writer.key("operatorName")
      writer.stringOrNull(operatorName)
      writer.key("operatorUid")
      writer.stringOrNull(operatorUid)
    }
    writer.member("parallelism", parallelism)
    writer.member("maxParallelism", maxParallelism)
    writer.memberIfPresent("chainLength", chainLength)
    isFullyFinished = false
  }

  /// Writes that the operator has no subtask states.
  public mutating func fullyFinished() {
    isFullyFinished = true
    writer.key("subtaskStates")
    writer.emptyArray()
  }

  /// Ends an operator.
  public mutating func endOperatorState() { writer.member("fullyFinished", isFullyFinished) }

  /// Begins a task.
  public mutating func beginTaskState(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32
  ) {
    writer.member("jobVertexID", plain: jobVertexID.description)
    writer.member("parallelism", parallelism)
    writer.member("maxParallelism", maxParallelism)
    writer.member("chainLength", chainLength)
  }

  // MARK: Subtasks

  /// The fields of a subtask that Flink keeps as collections, of which a file has at most one element.
  struct ListsOfOne: OptionSet {
    var rawValue: UInt8

    static let managedOperatorState = ListsOfOne(rawValue: 1)
    static let rawOperatorState = ListsOfOne(rawValue: 2)
    static let managedKeyedState = ListsOfOne(rawValue: 4)
    static let rawKeyedState = ListsOfOne(rawValue: 8)
    static let all: ListsOfOne = [.managedOperatorState, .rawOperatorState, .managedKeyedState, .rawKeyedState]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ field: MetadataPath.Field) {
      switch field {
      case .managedOperatorState: self = .managedOperatorState
      case .rawOperatorState: self = .rawOperatorState
      case .managedKeyedState: self = .managedKeyedState
      case .rawKeyedState: self = .rawKeyedState
      default: self = []
      }
    }
  }

  /// Begins a subtask.
  public mutating func beginSubtaskState(index: Int32, isFinished: Bool, duration: Int64?) {
    writer.member("index", index)
    if version > .version1 { writer.member("finished", isFinished) }
    writer.memberIfPresent("duration", duration)
    // A finished subtask has no state to speak of.
    written = isFinished ? .all : []
  }

  /// Writes where a regional checkpoint took the state from.
  public mutating func refCheckpointId(_ checkpointId: Int64) { writer.member("refCheckpointId", checkpointId) }

  /// Ends a subtask: lists that the file leaves out are empty.
  public mutating func endSubtaskState() {
    guard version > .version1 else { return }
    if !written.contains(.managedOperatorState) { writeEmptyList("managedOperatorState") }
    if !written.contains(.rawOperatorState) { writeEmptyList("rawOperatorState") }
    if !written.contains(.managedKeyedState) { writeEmptyList("managedKeyedState") }
    if !written.contains(.rawKeyedState) { writeEmptyList("rawKeyedState") }
  }

  private mutating func writeEmptyList(_ name: StaticString) {
    writer.key(name)
    writer.emptyArray()
  }
}
