// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// The operators as a table for a terminal: a line of numbers for each, and one that says which operator it is.
///
/// The columns are the same for every file and every width; a terminal that is too narrow shortens names.
struct OperatorTable {
  private let summary: CheckpointSummary
  private let layout: ReportLayout
  private let style: TextStyle
  /// The operators in the order in which they are shown.
  private let operators: [OperatorSummary]
  private let nameWidth: Int

  /// The widths of the columns of numbers.
  private static let widths = [11, 11, 6, 11, 11, 11, 7]
  private static let leastNameWidth = 11

  init(_ summary: CheckpointSummary, layout: ReportLayout, style: TextStyle) {
    self.summary = summary
    self.layout = layout
    self.style = style
    operators = layout.order.sorted(summary.operators)
    let longest = operators.prefix(layout.count).map { DisplayText($0.displayName).width }.max() ?? 0
    let room = style.columns - Self.widths.reduce(0, +)
    nameWidth = max(Self.leastNameWidth, min(room, longest))
  }

  /// The lines of the table.
  var lines: [String] {
    guard !operators.isEmpty else { return [] }
    let title = summary.operatorNoun.uppercased()
    var lines = [style.text(line(DisplayText(title), OperatorNumbers.titles), .bold)]
    for state in operators.prefix(layout.count) {
      let name = DisplayText(state.displayName).shortened(to: nameWidth, ellipsis: style.ellipsis)
      lines.append(line(name, OperatorNumbers(state, summary.files).texts))
      let details = DetailLines(state, style: style)
      let isIDShown = name.text == state.id.description
      lines += (details.identity(isIDShown: isIDShown) + (layout.isVerbose ? details.all : []))
        .map { style.text($0, .dim) }
    }
    let rest = operators.dropFirst(layout.count)
    if !rest.isEmpty {
      let numbers = OperatorNumbers(sumOf: rest, summary.files)
      lines.append(line(DisplayText("\(rest.count) more"), numbers.texts))
    }
    lines.append(style.text(line(DisplayText("total"), OperatorNumbers(summary).texts), .bold))
    if !rest.isEmpty {
      lines.append(style.text("--top \(operators.count) shows all", .dim))
    }
    return lines
  }

  private func line(_ name: DisplayText, _ numbers: [String]) -> String {
    var line = name.padded(to: nameWidth, .left)
    for (number, width) in zip(numbers, Self.widths) {
      line += DisplayText(number).padded(to: width, .right)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// A number of files in a column.
func fileCountText(_ count: Int, _ files: CheckpointSummary.FileCounts) -> String {
  if count == 0 { return "-" }
  return files.isDistinctExact ? "\(count)" : "~\(shortCountText(count))"
}

extension OperatorSummary {
  /// What people call the operator: its name, or else its uid, or else its id.
  var displayName: String { name ?? uid ?? id.description }
}
