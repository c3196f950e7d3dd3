// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension GoldenCheckpoint {
  /// What texts of every form begin with.
  package static let beginningOfTexts = "flink-metadata-golden "
  /// The first line, which says what the text is. Another form would have another number.
  static let firstLine = "\(beginningOfTexts)1"

  /// The text of a golden file: a line for each operator and each of its states, in an order that does not change from one
  /// checkpoint to the next, so that git shows what has changed. All of it is safe to print on a terminal.
  public var text: String {
    var lines = [Self.firstLine, "version \(summary.version.rawValue)"]
    if let kind { lines.append("kind \(kind.rawValue)") }
    if let tolerance { lines.append("sizes within \(tolerance)") }
    lines += summary.masterStateNames.map { "master-state \(QuotedText.quoted($0))" }
    for state in summary.operators { lines += self.lines(state) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The text, unless it is longer than what is read again.
  package func textToRecord() throws(GoldenError) -> String {
    let text = text
    if text.utf8.count > Self.largestText { throw .tooLong }
    return text
  }

  private func lines(_ state: OperatorSummary) -> [String] {
    var line = "operator \(state.id) parallelism \(state.parallelism) of \(state.maxParallelism)"
    if let uid = state.uid { line += " uid \(QuotedText.quoted(uid))" }
    if let name = state.name { line += " name \(QuotedText.quoted(name))" }
    var lines = [line]
    for kind in StateKind.allCases where state.shape.contains(kind) {
      let forms = kind == .managedKeyed ? state.keyedStateForms.words : []
      let size = tolerance == nil ? [] : ["size", "\(state.totals.sizes[kind])"]
      lines.append("  " + (["state", "\(kind)"] + forms + size).joined(separator: " "))
    }
    if state.details.hasMoreStates { return lines + ["  too-many-named-states"] }
    let named = state.details.operatorStates.map {
      "  named-state \($0.distributionMode.flinkName) \(QuotedText.quoted($0.name))"
    }
    return lines + named.sorted { ExactText($0) < ExactText($1) }
  }
}

extension KeyedStateForms {
  /// The forms by the words of golden files.
  static let formsByWord: [(word: String, form: KeyedStateForms)] = [
    ("key-groups", .keyGroups), ("canonical", .canonical), ("incremental", .incremental), ("changelog", .changelog),
  ]

  /// The words for the forms that there are.
  var words: [String] { Self.formsByWord.filter { contains($0.form) }.map(\.word) }
}
