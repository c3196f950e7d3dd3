// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Whether a job finds its state in a checkpoint, as Flink decides it before anything is restored.
///
/// Flink looks for operators by id alone. What it does with the others is the rule of
/// `Checkpoints.loadAndValidateCheckpoint`, the same in Flink 1.20 and 2.3: the state of an operator that the job does not
/// have refuses the restore, with the message "Cannot map checkpoint/savepoint state for operator …", unless
/// `--allowNonRestoredState` is set. An operator of the job that is not in the file starts empty, without a message.
///
/// ```swift
/// let fit = RestoreFit(try CheckpointSummary(file), expected: OperatorList([.init(uid: "orders")]))
/// for state in fit.unexpected where state.hasState { print(state) }
/// ```
///
/// Files of version 1 have tasks and no operators: no release that reads them looks for uids.
public struct RestoreFit: Sendable {
  /// How many operators the job looks for.
  public let expectedCount: Int
  /// The operators that the file does not have, in the order of the list. They would start empty.
  public let missing: [OperatorList.Entry]
  /// The operators of the file that the job does not have, in the order of the file. Those that have state
  /// (``OperatorSummary/hasState``) make Flink refuse; it passes over the others.
  public let unexpected: [OperatorSummary]
  /// Operators that may have got another uid: a guess.
  public let likelyRenames: [LikelyRename]

  /// Compares the operators of a file with those that a job looks for.
  ///
  /// - Parameters:
  ///   - summary: the whole file.
  ///   - expected: the operators of the job. Flink maps state by the id that it derives from the uid, or by the one that the
  ///     job sets with `setUidHash`.
  public init(_ summary: CheckpointSummary, expected: OperatorList) {
    let ids = Set(summary.operators.map(\.id))
    let missing = expected.entries.filter { !ids.contains($0.id) }
    let unexpected = summary.operators.filter { expected[$0.id] == nil }
    expectedCount = expected.entries.count
    self.missing = missing
    self.unexpected = unexpected
    likelyRenames = LikelyRename.guesses(missing, unexpected.filter(\.hasState))
  }

  /// Whether every operator finds its state, and Flink refuses nothing.
  public var isComplete: Bool { missing.isEmpty && !unexpected.contains(where: \.hasState) }
}

extension OperatorSummary {
  /// Whether Flink counts the operator as one with state: its coordinator or one of its subtasks has any (Flink:
  /// `OperatorState.getCoordinatorState`, `OperatorSubtaskState.hasState`), be it of 0 bytes. State of Flink 1.1, which
  /// later releases ignore, does not count.
  public var hasState: Bool { StateKind.allCases.contains { $0 != .legacyOperator && shape.contains($0) } }

  /// By what the operator can be asked for.
  public var identity: OperatorIdentity { OperatorIdentity(name: name, uid: uid, id: id) }
}
