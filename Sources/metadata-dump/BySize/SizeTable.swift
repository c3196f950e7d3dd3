// SPDX-License-Identifier: Apache-2.0

import ToolSupport

/// A table of parts with their bytes, their share of the whole and a bar for it. Its columns are the same at every width
/// of the terminal; only names are shortened.
struct SizeTable {
  /// A line, and a second one with as many of the details as there is room for.
  struct Row {
    var name: String
    var byteCount: Int64
    var details: [String] = []
  }

  let title: String
  let rows: [Row]
  /// The size of the whole.
  let total: Int64
  let style: TextStyle

  private static let indent = "  "
  private static let sizeWidth = 12
  private static let shareWidth = 9
  private static let barWidth = 20
  private static let leastNameWidth = 20

  /// The lines of the table, with the total as the last.
  var lines: [String] {
    var lines = [style.text(line(title, "BYTES", share: "SHARE"), .bold)]
    for row in rows {
      let share = total > 0 ? Double(row.byteCount) / Double(total) : 0
      let bar = barText(share, columns: Self.barWidth, usesUnicode: style.usesUnicode)
      let numbers = line(row.name, byteCountText(row.byteCount), share: percentText(share))
      lines.append(bar.isEmpty ? numbers : "\(numbers) \(style.text(bar, .cyan))")
      if let details = joined(row.details) { lines.append(style.text(details, .dim)) }
    }
    return lines + [style.text(line("total", byteCountText(total), share: ""), .bold)]
  }

  private func line(_ name: String, _ size: String, share: String) -> String {
    DisplayText(name).shortened(to: nameWidth, ellipsis: style.ellipsis).padded(to: nameWidth, .left)
      + DisplayText(size).padded(to: Self.sizeWidth, .right)
      + (share.isEmpty ? "" : DisplayText(share).padded(to: Self.shareWidth, .right))
  }

  /// The details in one indented line; nil if there is none.
  private func joined(_ details: [String]) -> String? {
    guard var line = details.first.map({ Self.indent + $0 }) else { return nil }
    for detail in details.dropFirst() {
      let longer = "\(line), \(detail)"
      if longer.count > style.columns { break }
      line = longer
    }
    return line
  }

  /// What the other columns leave of a line, but not more than the longest name needs.
  private var nameWidth: Int {
    let room = style.columns - Self.sizeWidth - Self.shareWidth - 1 - Self.barWidth
    let longest = (rows.map(\.name) + [title]).map { DisplayText($0).width }.max() ?? 0
    return max(Self.leastNameWidth, min(longest, room))
  }
}
