// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// A strip for each operator that has several subtasks, so that skew is seen at a glance.
struct SubtaskStrips {
  private let operators: [OperatorSummary]
  private let otherCount: Int

  init(_ operators: PageOperators) {
    self.operators = operators.shown.filter { $0.subtaskGroups.count > 1 }
    otherCount = operators.summary.operators.count - self.operators.count
  }

  /// The strips; empty if no operator has several subtasks.
  var html: HTML {
    guard !operators.isEmpty else { return HTML() }
    let counts = Self.barCounts(operators.map(\.subtaskGroups.count))
    let strips = zip(operators, counts).map { state, count -> HTML in
      SubtaskStrip(state, groups: state.subtaskGroups.condensed(to: count)).html
    }
    var text =
      "A bar is the state of a subtask, the dashed line is the median. Below it are the key groups of the subtasks, "
      + "the stronger the more bytes a key group has."
    if otherCount > 0 { text += " Left out because they have one subtask at most, or little state: \(otherCount)." }
    return "<p>\(text)</p>\n<div class=\"strips\">\n\(strips)</div>\n"
  }

  /// How many bars each operator gets: as many as it can use, the largest operators first, but so that those behind have
  /// at least a few.
  ///
  /// - Parameter wanted: how many each can use.
  private static func barCounts(_ wanted: [Int]) -> [Int] {
    var left = PageLimits.allBars
    var reserved = wanted.reduce(0) { $0 + min($1, PageLimits.leastBars) }
    return wanted.map { wanted in
      reserved -= min(wanted, PageLimits.leastBars)
      let count = min(wanted, PageLimits.bars, left - reserved)
      left -= count
      return count
    }
  }
}
