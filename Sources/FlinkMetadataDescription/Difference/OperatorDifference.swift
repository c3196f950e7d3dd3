// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// An operator (in version 1: a task) that was added, removed or changed between two checkpoints.
public struct OperatorDifference: Sendable {
  /// The operator's id, by which operators are matched.
  public let id: OperatorID
  /// The operator in the first checkpoint; nil if it was added.
  public let before: OperatorSummary?
  /// The operator in the second checkpoint; nil if it was removed.
  public let after: OperatorSummary?
  /// In what a changed operator differs; empty if it was added or removed.
  public let aspects: [Aspect]
  /// Of an added and a removed operator, the id of the other one if both are likely the same operator with another uid:
  /// they alone have this name, parallelism and these kinds of state. Flink would not restore the state of one as the other's.
  public internal(set) var likelySame: OperatorID?

  /// What happened to an operator.
  public enum Change: String, Sendable, CaseIterable {
    /// Only the second checkpoint has it.
    case added
    /// Only the first checkpoint has it.
    case removed
    /// Both have it.
    case changed
  }

  /// In what an operator can differ.
  @nonexhaustive
  public enum Aspect: String, Sendable, CaseIterable {
    /// The name, if both files have names.
    case name
    /// The uid, if both files have uids. The id stays the same if the job sets it by itself.
    case uid
    /// The parallelism.
    case parallelism
    /// The number of key groups.
    case maxParallelism
    /// How many subtasks there are, and how many of them have finished.
    case subtasks
    /// The size of the state of any kind.
    case size
    /// How much of the state is shared, private or inlined.
    case place
    /// How the state is spread over the subtasks.
    case spread
    /// The forms of keyed state.
    case backend
  }

  /// What happened to the operator.
  public var change: Change { before == nil ? .added : after == nil ? .removed : .changed }

  /// The operator's name, from version 5: the newer one.
  public var name: String? { after?.name ?? before?.name }

  /// The operator's uid, from version 5: the newer one.
  public var uid: String? { after?.uid ?? before?.uid }

  /// By how many bytes the size of the state grew; negative if it shrank.
  public var sizeChange: Int64 { Self.size(after).saturatingAdding(0 &- Self.size(before)) }

  private static func size(_ state: OperatorSummary?) -> Int64 { state?.totals.sizes.total ?? 0 }
}

extension OperatorDifference {
  /// The operators that differ, those whose size changed most first, and those that do not.
  static func all(from before: CheckpointSummary, to after: CheckpointSummary)
    -> (different: [OperatorDifference], unchanged: [OperatorSummary])
  {
    let old = lastOfEachID(before.operators)
    let new = lastOfEachID(after.operators)
    let oldPlaces = Dictionary(old.enumerated().map { ($1.id, $0) }) { $1 }
    let newIDs = Set(new.map(\.id))
    let haveNames = min(before.version, after.version) >= .version5
    var different: [OperatorDifference] = []
    var unchanged: [OperatorSummary] = []
    for state in new {
      guard let place = oldPlaces[state.id] else {
        different.append(OperatorDifference(id: state.id, before: nil, after: state, aspects: []))
        continue
      }
      let aspects = Aspect.allCases.filter { $0.differs(old[place], state, haveNames: haveNames) }
      if aspects.isEmpty {
        unchanged.append(state)
      } else {
        different.append(OperatorDifference(id: state.id, before: old[place], after: state, aspects: aspects))
      }
    }
    for state in old where !newIDs.contains(state.id) {
      different.append(OperatorDifference(id: state.id, before: state, after: nil, aspects: []))
    }
    findLikelyRenames(&different)
    let order = different.indices.sorted { first, second in
      let (firstSize, secondSize) = (different[first].sizeChange.magnitude, different[second].sizeChange.magnitude)
      return firstSize == secondSize ? first < second : firstSize > secondSize
    }
    return (order.map { different[$0] }, unchanged)
  }

  /// The operators without those that a later one with the same id replaces.
  static func lastOfEachID(_ operators: [OperatorSummary]) -> [OperatorSummary] {
    let last = Dictionary(operators.enumerated().map { ($1.id, $0) }) { $1 }
    return operators.enumerated().filter { last[$1.id] == $0 }.map(\.element)
  }

  /// What an operator keeps when only its uid changes.
  private struct Likeness: Hashable {
    var name: ExactText
    var parallelism: Int32
    var kinds: [StateKind]

    init?(_ state: OperatorSummary?) {
      guard let state, let name = state.name, !name.isEmpty else { return nil }
      self.name = ExactText(name)
      parallelism = state.parallelism
      kinds = StateKind.allCases.filter { state.totals.sizes[$0] > 0 }
    }
  }

  private static func findLikelyRenames(_ operators: inout [OperatorDifference]) {
    func places(_ change: Change) -> [Likeness: [Int]] {
      let places = operators.indices.filter { operators[$0].change == change }
      let keyed = places.compactMap { place in
        Likeness(operators[place].after ?? operators[place].before).map { ($0, [place]) }
      }
      return Dictionary(keyed, uniquingKeysWith: +)
    }
    let added = places(.added)
    for (likeness, removed) in places(.removed) {
      guard let added = added[likeness], added.count == 1, removed.count == 1 else { continue }
      operators[added[0]].likelySame = operators[removed[0]].id
      operators[removed[0]].likelySame = operators[added[0]].id
    }
  }
}

extension OperatorDifference.Aspect {
  fileprivate func differs(_ before: OperatorSummary, _ after: OperatorSummary, haveNames: Bool) -> Bool {
    let (old, new) = (before.totals, after.totals)
    return switch self {
    case .name: haveNames && before.name.map(ExactText.init) != after.name.map(ExactText.init)
    case .uid: haveNames && before.uid.map(ExactText.init) != after.uid.map(ExactText.init)
    case .parallelism: before.parallelism != after.parallelism
    case .maxParallelism: before.maxParallelism != after.maxParallelism
    case .subtasks:
      before.subtaskCount != after.subtaskCount || before.finishedSubtaskCount != after.finishedSubtaskCount
        || before.isFullyFinished != after.isFullyFinished
    case .size: old.sizes != new.sizes || old.unknownSizes != new.unknownSizes
    case .place: old.sharedSize != new.sharedSize || old.inlinedSize != new.inlinedSize
    case .spread: before.spread != after.spread
    case .backend: before.keyedStateForms != after.keyedStateForms
    }
  }
}
