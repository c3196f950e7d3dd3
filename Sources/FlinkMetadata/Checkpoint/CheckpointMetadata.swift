// SPEC.md 3, "Body"

/// The whole content of a metadata file as values (Flink: `CheckpointMetadata`).
///
/// Decoding keeps the file's bytes and refers to them, so that it costs about as much memory as the file again at the
/// most. For files that are larger than memory use a ``MetadataVisitor``.
public struct CheckpointMetadata: Sendable, Hashable {
  /// The version that the file has or is to be written in.
  public var version: FormatVersion
  /// The layout of version 3 that the file has or is to be written in.
  public var dialect: Dialect
  /// The checkpoint's id.
  public var checkpointId: Int64
  /// State of the job manager's hooks.
  public var masterStates: [MasterState]
  /// State of the operators, from version 2.
  public var operatorStates: [OperatorState]
  /// State of the tasks, in version 1 only.
  public var taskStates: [TaskState]
  /// What kind of checkpoint this is, from version 4; Flink also reads files without.
  public var properties: CheckpointProperties?
  /// What stood behind the body and is written there again. Flink neither writes nor reads such bytes.
  public var trailingBytes = SharedBytes()

  /// Makes the content of a file, at first without any state.
  public init(
    version: FormatVersion, dialect: Dialect = .standard, checkpointId: Int64, masterStates: [MasterState] = [],
    operatorStates: [OperatorState] = [], taskStates: [TaskState] = [], properties: CheckpointProperties? = nil
  ) {
    self.version = version
    self.dialect = dialect
    self.checkpointId = checkpointId
    self.masterStates = masterStates
    self.operatorStates = operatorStates
    self.taskStates = taskStates
    self.properties = properties
  }
}

/// State of a hook of the job manager (Flink: `MasterState`).
public struct MasterState: Sendable, Hashable {
  /// The version of the hook's own serializer.
  public var version: Int32
  /// The hook's name.
  public var name: ModifiedUTF8String
  /// The state.
  public var bytes: SharedBytes

  /// Makes a state.
  public init(version: Int32, name: ModifiedUTF8String, bytes: SharedBytes) {
    self.version = version
    self.name = name
    self.bytes = bytes
  }
}

/// State of an operator (Flink: `OperatorState`, `FullyFinishedOperatorState`).
public struct OperatorState: Sendable, Hashable {
  /// The operator's name, from version 5; nil where the file has none.
  public var operatorName: ModifiedUTF8String?
  /// The uid that the job gave the operator, from version 5; nil where the file has none.
  public var operatorUid: ModifiedUTF8String?
  /// The operator's id.
  public var operatorID: OperatorID
  /// The number of subtasks.
  public var parallelism: Int32
  /// The number of key groups; never changes while state is kept.
  public var maxParallelism: Int32
  /// An unused number of version 2, which Flink writes as 1; nil in other versions.
  public var chainLength: Int32?
  /// The state of the operator's coordinator, such as a source's enumerator.
  public var coordinatorState: ByteStreamStateHandle?
  /// Whether all subtasks have finished; then there are no subtask states.
  public var isFullyFinished: Bool
  /// State of the subtasks that have any, in file order. Of two with the same index the last counts.
  public var subtaskStates: [OperatorSubtaskState]

  /// Makes an operator's state, at first without subtasks.
  public init(
    operatorName: ModifiedUTF8String? = nil, operatorUid: ModifiedUTF8String? = nil, operatorID: OperatorID,
    parallelism: Int32, maxParallelism: Int32, chainLength: Int32? = nil,
    coordinatorState: ByteStreamStateHandle? = nil, isFullyFinished: Bool = false,
    subtaskStates: [OperatorSubtaskState] = []
  ) {
    self.operatorName = operatorName
    self.operatorUid = operatorUid
    self.operatorID = operatorID
    self.parallelism = parallelism
    self.maxParallelism = maxParallelism
    self.chainLength = chainLength
    self.coordinatorState = coordinatorState
    self.isFullyFinished = isFullyFinished
    self.subtaskStates = subtaskStates
  }
}

/// State of a subtask (Flink: `OperatorSubtaskState`, `FinishedOperatorSubtaskState`).
public struct OperatorSubtaskState: Sendable, Hashable {
  /// The subtask's index, from 0.
  public var subtaskIndex: Int32
  /// Whether the subtask has finished; then it has no state.
  public var isFinished: Bool
  /// An unused number of version 2, which Flink writes as -1; nil in other versions.
  public var duration: Int64?
  /// State of Flink 1.1 in version 2, which Flink 1.3 kept and later releases reject; empty in other versions.
  public var legacyOperatorState: [StreamStateHandle?]
  /// Operator state that Flink manages.
  public var managedOperatorState: OperatorStreamStateHandle?
  /// Operator state that the operator serializes itself.
  public var rawOperatorState: OperatorStreamStateHandle?
  /// Keyed state that Flink manages.
  public var managedKeyedState: KeyedStateHandle?
  /// Keyed state that the operator serializes itself.
  public var rawKeyedState: KeyedStateHandle?
  /// Data that was in flight to the subtask, from version 3.
  public var inputChannelState: [ChannelStateHandle]
  /// Data that was in flight from the subtask, from version 3.
  public var resultSubpartitionState: [ChannelStateHandle]
  /// The checkpoint that a regional checkpoint took this state from (version 7).
  public var refCheckpointId: Int64?

  /// Makes a subtask's state, at first empty.
  public init(
    subtaskIndex: Int32, isFinished: Bool = false, duration: Int64? = nil,
    legacyOperatorState: [StreamStateHandle?] = [],
    managedOperatorState: OperatorStreamStateHandle? = nil, rawOperatorState: OperatorStreamStateHandle? = nil,
    managedKeyedState: KeyedStateHandle? = nil, rawKeyedState: KeyedStateHandle? = nil,
    inputChannelState: [ChannelStateHandle] = [], resultSubpartitionState: [ChannelStateHandle] = [],
    refCheckpointId: Int64? = nil
  ) {
    self.subtaskIndex = subtaskIndex
    self.isFinished = isFinished
    self.duration = duration
    self.legacyOperatorState = legacyOperatorState
    self.managedOperatorState = managedOperatorState
    self.rawOperatorState = rawOperatorState
    self.managedKeyedState = managedKeyedState
    self.rawKeyedState = rawKeyedState
    self.inputChannelState = inputChannelState
    self.resultSubpartitionState = resultSubpartitionState
    self.refCheckpointId = refCheckpointId
  }
}
