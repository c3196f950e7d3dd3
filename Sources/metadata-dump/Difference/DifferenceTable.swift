// SPDX-License-Identifier: Apache-2.0

import ToolSupport

/// A table of what changed: names, numbers, and below some lines their details. Its columns are the same at every width of
/// the terminal; only names are shortened.
struct DifferenceTable {
  /// A name, a number for each column, and lines below.
  struct Row {
    var name: String
    var numbers: [String]
    var details: [String] = []
    var isTotal = false
  }

  let title: String
  let columns: [String]
  let rows: [Row]
  let style: TextStyle

  private static let columnWidth = 12
  private static let leastNameWidth = 14

  /// The lines of the table.
  var lines: [String] {
    [style.text(line(title, columns), .bold)]
      + rows.flatMap { row in
        let numbers = line(row.name, row.numbers)
        return [row.isTotal ? style.text(numbers, .bold) : numbers]
          + style.wrapped(row.details).map { style.text($0, .dim) }
      }
  }

  private func line(_ name: String, _ numbers: [String]) -> String {
    numbers.reduce(DisplayText(name).shortened(to: nameWidth, ellipsis: style.ellipsis).padded(to: nameWidth, .left)) {
      $0 + DisplayText($1).padded(to: Self.columnWidth, .right)
    }
  }

  private var nameWidth: Int {
    let longest = (rows.map(\.name) + [title]).map { DisplayText($0).width }.max() ?? 0
    return max(Self.leastNameWidth, min(longest, Self.room(beside: columns.count, style)))
  }

  /// How many columns of the terminal a number of columns of the table leaves for names.
  static func room(beside columnCount: Int, _ style: TextStyle) -> Int {
    max(leastNameWidth, style.columns - columnCount * columnWidth)
  }
}
