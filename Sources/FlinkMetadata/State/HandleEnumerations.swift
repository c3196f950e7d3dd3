/// How the elements of a state are given to subtasks after rescaling (Flink: `OperatorStateHandle.Mode`).
public enum DistributionMode: Int8, Sendable, Hashable, CaseIterable {
  /// Each element goes to one subtask (`SPLIT_DISTRIBUTE`).
  case splitDistribute = 0
  /// Every subtask gets all elements of all subtasks (`UNION`).
  case union = 1
  /// Every subtask has the same elements (`BROADCAST`).
  case broadcast = 2

  /// Flink's name of the constant.
  public var flinkName: String {
    switch self {
    case .splitDistribute: "SPLIT_DISTRIBUTE"
    case .union: "UNION"
    case .broadcast: "BROADCAST"
    }
  }
}

/// Who may use a file of state (Flink: `CheckpointedStateScope`).
public enum CheckpointedStateScope: Int32, Sendable, Hashable, CaseIterable {
  /// Only the checkpoint that wrote it (`EXCLUSIVE`).
  case exclusive = 0
  /// Later checkpoints too (`SHARED`).
  case shared = 1

  /// Flink's name of the constant.
  public var flinkName: String {
    switch self {
    case .exclusive: "EXCLUSIVE"
    case .shared: "SHARED"
    }
  }
}
