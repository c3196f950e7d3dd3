// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription

/// What keeps a page below 1 MB, whatever the file holds. Lengths are in bytes of HTML.
package enum PageLimits {
  /// The operators that have rows and pictures of their own; the others are summed.
  package static let operators = 200
  /// The operators of the treemap that are divided by kind of state.
  static let dividedOperators = 40
  /// The bars of one operator's subtasks.
  package static let bars = 128
  /// The bars of all operators.
  package static let allBars = 1200
  /// The bars that an operator has at least, unless it has fewer subtasks. So many for each operator are not more than all
  /// bars.
  static let leastBars = 6
  /// The directories that have a row of their own.
  package static let directories = 100
  /// The checkpoints of the history.
  package static let checkpoints = 100
  /// A name where it is told first.
  static let name = 240
  /// A name in a picture.
  static let label = 80
  /// A path.
  static let path = 300

  /// What of the subtasks is kept while a file is read.
  package static var subtaskGroups: SubtaskGroupLimits {
    // With so many operators, the bars of all suffice for the least of each.
    SubtaskGroupLimits(groups: bars, operators: operators, groupsOfMany: leastBars)
  }
}
