// SPDX-License-Identifier: Apache-2.0

/// What a ``PathRewriter`` is to do with operators: drop them, give them another uid, or rename them.
///
/// ```swift
/// var edits = OperatorEdits()
/// try edits.changeUid(of: "counts", to: "word-counts")
/// edits.drop("Sink: old")
/// ```
///
/// An operator is given as text: its name, its uid or its id (``OperatorID/description``). A uid that is not recorded
/// is found by the id that Flink derives from it. Each text has to mean exactly one operator of the input. So two
/// operators can change their uids with each other.
///
/// To edit values use ``CheckpointMetadata/changeUid(of:to:)`` and its neighbours.
public struct OperatorEdits: Sendable {
  enum Action: Sendable {
    case drop
    case changeUid(ModifiedUTF8String, OperatorID)
    case rename(ModifiedUTF8String)
  }

  private(set) var edits: [(text: OperatorText, action: Action)] = []

  /// Makes edits that leave every operator as it is.
  public init() {}

  /// Whether every operator stays as it is.
  public var isEmpty: Bool { edits.isEmpty }

  /// Whether an operator is dropped. Then a rewrite needs two passes, see ``PathRewriter/plan(_:dialect:)``.
  public var drops: Bool {
    edits.contains { if case .drop = $0.action { true } else { false } }
  }

  /// Whether an operator is renamed, which needs version 5.
  var renames: Bool {
    edits.contains { if case .rename = $0.action { true } else { false } }
  }

  /// Leaves out an operator's state, as ``CheckpointMetadata/removeOperatorState(_:)``. Flink then starts the operator
  /// without state, or restores a job that has no such operator. Paths in the state need not match any rule.
  public mutating func drop(_ operator: String) {
    edits.append((OperatorText(`operator`), .drop))
  }

  /// Gives an operator's state to the operator that has another uid in the job, as
  /// ``CheckpointMetadata/changeUid(of:to:)``.
  ///
  /// Throws ``EditError/illegalName`` for a uid that is empty or too long.
  public mutating func changeUid(of operator: String, to uid: String) throws(EditError) {
    edits.append((OperatorText(`operator`), .changeUid(try .operatorName(uid), OperatorID(uid: uid))))
  }

  /// Changes the name that is recorded for an operator, as ``CheckpointMetadata/renameOperator(_:to:)``.
  ///
  /// Throws ``EditError/illegalName`` for a name that is empty or too long.
  public mutating func rename(_ operator: String, to name: String) throws(EditError) {
    edits.append((OperatorText(`operator`), .rename(try .operatorName(name))))
  }
}
