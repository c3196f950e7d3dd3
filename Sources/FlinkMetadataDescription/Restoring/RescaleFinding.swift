// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What a restore with a certain parallelism meets: a rule of Flink's and the operators that it is about.
public struct RescaleFinding: Sendable {
  /// A rule of Flink's. The raw value is the name of the rule in JSON.
  @nonexhaustive
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// The file's maximum parallelism of an operator is the largest parallelism that it can have. Flink refuses more.
    case maxParallelism
    /// Operators of one chain have one maximum parallelism. The file does not say which operators are chained.
    case differentMaxParallelisms
    /// Data in flight is distributed anew.
    case dataInFlight
    /// Each subtask reads the elements of all subtasks.
    case unionState
    /// Each subtask writes all elements.
    case broadcastState

    /// The class and method of Flink's that has the rule.
    public var flinkName: StaticString {
      switch self {
      case .maxParallelism: "StateAssignmentOperation.checkParallelismPreconditions"
      case .differentMaxParallelisms: "Checkpoints.loadAndValidateCheckpoint"
      case .dataInFlight: "StateAssignmentOperation.reDistributeInputChannelStates"
      case .unionState, .broadcastState: "RoundRobinOperatorStateRepartitioner"
      }
    }

    /// Whether it is certain that Flink refuses, if one of the operators runs with the parallelism.
    public var refuses: Bool { self == .maxParallelism }
  }

  /// The rule.
  public var rule: Rule
  /// The operators that the rule is about, in the order of the file.
  public var operators: [OperatorSummary]

  /// What a restore with a parallelism meets, refusals first. Applies to the operators that then have this parallelism: an
  /// operator to which the job gives another of its own is not concerned.
  ///
  /// - Parameters:
  ///   - parallelism: the number of subtasks, from 1.
  ///   - operators: the operators that the job has. Others are not restored.
  public static func findings(parallelism: Int32, _ operators: [OperatorSummary]) -> [RescaleFinding] {
    // Flink's check is for each operator of a vertex that has subtasks in the file, with or without state.
    let tooLow = operators.filter { $0.maxParallelism < parallelism && $0.subtaskCount > 0 }
    let limits = Set(operators.map(\.maxParallelism))
    let inFlight = operators.filter { $0.parallelism != parallelism && $0.shape.contains(.channel) }
    let growing = operators.filter { $0.parallelism < parallelism }
    let found: [(Rule, [OperatorSummary])] = [
      (.maxParallelism, tooLow), (.differentMaxParallelisms, limits.count > 1 ? operators : []),
      (.dataInFlight, inFlight), (.unionState, growing.filter { $0.shape.contains(.union) }),
      (.broadcastState, growing.filter { $0.shape.contains(.broadcast) }),
    ]
    return found.filter { !$0.1.isEmpty }.map { RescaleFinding(rule: $0.0, operators: $0.1) }
  }
}
