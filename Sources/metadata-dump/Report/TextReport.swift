// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// What an engineer on call wants to know of a checkpoint first, on a screen: what it is, how large it is and where its
/// state is, its operators, and what to beware of.
package struct TextReport {
  let summary: CheckpointSummary
  /// How many operators the file has; the summary may have only some of them.
  let operatorCount: Int
  /// The name of the file.
  let name: String
  let layout: ReportLayout
  let style: TextStyle

  /// A report of a summary.
  package init(
    _ summary: CheckpointSummary, operatorCount: Int, of name: String, layout: ReportLayout, style: TextStyle
  ) {
    self.summary = summary
    self.operatorCount = operatorCount
    self.name = name
    self.layout = layout
    self.style = style
  }

  /// Writes the report.
  package func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    var lines = head
    for table in [
      OperatorTable(summary, layout: layout, style: style).lines,
      DirectoryTable(summary, layout: layout, style: style).lines,
    ] where !table.isEmpty {
      lines.append("")
      lines += table
    }
    let remarks = ReportRemarks(summary: summary)
    if !remarks.notes.isEmpty || !remarks.warnings.isEmpty { lines.append("") }
    lines += remarks.notes.map { "note: \(shown($0))" }
    lines += remarks.warnings.map { style.text("warning: ", .yellow) + shown($0) }
    let text = lines.joined(separator: "\n") + "\n"
    try sink.write(text.utf8Span.span.bytes)
  }

  private var head: [String] {
    ReportFacts(summary: summary, operatorCount: operatorCount, name: name).all.flatMap { fact in
      fact.lines.enumerated().map { index, line in
        let label = DisplayText(index == 0 ? fact.label : "").padded(to: 12, .left)
        let text = DisplayText(line).text
        return style.text(label, .dim) + (fact.isMain ? style.text(text, .bold) : text)
      }
    }
  }

  private func shown(_ remark: ReportRemarks.Remark) -> String {
    guard let path = remark.firstPath else { return remark.text }
    let indent = "  "
    let example = DisplayText(path).shortened(to: max(40, style.columns - indent.count), ellipsis: style.ellipsis)
    return "\(remark.text)\n\(indent)\(example.text)"
  }
}
