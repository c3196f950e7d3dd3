import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport
/// The operators as a table for a terminal, in file order: sizes by kind, and a bar for the share of the whole.
///
/// If a line is too short for everything, the sizes by kind move to a second line, after uid and id.
struct OperatorTable {
  private let summary: CheckpointSummary
  private let style: TextStyle
  /// The kinds of state that there is, and those of them that have a column.
  private let kinds: [StateKind]
  private let columnKinds: [StateKind]
  private let total: Int64
  /// How wide the columns of numbers are.
  private let widths: [Int]
  private let nameWidth: Int
  private let barWidth: Int

  private static let gap = 2
  private static let shareWidth = 9
  private static let leastNameWidth = 20
  private static let leastBarWidth = 10

  init(_ summary: CheckpointSummary, style: TextStyle) {
    self.summary = summary
    self.style = style
    let sizes = summary.totals.sizes
    total = sizes.total
    // Most jobs have state of one or two kinds.
    kinds = StateKind.allCases.filter { sizes[$0] > 0 }

    // What the numbers leave of a line is for name and bar.
    func widths(_ kinds: [StateKind]) -> [Int] {
      let rows = [Self.titles(kinds)] + summary.operators.map { Self.numbers($0, kinds) } + [Self.totals(sizes, kinds)]
      return (0..<kinds.count + 2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    }
    func rest(_ widths: [Int]) -> Int { style.columns - widths.reduce(Self.shareWidth) { $0 + $1 + Self.gap } }
    let full = widths(kinds)
    let hasRoom = rest(full) >= Self.leastNameWidth + 1 + Self.leastBarWidth
    columnKinds = hasRoom ? kinds : []
    self.widths = hasRoom ? full : widths([])
    let room = rest(self.widths)
    let longest = summary.operators.map { DisplayText(Self.name($0)).width }.max() ?? 0
    let wanted = max(Self.leastNameWidth, longest)
    barWidth = room >= wanted + 1 + 2 * Self.leastBarWidth ? 2 * Self.leastBarWidth : Self.leastBarWidth
    nameWidth = max(Self.leastNameWidth, min(wanted, room - 1 - barWidth))
  }

  /// The lines of the table.
  var lines: [String] {
    guard !summary.operators.isEmpty else { return [] }
    var lines = [style.text(line(DisplayText(title), Self.titles(columnKinds), share: "SHARE"), .bold)]
    for state in summary.operators {
      let share = total > 0 ? Double(state.totals.sizes.total) / Double(total) : 0
      let bar = barText(share, columns: barWidth, usesUnicode: style.usesUnicode)
      let name = DisplayText(Self.name(state)).shortened(to: nameWidth, ellipsis: style.ellipsis)
      let numbers = line(name, Self.numbers(state, columnKinds), share: percentText(share))
      lines.append(bar.isEmpty ? numbers : "\(numbers) \(style.text(bar, .cyan))")
      lines += wrapped(details(state)).map { style.text($0, .dim) }
    }
    let sizes = summary.totals.sizes
    lines.append(style.text(line(DisplayText("total"), Self.totals(sizes, columnKinds), share: ""), .bold))
    lines += wrapped(kindsWithoutColumn(sizes)).map { style.text($0, .dim) }
    return lines
  }

  private func line(_ name: DisplayText, _ numbers: [String], share: String) -> String {
    var line = name.padded(to: nameWidth, .left)
    for (number, width) in zip(numbers, widths) {
      line += DisplayText(number).padded(to: width + Self.gap, .right)
    }
    if !share.isEmpty { line += DisplayText(share).padded(to: Self.shareWidth, .right) }
    return line
  }

  // MARK: Cells

  private var title: String { summary.version == .version1 ? "TASK" : "OPERATOR" }

  private static func name(_ summary: OperatorSummary) -> String {
    summary.name ?? summary.uid ?? summary.id.description
  }

  private static func titles(_ kinds: [StateKind]) -> [String] {
    ["PARALLELISM"] + kinds.map { title($0).uppercased() } + ["TOTAL"]
  }

  private static func title(_ kind: StateKind) -> String {
    switch kind {
    case .managedKeyed: "keyed"
    case .rawKeyed: "raw keyed"
    case .managedOperator: "operator"
    case .rawOperator: "raw operator"
    case .legacyOperator: "Flink 1.1"
    case .channel: "channel"
    case .coordinator: "coordinator"
    }
  }

  private static func numbers(_ summary: OperatorSummary, _ kinds: [StateKind]) -> [String] {
    ["\(summary.parallelism)/\(summary.maxParallelism)"] + sizes(summary.totals.sizes, kinds)
  }

  private static func totals(_ sizes: StateSizes, _ kinds: [StateKind]) -> [String] { [""] + self.sizes(sizes, kinds) }

  private static func sizes(_ sizes: StateSizes, _ kinds: [StateKind]) -> [String] {
    kinds.map { sizes[$0] == 0 ? "-" : byteCountText(sizes[$0]) } + [byteCountText(sizes.total)]
  }

  /// Further facts about an operator.
  private func details(_ summary: OperatorSummary) -> [String] {
    var details = kindsWithoutColumn(summary.totals.sizes)
    if summary.name != nil, let uid = summary.uid { details.append("uid \(uid)") }
    if Self.name(summary) != summary.id.description || nameWidth < 32 { details.append("id \(summary.id)") }
    if summary.totals.inlinedSize > 0 { details.append("\(byteCountText(summary.totals.inlinedSize)) inlined") }
    if summary.isFullyFinished {
      details.append("finished")
    } else {
      if summary.subtaskCount != Int(summary.parallelism) { details.append(countText(summary.subtaskCount, "subtask")) }
      if summary.finishedSubtaskCount > 0 {
        details.append("\(countText(summary.finishedSubtaskCount, "subtask")) finished")
      }
    }
    return details
  }

  /// Sizes by kind, if they are not in the table and not all of one kind.
  private func kindsWithoutColumn(_ sizes: StateSizes) -> [String] {
    guard columnKinds.isEmpty && kinds.count > 1 else { return [] }
    return kinds.filter { sizes[$0] > 0 }.map { "\(Self.title($0)) \(byteCountText(sizes[$0]))" }
  }

  /// Indented lines of the parts, so many on a line as have room; a part that is longer than a line is shortened.
  private func wrapped(_ parts: [String]) -> [String] {
    let indent = "  "
    let separator = ", "
    let limit = max(Self.leastNameWidth, style.columns - indent.count - separator.count)
    var lines: [(text: String, width: Int)] = []
    for part in parts {
      let part = DisplayText(part).shortened(to: limit, ellipsis: style.ellipsis)
      if let last = lines.last, last.width + separator.count + part.width <= limit {
        lines[lines.count - 1] = (last.text + separator + part.text, last.width + separator.count + part.width)
      } else {
        lines.append((part.text, part.width))
      }
    }
    return lines.map { indent + $0.text }
  }
}
