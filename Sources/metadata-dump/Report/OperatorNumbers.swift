// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// What tables of operators say in numbers of one operator, or of several: a text and a number for each column.
struct OperatorNumbers {
  /// The titles of the columns.
  static let titles = ["FULL SIZE", "ADDED", "FILES", "SHARED", "PRIVATE", "INLINED", "SKEW"]

  let totals: StateTotals
  let files: Int
  /// The skew as text, and as what to sort by.
  var skew = (text: "", order: 0.0)
  /// How files were counted.
  let fileCounts: CheckpointSummary.FileCounts

  /// The texts of the columns.
  var texts: [String] {
    [
      byteCountText(totals.sizes.total), byteCountText(totals.checkpointedSize), fileCountText(files, fileCounts),
      size(totals.sharedSize), size(totals.privateSize), size(totals.inlinedSize), skew.text,
    ]
  }

  /// What the columns are sorted by.
  var values: [Double] {
    [
      Double(totals.sizes.total), Double(totals.checkpointedSize), Double(files), Double(totals.sharedSize),
      Double(totals.privateSize), Double(totals.inlinedSize), skew.order,
    ]
  }

  private func size(_ byteCount: Int64) -> String { byteCount == 0 ? "-" : byteCountText(byteCount) }
}

extension OperatorNumbers {
  /// The numbers of an operator.
  init(_ state: OperatorSummary, _ fileCounts: CheckpointSummary.FileCounts) {
    self.init(
      totals: state.totals, files: state.files, skew: (state.skewText, state.imbalance), fileCounts: fileCounts)
  }

  /// The sums of several operators.
  init(sumOf states: some Sequence<OperatorSummary>, _ fileCounts: CheckpointSummary.FileCounts) {
    self.init(
      totals: states.reduce(into: StateTotals()) { $0.add($1.totals) }, files: states.reduce(0) { $0 + $1.files },
      fileCounts: fileCounts)
  }

  /// The sums of all operators; a file that several have counts once.
  init(_ summary: CheckpointSummary) {
    self.init(totals: summary.totals, files: summary.files.distinct, fileCounts: summary.files)
  }
}

extension OperatorSummary {
  /// The largest subtask beside the median one; if at least half of the subtasks have no state, how many have some.
  var skewText: String {
    guard let spread, spread.subtaskCount > 1, spread.largest > 0 else { return "-" }
    guard let skew = spread.skew else { return "\(spread.subtaskCountWithState)/\(spread.subtaskCount)" }
    return skew < 1000 ? "\(oneDecimal(skew))x" : ">999x"
  }
}
