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

  private static let columns = [
    ("FULL SIZE", 11), ("ADDED", 11), ("FILES", 6), ("SHARED", 11), ("PRIVATE", 11), ("INLINED", 11), ("SKEW", 7),
  ]
  private static let leastNameWidth = 11

  init(_ summary: CheckpointSummary, layout: ReportLayout, style: TextStyle) {
    self.summary = summary
    self.layout = layout
    self.style = style
    operators = layout.order.sorted(summary.operators)
    let longest = operators.prefix(layout.count).map { DisplayText($0.displayName).width }.max() ?? 0
    let room = style.columns - Self.columns.reduce(0) { $0 + $1.1 }
    nameWidth = max(Self.leastNameWidth, min(room, longest))
  }

  /// The lines of the table.
  var lines: [String] {
    guard !operators.isEmpty else { return [] }
    let title = summary.version == .version1 ? "TASK" : "OPERATOR"
    var lines = [style.text(line(DisplayText(title), Self.columns.map(\.0)), .bold)]
    for state in operators.prefix(layout.count) {
      let name = DisplayText(state.displayName).shortened(to: nameWidth, ellipsis: style.ellipsis)
      lines.append(line(name, numbers(of: state)))
      let details = DetailLines(state, style: style)
      let isIDShown = name.text == state.id.description
      lines += (details.identity(isIDShown: isIDShown) + (layout.isVerbose ? details.all : []))
        .map { style.text($0, .dim) }
    }
    let rest = operators.dropFirst(layout.count)
    if !rest.isEmpty {
      let totals = rest.reduce(into: StateTotals()) { $0.add($1.totals) }
      let files = rest.reduce(0) { $0 + $1.files }
      lines.append(line(DisplayText("\(rest.count) more"), numbers(totals, files: files, skew: "")))
    }
    let totals = numbers(summary.totals, files: summary.files.distinct, skew: "")
    lines.append(style.text(line(DisplayText("total"), totals), .bold))
    if !rest.isEmpty {
      lines.append(style.text("--top \(operators.count) shows all", .dim))
    }
    return lines
  }

  private func line(_ name: DisplayText, _ numbers: [String]) -> String {
    var line = name.padded(to: nameWidth, .left)
    for (number, column) in zip(numbers, Self.columns) {
      line += DisplayText(number).padded(to: column.1, .right)
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  // MARK: Cells

  private func numbers(of state: OperatorSummary) -> [String] {
    numbers(state.totals, files: state.files, skew: state.skewText)
  }

  private func numbers(_ totals: StateTotals, files: Int, skew: String) -> [String] {
    [
      byteCountText(totals.sizes.total), byteCountText(totals.checkpointedSize), fileCountText(files, summary.files),
      size(totals.sharedSize), size(totals.privateSize), size(totals.inlinedSize), skew,
    ]
  }

  private func size(_ byteCount: Int64) -> String { byteCount == 0 ? "-" : byteCountText(byteCount) }
}

/// A number of files in a column.
func fileCountText(_ count: Int, _ files: CheckpointSummary.FileCounts) -> String {
  if count == 0 { return "-" }
  return files.isDistinctExact ? "\(count)" : "~\(shortCountText(count))"
}

extension OperatorSummary {
  /// What people call the operator: its name, or else its uid, or else its id.
  var displayName: String { name ?? uid ?? id.description }

  /// The largest subtask beside the median one; if at least half of the subtasks have no state, how many have some.
  var skewText: String {
    guard let spread, spread.subtaskCount > 1, spread.largest > 0 else { return "-" }
    guard let skew = spread.skew else { return "\(spread.subtaskCountWithState)/\(spread.subtaskCount)" }
    return "\(oneDecimal(skew))x"
  }
}
