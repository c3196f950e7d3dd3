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
    if !notes.isEmpty || !warnings.isEmpty { lines.append("") }
    lines += notes.map { "note: \($0)" }
    lines += warnings.map { style.text("warning: ", .yellow) + $0 }
    let text = lines.joined(separator: "\n") + "\n"
    try sink.write(text.utf8Span.span.bytes)
  }

  // MARK: The checkpoint

  private var head: [String] {
    var lines = [
      fact("file", DisplayText(name).text), fact("checkpoint", style.text("\(summary.checkpointId)", .bold)),
      fact("kind", summary.kindWords),
    ]
    if let properties = summary.properties { lines += kept(properties) }
    return lines + [
      fact("format", summary.formatWords), fact("operators", operators),
    ] + state + backend + [fact("metadata", metadata)] + restore
  }

  private var restore: [String] {
    let advice = RestoreAdvice.of(summary.restoreFacts).map(\.summary)
    return advice.isEmpty ? [] : [fact("restore", advice.joined(separator: "; "))]
  }

  private func fact(_ label: String, _ fact: String) -> String {
    style.text(DisplayText(label).padded(to: 12, .left), .dim) + fact
  }

  /// Until when Flink keeps the checkpoint.
  private func kept(_ properties: CheckpointProperties) -> [String] {
    let ends = [
      ("finishes", properties.discardFinished), ("is cancelled", properties.discardCancelled),
      ("fails", properties.discardFailed), ("is suspended", properties.discardSuspended),
    ]
    let deleting = ends.filter(\.1).map(\.0)
    let keeping = ends.filter { !$0.1 }.map(\.0)
    var causes = properties.discardSubsumed ? ["a newer one replaces it"] : []
    if !deleting.isEmpty { causes.append("the job \(listed(deleting))") }
    if causes.isEmpty { return [fact("kept", "until somebody deletes it")] }
    let until = fact("kept", "until \(causes.joined(separator: " or "))")
    return keeping.isEmpty ? [until] : [until, fact("", "also when the job \(listed(keeping))")]
  }

  /// `a`, `a or b`, `a, b or c`
  private func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private var operators: String {
    let shown = summary.operators
    let subtaskCount = shown.reduce(0) { $0 + $1.subtaskCount }
    let noun = summary.version == .version1 ? "task" : "operator"
    let selected = shown.count == operatorCount ? "" : "\(shown.count) of "
    return "\(selected)\(countText(operatorCount, noun)), \(countText(subtaskCount, "subtask"))"
  }

  private var state: [String] {
    let totals = summary.totals
    let size = totals.sizes.total
    let added =
      totals.checkpointedSize == size
      ? "" : ", of which this checkpoint added \(byteCountText(totals.checkpointedSize))"
    let kinds = kindTexts(totals.sizes)
    let places = [
      (totals.sharedSize, "in shared files"), (totals.privateSize, "in private files"),
      (totals.inlinedSize, "inlined"),
    ]
    let shown = places.filter { $0.0 > 0 }.map { "\(byteCountText($0.0)) \($0.1)" }
    return [fact("state", byteCountText(size) + added)]
      + (kinds.count > 1 ? [fact("", kinds.joined(separator: ", "))] : [])
      + (shown.isEmpty ? [] : [fact("", shown.joined(separator: ", "))])
      + (summary.files.distinct == 0 ? [] : [fact("files", fileCount)])
  }

  /// What wrote the keyed state, if all of it was written alike.
  private var backend: [String] {
    let forms = Set(summary.operators.map(\.keyedStateForms)).subtracting([[]])
    return forms.count == 1 ? forms.map { fact("backend", "\($0)") } : []
  }

  private var fileCount: String {
    let count = summary.files.distinct
    return summary.files.isDistinctExact ? "\(count)" : "about \(roundedCountText(count))"
  }

  private var metadata: String {
    let hooks = summary.masterStates
    let masterStates =
      hooks.count == 0 ? "" : ", \(countText(hooks.count, "master state")) of \(byteCountText(hooks.size))"
    return "\(byteCountText(summary.byteCount + summary.trailingByteCount))\(masterStates)"
  }

  // MARK: Notes and warnings

  /// What belongs to the kind of checkpoint.
  private var notes: [String] {
    var notes: [String] = []
    let files = summary.files
    if files.relativeReferences > 0 {
      notes.append(
        "\(countText(files.relativeReferences, "handle")) by relative path: "
          + "complete only together with the directory of this file")
    }
    if files.jobReferences > 0 {
      notes.append(
        "\(countText(files.jobReferences, "handle")) to files that the job's checkpoints share, "
          + "in other directories of it")
    }
    if !files.isLocationKnown, files.outsideReferences > 0 { notes.append(outside("by absolute path")) }
    return notes
  }

  /// What should worry.
  private var warnings: [String] {
    var warnings: [String] = []
    let files = summary.files
    if files.isLocationKnown, files.outsideReferences > files.jobReferences {
      warnings.append(outside("outside the directory of this \(files.jobReferences > 0 ? "job" : "file")"))
    }
    if summary.totals.unknownSizes > 0 {
      warnings.append("\(countText(summary.totals.unknownSizes, "handle")) without a size, which the sums leave out")
    }
    if summary.trailingByteCount > 0 {
      warnings.append(
        "\(countText(summary.trailingByteCount, "byte")) after the end of the metadata, which Flink ignores")
    }
    return warnings
  }

  private func outside(_ place: String) -> String {
    let files = summary.files
    let indent = "  "
    let example = DisplayText(files.firstOutside ?? "")
      .shortened(to: max(40, style.columns - indent.count), ellipsis: style.ellipsis)
    let count = countText(files.outsideReferences - files.jobReferences, "handle")
    return "\(count) \(place), the first:\n\(indent)\(example.text)"
  }
}
