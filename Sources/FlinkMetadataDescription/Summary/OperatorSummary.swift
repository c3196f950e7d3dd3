// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What a metadata file says of an operator (in version 1: of a task), in short.
public struct OperatorSummary: Sendable {
  /// The operator's name, from version 5.
  public var name: String?
  /// The uid that the job gave the operator, from version 5.
  public var uid: String?
  /// The operator's id.
  public var id: OperatorID
  /// The number of subtasks that the operator had.
  public var parallelism: Int32
  /// The number of key groups.
  public var maxParallelism: Int32
  /// Whether all subtasks have finished, so that there is no state.
  public var isFullyFinished = false
  /// How many subtasks the file has, finished ones included.
  public var subtaskCount = 0
  /// How many of them have finished.
  public var finishedSubtaskCount = 0
  /// The state of the coordinator and of all subtasks.
  public var totals = StateTotals()
  /// Which kinds of state the coordinator and the subtasks have.
  public var shape = StateShape()
  /// How the state is spread over the subtasks that have not finished; nil if there are none.
  public var spread: SubtaskSpread?
  /// How many handles refer to files.
  public var fileReferences: Int64 = 0
  /// How many different files these are, if files are counted; exact if ``CheckpointSummary/FileCounts/isDistinctExact``.
  public var files = 0
  /// The forms of keyed state that Flink manages.
  public var keyedStateForms: KeyedStateForms = []
  /// What is in the state, if the visitor keeps details.
  public var details = OperatorDetails()
  /// The subtasks that have not finished, if the visitor keeps details: see ``CheckpointSummaryVisitor``. Of two with the
  /// same index Flink takes the last, and so does the summary.
  public var subtasks: [SubtaskSummary] = []
  /// The subtasks that have not finished, in order of their indexes, as groups if there are many. Only if the visitor
  /// keeps them: see ``CheckpointSummaryVisitor/subtaskGroupLimits``.
  package var subtaskGroups: [SubtaskGroup] = []
}

/// What a metadata file says of a subtask, in short.
public struct SubtaskSummary: Sendable {
  /// The subtask's index, from 0.
  public var subtaskIndex: Int32
  /// Which kinds of state the subtask has.
  public var shape = StateShape()
  /// The state of the subtask.
  public var totals: StateTotals
  /// The key groups of its keyed state: those of the first handle. Nil if there is none.
  public var keyGroupRange: KeyGroupRange?
}

/// The subtasks of one operator. Of two with the same index the last counts, as in Flink.
struct SubtaskTable {
  /// For each index the place of its totals, or ``finished``. So finished subtasks take little memory, although a
  /// hostile file can have one every four bytes.
  private var positions: [Int32: Int32] = [:]
  private var states: [SubtaskSummary] = []
  private var finishedCount = 0

  private static let finished: Int32 = -1
  /// The index of a subtask that another one with the same index has replaced.
  private static let replaced: Int32 = -1

  mutating func removeAll() {
    positions.removeAll(keepingCapacity: true)
    states.removeAll(keepingCapacity: true)
    finishedCount = 0
  }

  /// Sets what a subtask has; nil if it has finished.
  mutating func set(_ index: Int32, _ measure: StateMeasure?, _ keyGroupRange: KeyGroupRange?) {
    var position = Self.finished
    if let measure {
      position = Int32(states.count)
      states.append(
        SubtaskSummary(
          subtaskIndex: index, shape: measure.shape, totals: measure.totals, keyGroupRange: keyGroupRange))
    } else {
      finishedCount += 1
    }
    let replaced = positions.updateValue(position, forKey: index)
    if replaced == Self.finished {
      finishedCount -= 1
    } else if let replaced {
      states[Int(replaced)] = SubtaskSummary(subtaskIndex: Self.replaced, totals: StateTotals())
    }
  }

  /// Adds all subtasks to the operator.
  func add(to summary: inout OperatorSummary, keepingSubtasks: Bool) {
    summary.subtaskCount = positions.count
    summary.finishedSubtaskCount = finishedCount
    for state in states {
      summary.totals.add(state.totals)
      summary.shape.formUnion(state.shape)
    }
    let subtasks = states.lazy.filter { $0.subtaskIndex != Self.replaced }
    summary.spread = SubtaskSpread(subtasks)
    if keepingSubtasks { summary.subtasks = Array(subtasks) }
  }

  /// The subtasks that have not finished, in order of their indexes, in at most `limit` groups. Until everything is
  /// removed, nothing can be set after this.
  mutating func groups(atMost limit: Int) -> [SubtaskGroup] {
    states.removeAll { $0.subtaskIndex == Self.replaced }
    states.sort { $0.subtaskIndex < $1.subtaskIndex }
    return states.lazy.map { SubtaskGroup($0) }.condensed(to: limit)
  }
}
