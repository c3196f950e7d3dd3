import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport
/// What somebody who looks after a job wants to know of a checkpoint first, on a screen: what it is, how large it is and
/// where its state lies, its operators, and what to beware of.
struct TextReport {
  let summary: CheckpointSummary
  /// How many operators the file has, of which the summary may have a part.
  let operatorCount: Int
  let style: TextStyle

  /// A report of a summary.
  init(_ summary: CheckpointSummary, operatorCount: Int, style: TextStyle) {
    self.summary = summary
    self.operatorCount = operatorCount
    self.style = style
  }

  /// Writes the report.
  func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    var text = TextBuffer(sink)
    writeHead(&text)
    if !summary.operators.isEmpty { text.append("\n") }
    for line in OperatorTable(summary, style: style).lines {
      text.append(line)
      text.append("\n")
      try text.flushIfFull()
    }
    if !warnings.isEmpty { text.append("\n") }
    for warning in warnings { writeLine(style.text("warning: ", .yellow) + warning, &text) }
    try text.flush()
  }

  private func writeLine(_ line: String, _ text: inout TextBuffer) {
    text.append(line)
    text.append("\n")
  }

  // MARK: The checkpoint

  private func writeHead(_ text: inout TextBuffer) {
    writeFact("checkpoint", style.text("\(summary.checkpointId)", .bold), &text)
    writeFact("kind", kind, &text)
    if let properties = summary.properties { writeFact("discarded", discarded(properties), &text) }
    writeFact("format", format, &text)
    writeFact("operators", operators, &text)
    writeFact("state", state, &text)
    writeFact("metadata", metadata, &text)
  }

  private func writeFact(_ label: String, _ fact: String, _ text: inout TextBuffer) {
    writeLine(style.text(DisplayText(label).padded(to: 12, .left), .dim) + fact, &text)
  }

  private var kind: String {
    guard let properties = summary.properties else {
      return summary.version < .version4
        ? "not recorded before version 4" : "not recorded (the file has no checkpoint properties)"
    }
    let name = DisplayText(String(properties.checkpointType.name)).text
    return switch properties.checkpointType {
    case .checkpoint(let type): "checkpoint (\(name), \(type.sharingFilesStrategy.rawValue))"
    case .savepoint(let type): "savepoint (\(name), \(type.formatType.rawValue), \(type.postCheckpointAction.rawValue))"
    }
  }

  private func discarded(_ properties: CheckpointProperties) -> String {
    let cases = [
      ("subsumed", properties.discardSubsumed), ("finished", properties.discardFinished),
      ("cancelled", properties.discardCancelled), ("failed", properties.discardFailed),
      ("suspended", properties.discardSuspended),
    ]
    let discarding = cases.filter(\.1).map(\.0)
    return discarding.isEmpty ? "never by Flink itself" : "when " + discarding.joined(separator: ", ")
  }

  private var format: String {
    let writer =
      switch summary.dialect {
      case .standard: summary.version.writtenBy
      case .flink1_11: "Flink 1.11"
      case .flink1_14: "Flink 1.14"
      }
    return "version \(summary.version.rawValue), dialect \(summary.dialect.rawValue), written by \(writer)"
  }

  private var operators: String {
    let shown = summary.operators
    let subtaskCount = shown.reduce(0) { $0 + $1.subtaskCount }
    let noun = summary.version == .version1 ? "task" : "operator"
    let selected = shown.count == operatorCount ? "" : "\(shown.count) of "
    return "\(selected)\(countText(operatorCount, noun)), \(countText(subtaskCount, "subtask"))"
  }

  private var state: String {
    let size = summary.sizes.total
    let inlined = summary.inlinedSize
    return "\(byteCountText(size)): \(byteCountText(size - inlined)) in \(countText(summary.files.distinct, "file")), "
      + "\(byteCountText(inlined)) inlined"
  }

  private var metadata: String {
    let hooks = summary.masterStates
    let masterStates =
      hooks.count == 0 ? "" : ", \(countText(hooks.count, "master state")) of \(byteCountText(hooks.size))"
    return "\(byteCountText(summary.byteCount.saturatingAdding(summary.trailingByteCount)))\(masterStates)"
  }

  // MARK: Warnings

  private var warnings: [String] {
    var warnings: [String] = []
    let files = summary.files
    if files.relativeReferences > 0 {
      warnings.append(
        "\(countText(files.relativeReferences, "handle")) by relative path: "
          + "complete only together with the directory of this file")
    }
    if files.outsideReferences > 0 {
      let place = files.isLocationKnown ? "outside the directory of this file" : "by absolute path"
      let indent = "  "
      let example = DisplayText(files.firstOutside ?? "")
        .shortened(to: max(40, style.columns - indent.count), ellipsis: style.ellipsis)
      warnings.append("\(countText(files.outsideReferences, "handle")) \(place), the first:\n\(indent)\(example.text)")
    }
    if summary.unknownSizes > 0 {
      warnings.append("\(countText(summary.unknownSizes, "handle")) without a size, which the sums leave out")
    }
    if summary.trailingByteCount > 0 {
      warnings.append(
        "\(countText(summary.trailingByteCount, "byte")) behind the end of the metadata, which Flink ignores")
    }
    return warnings
  }
}
