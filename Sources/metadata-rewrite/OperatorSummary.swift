// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What was done to an operator, or would be, as text for people and as JSON for programs.
struct OperatorSummary {
  let edited: RewriteReport.EditedOperator

  /// A phrase that follows others: `dropped operator 'Sink: old' (0a44…)`.
  func text(isDryRun: Bool) -> String {
    let name = edited.name ?? edited.uid
    let operatorText = name.map { "operator '\($0.escapedForTerminal)' (\(edited.id))" } ?? "operator \(edited.id)"
    var parts: [String] = []
    if edited.isDropped { parts.append("\(isDryRun ? "would drop" : "dropped") \(operatorText)") }
    if let uid = edited.newUid, let id = edited.newID {
      parts.append("\(isDryRun ? "would give" : "gave") \(operatorText) the uid '\(uid.escapedForTerminal)' (\(id))")
    }
    if let name = edited.newName {
      parts.append("\(isDryRun ? "would rename" : "renamed") \(operatorText) to '\(name.escapedForTerminal)'")
    }
    return parts.joined(separator: "; ")
  }

  /// A JSON object.
  var json: String {
    let members: [(name: String, text: String?)] = [
      ("name", edited.name), ("uid", edited.uid), ("newId", edited.newID?.description), ("newUid", edited.newUid),
      ("newName", edited.newName),
    ]
    let texts = members.map { #","\#($0.name)":\#($0.text.map(quotedJSON) ?? "null")"# }.joined()
    return #"{"id":"\#(edited.id)","dropped":\#(edited.isDropped)\#(texts)}"#
  }
}
