// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// What a report says of a checkpoint as a whole, in order: what it is, how large it is and where its state is. The
/// reports as text and as a page print these.
struct ReportFacts {
  /// A fact. Nothing in it is escaped.
  struct Fact {
    var label: String
    var lines: [String]
    /// Whether it is the one that people look for.
    var isMain = false
  }

  let summary: CheckpointSummary
  /// How many operators the file has; the summary may have only some of them.
  let operatorCount: Int
  /// The name of the file.
  let name: String

  /// The facts.
  var all: [Fact] {
    let facts = [
      Fact(label: "file", lines: [name]), Fact(label: "checkpoint", lines: ["\(summary.checkpointId)"], isMain: true),
      Fact(label: "kind", lines: [summary.kindWords]), Fact(label: "kept", lines: summary.properties.map(kept) ?? []),
      Fact(label: "format", lines: [summary.formatWords]), Fact(label: "operators", lines: [operators]),
      Fact(label: "state", lines: state), Fact(label: "files", lines: files), Fact(label: "backend", lines: backend),
      Fact(label: "metadata", lines: [metadata]), Fact(label: "restore", lines: restore),
    ]
    return facts.filter { !$0.lines.isEmpty }
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
    if causes.isEmpty { return ["until somebody deletes it"] }
    let until = "until \(causes.joined(separator: " or "))"
    return keeping.isEmpty ? [until] : [until, "also when the job \(listed(keeping))"]
  }

  /// `a`, `a or b`, `a, b or c`
  private func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  private var operators: String {
    let shown = summary.operators
    let subtaskCount = shown.reduce(0) { $0 + $1.subtaskCount }
    let selected = shown.count == operatorCount ? "" : "\(shown.count) of "
    return "\(selected)\(countText(operatorCount, summary.operatorNoun)), \(countText(subtaskCount, "subtask"))"
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
    return [byteCountText(size) + added]
      + (kinds.count > 1 ? [kinds.joined(separator: ", ")] : [])
      + (shown.isEmpty ? [] : [shown.joined(separator: ", ")])
  }

  private var files: [String] {
    let count = summary.files.distinct
    if count == 0 { return [] }
    return [summary.files.isDistinctExact ? "\(count)" : "about \(roundedCountText(count))"]
  }

  /// What wrote the keyed state, if all of it was written alike.
  private var backend: [String] {
    let forms = Set(summary.operators.map(\.keyedStateForms)).subtracting([[]])
    return forms.count == 1 ? forms.map(\.description) : []
  }

  private var metadata: String {
    let hooks = summary.masterStates
    let masterStates =
      hooks.count == 0 ? "" : ", \(countText(hooks.count, "master state")) of \(byteCountText(hooks.size))"
    return "\(byteCountText(summary.byteCount + summary.trailingByteCount))\(masterStates)"
  }

  /// A restore takes the whole file, so nothing is said of it for some operators.
  private var restore: [String] {
    if summary.operators.count < operatorCount { return [] }
    let advice = RestoreAdvice.of(summary.restoreFacts).map(\.summary)
    return advice.isEmpty ? [] : [advice.joined(separator: "; ")]
  }
}
