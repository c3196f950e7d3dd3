// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension GoldenCheckpoint {
  /// In what this checkpoint differs from a golden one, in the order of the golden text; empty if nothing differs.
  ///
  /// Operators are matched by their ids, as Flink does in a restore. Names and uids are compared only if both checkpoints
  /// have them, which is from version 5 on. The tolerance is that of `golden`; sizes are not compared if
  /// one of the two does not know them.
  public func differences(from golden: GoldenCheckpoint) -> [GoldenDifference] {
    var differences: [GoldenDifference] = []
    if golden.summary.version != summary.version {
      differences.append(
        GoldenDifference(
          .version, expected: "\(golden.summary.version.rawValue)", found: "\(summary.version.rawValue)"))
    }
    if let expected = golden.kind, let kind, expected != kind {
      differences.append(GoldenDifference(.kind, expected: expected.rawValue, found: kind.rawValue))
    }
    differences += Self.changes(from: golden.masterStateCounts, to: masterStateCounts) { name, expected, found in
      GoldenDifference(.masterState, name, expected: expected, found: found)
    }
    return differences + operatorDifferences(from: golden)
  }

  private func operatorDifferences(from golden: GoldenCheckpoint) -> [GoldenDifference] {
    let before = Dictionary(golden.summary.operators.map { ($0.id, $0) }) { $1 }
    let after = Dictionary(summary.operators.map { ($0.id, $0) }) { $1 }
    let changes = Dictionary(
      OperatorDifference.all(from: golden.kindsOnly, to: kindsOnly).different.map { ($0.id, $0) }
    ) { $1 }
    let added = summary.operators.filter { before[$0.id] == nil }
    return (golden.summary.operators + added).flatMap { state -> [GoldenDifference] in
      let change = changes[state.id]
      guard let old = before[state.id], let new = after[state.id] else {
        let likelySame = change?.likelySame.flatMap { before[$0] ?? after[$0] }?.identity
        let id = state.id.description
        return [
          GoldenDifference(
            .operator, of: state.identity, expected: before[state.id].map { _ in id },
            found: after[state.id].map { _ in id }, likelySame: likelySame)
        ]
      }
      return (change?.aspects ?? []).compactMap { Self.difference($0, old, new) }
        + Self.stateDifferences(old, new, hasSizes ? golden.tolerance : nil)
    }
  }

  /// The summary with a byte for each kind of state: which operator is likely another one is told by the kinds, and a text may
  /// have no sizes.
  private var kindsOnly: CheckpointSummary {
    var summary = summary
    for place in summary.operators.indices {
      for kind in StateKind.allCases {
        summary.operators[place].totals.sizes[kind] = summary.operators[place].shape.contains(kind) ? 1 : 0
      }
    }
    return summary
  }

  /// A difference that the comparison of checkpoints has found; nil if it is one that golden files ignore.
  private static func difference(
    _ aspect: OperatorDifference.Aspect, _ old: OperatorSummary, _ new: OperatorSummary
  ) -> GoldenDifference? {
    switch aspect {
    case .name: GoldenDifference(.name, of: old.identity, expected: old.name ?? "none", found: new.name ?? "none")
    case .uid: GoldenDifference(.uid, of: old.identity, expected: old.uid ?? "none", found: new.uid ?? "none")
    case .parallelism:
      GoldenDifference(
        .parallelism, of: old.identity, expected: "\(old.parallelism)", found: "\(new.parallelism)")
    case .maxParallelism:
      GoldenDifference(
        .maxParallelism, of: old.identity, expected: "\(old.maxParallelism)", found: "\(new.maxParallelism)")
    case .backend where old.shape.contains(.managedKeyed) && new.shape.contains(.managedKeyed):
      GoldenDifference(
        .keyedStateForms, of: old.identity, expected: "\(old.keyedStateForms)", found: "\(new.keyedStateForms)")
    default: nil
    }
  }

  private static func stateDifferences(_ old: OperatorSummary, _ new: OperatorSummary, _ tolerance: SizeTolerance?)
    -> [GoldenDifference]
  {
    var differences: [GoldenDifference] = []
    for kind in StateKind.allCases {
      let (isExpected, isFound) = (old.shape.contains(kind), new.shape.contains(kind))
      let (expected, found) = (old.totals.sizes[kind], new.totals.sizes[kind])
      if isExpected != isFound {
        differences.append(
          GoldenDifference(
            .state, of: old.identity, "\(kind)", expected: isExpected ? "\(kind)" : nil,
            found: isFound ? "\(kind)" : nil))
      } else if let tolerance, !tolerance.allows(found, golden: expected) {
        differences.append(
          GoldenDifference(
            .size, of: old.identity, "\(kind)", expected: "\(expected) within \(tolerance)", found: "\(found)"))
      }
    }
    return differences + namedStateDifferences(old, new)
  }

  private static func namedStateDifferences(_ old: OperatorSummary, _ new: OperatorSummary) -> [GoldenDifference] {
    let (expected, found) = (old.details, new.details)
    // Of too many names, which ones are kept depends on their order in the file.
    if expected.hasMoreStates || found.hasMoreStates {
      guard expected.hasMoreStates != found.hasMoreStates else { return [] }
      return [GoldenDifference(.namedState, of: old.identity, expected: expected.countWords, found: found.countWords)]
    }
    return changes(from: expected.modesByName, to: found.modesByName) { name, expected, found in
      GoldenDifference(.namedState, of: old.identity, name, expected: expected, found: found)
    }
  }

  /// How often there is a master state of each name.
  private var masterStateCounts: [ExactText: String] {
    Dictionary(grouping: summary.masterStateNames, by: ExactText.init).mapValues { "\($0.count)" }
  }

  /// The names of which something differs, in order.
  private static func changes(
    from old: [ExactText: String], to new: [ExactText: String],
    _ difference: (_ name: String, _ expected: String?, _ found: String?) -> GoldenDifference
  ) -> [GoldenDifference] {
    Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }
      .map { difference($0.text, old[$0], new[$0]) }
  }
}

extension OperatorDetails {
  /// How the elements of each named state are distributed.
  fileprivate var modesByName: [ExactText: String] {
    Dictionary(grouping: operatorStates) { ExactText($0.name) }
      .mapValues { $0.map(\.distributionMode.flinkName.description).sorted().joined(separator: " and ") }
  }

  fileprivate var countWords: String { hasMoreStates ? "too many names" : "\(operatorStates.count) names" }
}
