// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// What makes a metadata file large, for people: its operators, its contents, its largest values and its largest
/// subtask, and what makes its large parts smaller.
package struct SizeReport {
  /// How many operators and values are shown unless another number is asked for.
  package static let defaultTop = 10

  private let sizes: MetadataSizes
  private let name: String
  private let top: Int
  private let style: TextStyle

  /// A report of what was measured.
  package init(_ sizes: MetadataSizes, of name: String, top: Int = Self.defaultTop, style: TextStyle) {
    self.sizes = sizes
    self.name = name
    self.top = top
    self.style = style
  }

  /// Writes the report.
  package func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    let parts = [
      head, operatorTable.lines, contentTable.lines, largestValues, largestSubtask,
      SizeAdvice.of(sizes).flatMap(lines),
    ]
    let text = parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
    try sink.write(text.utf8Span.span.bytes)
  }

  private var head: [String] {
    let noun = isOfTasks ? "task" : "operator"
    let selected = sizes.operators.count == sizes.operatorCount ? "" : "\(sizes.operators.count) of "
    return [
      fact("file", DisplayText(name).text), fact("checkpoint", "\(sizes.checkpointId)"),
      fact("metadata", "\(byteCountText(sizes.fileSize)), \(selected)\(countText(sizes.operatorCount, noun))"),
    ]
  }

  private func fact(_ label: String, _ fact: String) -> String {
    style.text(DisplayText(label).padded(to: 12, .left), .dim) + fact
  }

  private var isOfTasks: Bool { sizes.version == .version1 }

  // MARK: Tables

  private var operatorTable: SizeTable {
    var rows = sizes.operators.prefix(top).map { state in
      SizeTable.Row(name: name(state), byteCount: state.contents.total, details: details(state.contents))
    }
    let others = sizes.operators.dropFirst(top)
    if !others.isEmpty {
      let contents = others.reduce(into: ContentSizes()) { $0.add($1.contents) }
      rows.append(
        SizeTable.Row(name: "\(others.count) more", byteCount: contents.total, details: details(contents)))
    }
    if sizes.unselectedByteCount > 0 {
      rows.append(SizeTable.Row(name: "not selected", byteCount: sizes.unselectedByteCount))
    }
    rows.append(
      SizeTable.Row(
        name: "(no operator)", byteCount: sizes.fileContents.total, details: details(sizes.fileContents)))
    return SizeTable(title: isOfTasks ? "TASK" : "OPERATOR", rows: rows, total: sizes.fileSize, style: style)
  }

  private var contentTable: SizeTable {
    var rows = sizes.contents.largestFirst.map { SizeTable.Row(name: $0.content.title, byteCount: $0.byteCount) }
    if sizes.unselectedByteCount > 0 {
      rows.append(SizeTable.Row(name: "not selected", byteCount: sizes.unselectedByteCount))
    }
    return SizeTable(title: "CONTENT", rows: rows, total: sizes.fileSize, style: style)
  }

  private func name(_ state: OperatorSizes) -> String { state.name ?? state.uid ?? state.id.description }

  private func details(_ contents: ContentSizes) -> [String] {
    contents.largestFirst.map { "\($0.content.title) \(byteCountText($0.byteCount))" }
  }

  // MARK: Values

  /// For each value what it is, its size and where it is, and on a second line the part of the file.
  private var largestValues: [String] {
    guard !sizes.largestValues.isEmpty else { return [] }
    let title = "LARGEST VALUES"
    var lines = [style.text(title, .bold)]
    for value in sizes.largestValues {
      let owner = sizes.owner(of: value.path).map { ", \(name($0))" } ?? ""
      let place = "\(byteCountText(value.byteCount)) at byte \(value.offset): "
      let what = DisplayText(value.content.title + owner)
      lines.append(place + what.shortened(to: room(place.count), ellipsis: style.ellipsis).text)
      let path = DisplayText(value.path.description).shortened(to: room(2), ellipsis: style.ellipsis)
      lines.append(style.text("  " + path.text, .dim))
    }
    return lines
  }

  /// What is left of a line.
  private func room(_ columns: Int) -> Int { max(20, style.columns - columns) }

  // MARK: The largest subtask

  private var largestSubtask: [String] {
    guard let subtask = sizes.largestSubtask else { return [] }
    let owner = sizes.owner(of: subtask.path).map(name) ?? ""
    let facts =
      "\(byteCountText(subtask.byteCount)) in \(countText(subtask.handleCount, "handle")), "
      + "subtask \(subtask.subtaskIndex) of "
    let share = Double(subtask.byteCount) / Double(FlinkSetting.defaultFrameSize)
    let names = FlinkSetting.frameSize.names(in: sizes.version).map { "\($0.name)" }.joined(separator: " or ")
    return [
      style.text("LARGEST SUBTASK", .bold),
      facts + DisplayText(owner).shortened(to: room(facts.count), ellipsis: style.ellipsis).text,
      "  \(percentText(share)) of \(byteCountText(FlinkSetting.defaultFrameSize)), the default of \(names).",
      "  A task acknowledges a checkpoint in one message with about as much for each operator in it.",
    ]
  }

  // MARK: Advice

  private func lines(_ advice: SizeAdvice) -> [String] {
    var lines = advice.lines
    for setting in advice.settings {
      for name in setting.names(in: sizes.version) {
        let since = name.since.map { ", since Flink \($0)" } ?? ""
        let defaultValue = name.defaultValue.map { ", by default \($0)" } ?? ""
        lines.append("  \(name.name)\(since)\(defaultValue)")
      }
    }
    return lines
  }
}
