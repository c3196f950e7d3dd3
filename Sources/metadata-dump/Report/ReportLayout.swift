// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription

/// What the report shows, and in which order.
package struct ReportLayout: Sendable {
  /// The order of operators.
  package var order = OperatorOrder.size
  /// How many operators and directories are shown; the others are summed.
  package var count = 25
  /// Whether details of each operator are shown.
  package var isVerbose = false

  /// The layout of a report without options.
  package init() {}
}

/// The order of operators in the report.
package enum OperatorOrder: String, CaseIterable, Sendable {
  case size, name, file, skew

  /// The operators in this order; those that are equal as in the file.
  func sorted(_ operators: [OperatorSummary]) -> [OperatorSummary] {
    switch self {
    case .file: operators
    case .name: sorted(operators) { $0.displayName < $1.displayName }
    case .size: sorted(operators) { $0.totals.sizes.total > $1.totals.sizes.total }
    case .skew: sorted(operators) { $0.imbalance > $1.imbalance }
    }
  }

  private func sorted(_ operators: [OperatorSummary], by isBefore: (OperatorSummary, OperatorSummary) -> Bool)
    -> [OperatorSummary]
  {
    // The standard library's sort keeps the order of equal elements, but does not promise it.
    let places = operators.indices.sorted { first, second in
      if isBefore(operators[first], operators[second]) { return true }
      return !isBefore(operators[second], operators[first]) && first < second
    }
    return places.map { operators[$0] }
  }
}

extension OperatorSummary {
  /// The skew; without bounds where at least half of the subtasks have no state.
  var imbalance: Double {
    guard let spread, spread.largest > 0, spread.subtaskCount > 1 else { return 0 }
    return spread.skew ?? .infinity
  }
}
