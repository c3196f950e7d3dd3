// SPEC.md 3.5, "Body of version 1"

/// State of a task, a chain of operators (Flink 1.9: `TaskState`; version 1).
public struct TaskState: Sendable, Hashable {
  /// The id of the job vertex, which is also the id of the operator at the head of the chain.
  public var jobVertexID: OperatorID
  /// The number of subtasks.
  public var parallelism: Int32
  /// The number of key groups.
  public var maxParallelism: Int32
  /// The number of operators in the chain.
  public var chainLength: Int32
  /// State of the subtasks, in file order.
  public var subtaskStates: [TaskSubtaskState]

  /// Makes a task's state.
  public init(
    jobVertexID: OperatorID, parallelism: Int32, maxParallelism: Int32, chainLength: Int32,
    subtaskStates: [TaskSubtaskState] = []
  ) {
    self.jobVertexID = jobVertexID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
    self.subtaskStates = subtaskStates
  }
}

/// State of a task's subtask (Flink 1.9: `SubtaskState`; version 1).
public struct TaskSubtaskState: Sendable, Hashable {
  /// The subtask's index, from 0.
  public var subtaskIndex: Int32
  /// How long the snapshot took, in milliseconds.
  public var duration: Int64
  /// State of Flink 1.1, one for each operator of the chain.
  public var legacyOperatorState: [StreamStateHandle?]
  /// Operator state that Flink manages, one for each operator of the chain.
  public var managedOperatorState: [OperatorStreamStateHandle?]
  /// Operator state that the operators serialize themselves, one for each operator of the chain.
  public var rawOperatorState: [OperatorStreamStateHandle?]
  /// Keyed state that Flink manages.
  public var managedKeyedState: KeyedStateHandle?
  /// Keyed state that the operator serializes itself.
  public var rawKeyedState: KeyedStateHandle?

  /// Makes a subtask's state, at first empty.
  public init(
    subtaskIndex: Int32, duration: Int64, legacyOperatorState: [StreamStateHandle?] = [],
    managedOperatorState: [OperatorStreamStateHandle?] = [], rawOperatorState: [OperatorStreamStateHandle?] = [],
    managedKeyedState: KeyedStateHandle? = nil, rawKeyedState: KeyedStateHandle? = nil
  ) {
    self.subtaskIndex = subtaskIndex
    self.duration = duration
    self.legacyOperatorState = legacyOperatorState
    self.managedOperatorState = managedOperatorState
    self.rawOperatorState = rawOperatorState
    self.managedKeyedState = managedKeyedState
    self.rawKeyedState = rawKeyedState
  }
}
