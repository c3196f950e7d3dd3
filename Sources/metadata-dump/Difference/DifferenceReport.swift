// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// What changed between two checkpoints, for people: what they are, their operators, their state by kind, and their files.
package struct DifferenceReport {
  let difference: CheckpointDifference
  let names: (before: String, after: String)
  /// How many operators that differ are shown; the others are summed.
  let count: Int
  let style: TextStyle

  /// A report of what changed.
  package init(
    _ difference: CheckpointDifference, from before: String, to after: String, count: Int = 25, style: TextStyle
  ) {
    self.difference = difference
    names = (before, after)
    self.count = count
    self.style = style
  }

  /// Writes the report.
  package func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    let tables = [operatorTable, kindTable, fileTable].compactMap { $0?.lines }
    let text = ([head] + tables + [notes]).filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(
      separator: "\n")
    try sink.write(text.utf8Span.span.bytes)
  }

  var before: CheckpointSummary { difference.before }
  var after: CheckpointSummary { difference.after }

  // MARK: The checkpoints

  private var head: [String] {
    var lines = [
      fact("from", DisplayText(names.before).text), fact("to", DisplayText(names.after).text),
      fact("checkpoint", change("\(before.checkpointId)", "\(after.checkpointId)")),
      fact("kind", change(before.kindWords, after.kindWords)),
    ]
    lines += style.wrapped(difference.properties.map { "\($0.name) \(change($0.before, $0.after))" })
    lines.append(fact("format", change(before.formatWords, after.formatWords)))
    if before.masterStates != after.masterStates {
      lines.append(fact("master", change(masterStates(before), masterStates(after))))
    }
    return lines + [fact("operators", operators), fact("state", state), fact("files", files)] + increment
  }

  private func fact(_ label: String, _ fact: String) -> String {
    style.text(DisplayText(label).padded(to: 12, .left), .dim) + fact
  }

  /// What something was and is, or only what it is if that did not change.
  func change(_ before: String, _ after: String) -> String {
    before == after ? after : "\(before) \(style.usesUnicode ? "→" : "->") \(after)"
  }

  private func masterStates(_ summary: CheckpointSummary) -> String {
    let (count, size) = summary.masterStates
    return count == 0 ? "none" : "\(countText(count, "master state")) of \(byteCountText(size))"
  }

  private var operators: String {
    let counts = OperatorDifference.Change.allCases.map { change in
      (difference.operators.count { $0.change == change }, change.rawValue)
    }
    let parts = (counts + [(difference.unchangedOperators.count, "unchanged")]).filter { $0.0 > 0 }
    let total = change("\(before.operators.count)", "\(after.operators.count)")
    return parts.isEmpty ? total : "\(total): " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  private var state: String {
    let (old, new) = (before.totals.sizes.total, after.totals.sizes.total)
    let difference = old == new ? "" : " (\(byteChangeText(new.subtractingReportingOverflow(old).partialValue)))"
    return change(byteCountText(old), byteCountText(new)) + difference
      + ", of which the second checkpoint added \(byteCountText(after.totals.checkpointedSize))"
  }

  private var files: String {
    let counts = difference.files
    return change(fileCountText(counts.before.count), fileCountText(counts.after.count))
  }

  func fileCountText(_ count: Int) -> String {
    if difference.files.isExact || count == 0 { return "\(count)" }
    return "about \(roundedCountText(count))"
  }

  /// What the second checkpoint wrote.
  private var increment: [String] {
    let files = difference.files
    guard !files.isUnrelated else { return [] }
    var parts: [String] = []
    if files.new.count > 0 { parts.append("\(byteCountText(files.new.size)) in new files") }
    if files.grownSize > 0 { parts.append("\(byteCountText(files.grownSize)) at the ends of kept files") }
    if after.totals.inlinedSize > 0 { parts.append("\(byteCountText(after.totals.inlinedSize)) inlined") }
    let size = (files.isExact ? "" : "about ") + byteCountText(difference.incrementSize)
    return [fact("increment", parts.isEmpty ? size : "\(size): " + parts.joined(separator: ", "))]
  }

  private var notes: [String] {
    if difference.isEmpty { return ["Nothing differs."] }
    guard difference.files.isUnrelated else { return [] }
    return [
      "note: no file in common, as with savepoints, full checkpoints and different jobs. Names of files are",
      "random, so the files are compared by number and size only.",
    ]
  }
}
