// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Subtasks of an operator that follow each other by index, as one: so a picture of many subtasks takes bounded memory.
package struct SubtaskGroup: Sendable, Equatable {
  /// The lowest index.
  package private(set) var firstIndex: Int32
  /// The highest index.
  package private(set) var lastIndex: Int32
  /// How many subtasks there are.
  package private(set) var count = 1
  /// The size of the largest subtask's state, in bytes.
  package private(set) var largest: Int64
  /// The size of the state of all, in bytes.
  package private(set) var total: Int64
  /// How much of it is keyed, in bytes.
  package private(set) var keyedSize: Int64
  /// From the lowest key group to the highest; nil if there is no keyed state.
  package private(set) var keyGroups: ClosedRange<Int64>?

  /// One subtask.
  package init(_ subtask: SubtaskSummary) {
    firstIndex = subtask.subtaskIndex
    lastIndex = subtask.subtaskIndex
    let sizes = subtask.totals.sizes
    total = sizes.total
    largest = total
    keyedSize = sizes[.managedKeyed].saturatingAdding(sizes[.rawKeyed])
    if let range = subtask.keyGroupRange, !range.isEmpty, range.isLegal {
      let first = Int64(range.startKeyGroup)
      keyGroups = first...(first + Int64(range.numberOfKeyGroups) - 1)
    }
  }

  /// Adds the group of the next higher indexes.
  fileprivate mutating func add(_ next: SubtaskGroup) {
    lastIndex = next.lastIndex
    count += next.count
    largest = max(largest, next.largest)
    total = total.saturatingAdding(next.total)
    keyedSize = keyedSize.saturatingAdding(next.keyedSize)
    guard let added = next.keyGroups else { return }
    let known = keyGroups ?? added
    keyGroups = min(known.lowerBound, added.lowerBound)...max(known.upperBound, added.upperBound)
  }
}

extension RandomAccessCollection<SubtaskGroup> where Index == Int {
  /// At most `limit` groups, each of equally many of these, or of one more. Linear.
  package func condensed(to limit: Int) -> [SubtaskGroup] {
    let limit = Swift.max(1, limit)
    guard count > limit else { return Array(self) }
    return (0..<limit).map { index in
      let first = startIndex + index * count / limit
      let members = self[(first + 1)..<(startIndex + (index + 1) * count / limit)]
      return members.reduce(into: self[first]) { $0.add($1) }
    }
  }
}

/// How many groups of subtasks are kept, so that memory is bounded.
package struct SubtaskGroupLimits: Sendable {
  /// The most groups of an operator.
  package var groups: Int
  /// Of how many operators there are groups: those with the largest state.
  package var operators: Int
  /// The most groups of each, if so many operators have some.
  package var groupsOfMany: Int

  /// Limits the groups of an operator, and the operators.
  package init(groups: Int, operators: Int, groupsOfMany: Int) {
    self.groups = groups
    self.operators = operators
    self.groupsOfMany = groupsOfMany
  }

  /// Forgets the groups of all operators but the largest, once some more have groups: not for each operator, since this
  /// sorts them.
  func apply(to operators: inout [OperatorSummary], grouped: inout [Int]) {
    guard grouped.count - 20 >= self.operators else { return }
    keepLargest(of: &operators, grouped: &grouped)
  }

  /// Forgets the groups of all operators but the largest.
  func keepLargest(of operators: inout [OperatorSummary], grouped: inout [Int]) {
    // Of those with the same size, the first in the file.
    grouped.sort { (operators[$1].totals.sizes.total, $0) < (operators[$0].totals.sizes.total, $1) }
    for index in grouped.dropFirst(self.operators) { operators[index].subtaskGroups = [] }
    grouped.removeLast(Swift.max(0, grouped.count - self.operators))
    guard grouped.count == self.operators else { return }
    for index in grouped { operators[index].subtaskGroups = operators[index].subtaskGroups.condensed(to: groupsOfMany) }
  }
}
