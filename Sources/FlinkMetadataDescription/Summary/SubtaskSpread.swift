// SPDX-License-Identifier: Apache-2.0

/// How evenly the state of an operator is spread over its subtasks.
public struct SubtaskSpread: Sendable, Equatable {
  /// How many subtasks there are, without those that have finished.
  public var subtaskCount: Int
  /// How many of them have state.
  public var subtaskCountWithState: Int
  /// The index of the subtask with the largest state, the first of several.
  public var largestSubtaskIndex: Int32
  /// The size of its state, in bytes.
  public var largest: Int64
  /// The size in the middle, in bytes: as many subtasks have less as have more. Of two in the middle, their mean.
  public var median: Int64

  /// The largest state divided by the median: 1 if state is spread evenly. Nil if at least half of the subtasks have no
  /// state, or all have none.
  public var skew: Double? { median > 0 ? Double(largest) / Double(median) : nil }

  /// The spread of subtasks; nil if there are none. Takes time for sorting and eight bytes of memory for each.
  init?(_ subtasks: some Sequence<SubtaskSummary>) {
    var sizes: [Int64] = []
    var largestSubtask: (index: Int32, size: Int64) = (0, -1)
    for subtask in subtasks {
      let size = subtask.totals.sizes.total
      sizes.append(size)
      if size > largestSubtask.size { largestSubtask = (subtask.subtaskIndex, size) }
    }
    guard !sizes.isEmpty else { return nil }
    sizes.sort()
    let (low, high) = (sizes[(sizes.count - 1) / 2], sizes[sizes.count / 2])
    subtaskCount = sizes.count
    subtaskCountWithState = sizes.count { $0 > 0 }
    largestSubtaskIndex = largestSubtask.index
    largest = largestSubtask.size
    median = low + (high - low) / 2
  }
}
