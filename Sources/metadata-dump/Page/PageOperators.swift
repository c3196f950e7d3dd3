// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription

/// The operators of a page: the largest are shown one by one, the others are summed.
struct PageOperators {
  let summary: CheckpointSummary
  /// The largest, in order of size.
  let shown: ArraySlice<OperatorSummary>
  /// The others.
  let others: ArraySlice<OperatorSummary>

  init(_ summary: CheckpointSummary) {
    self.summary = summary
    let operators = OperatorOrder.size.sorted(summary.operators)
    shown = operators.prefix(PageLimits.operators)
    others = operators.dropFirst(PageLimits.operators)
  }

  /// What operators that are not shown are called; nil if there are none.
  var othersName: String? {
    others.isEmpty ? nil : "\(others.count) more"
  }
}
