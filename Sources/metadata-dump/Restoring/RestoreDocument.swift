// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// An answer as one JSON document; Schemas/metadata-dump-restore.schema.json says what it has.
struct RestoreDocument {
  private let answer: RestoreAnswer
  private let file: String?

  /// A document that calls its file so; nil to leave that out.
  init(_ answer: RestoreAnswer, file: String?) {
    self.answer = answer
    self.file = file
  }

  /// Writes the document on a line.
  func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    var json = JSONWriter(sink)
    json.beginObject()
    if let file { json.member("file", text: file) }
    json.member("fits", answer.isYes)
    if let fit = answer.fit {
      json.member("expected", fit.expectedCount)
      json.key("missing")
      write(fit.missing.map(\.identity), &json)
      json.key("unexpected")
      json.beginArray()
      for state in fit.unexpected { write(state, &json) }
      json.endArray()
      json.key("likelyRenames")
      json.beginArray()
      for rename in fit.likelyRenames {
        json.beginObject()
        json.key("found")
        write(rename.found, &json)
        json.key("expected")
        write(rename.expected.identity, &json)
        json.endObject()
      }
      json.endArray()
    }
    if let parallelism = answer.parallelism {
      json.member("parallelism", parallelism)
      json.key("rescaling")
      json.beginArray()
      for finding in answer.findings {
        json.beginObject()
        json.member("rule", plain: finding.rule.rawValue)
        json.member("flink", plain: finding.rule.flinkName)
        json.member("refuses", finding.rule.refuses)
        json.key("operators")
        write(finding.operators.map(\.identity), &json)
        json.endObject()
      }
      json.endArray()
    }
    json.endObject()
    json.endDocument()
    try json.flush()
  }

  private func write(_ operators: [OperatorIdentity], _ json: inout JSONWriter) {
    json.beginArray()
    for identity in operators { write(identity, &json) }
    json.endArray()
  }

  private func write(_ identity: OperatorIdentity, _ json: inout JSONWriter) {
    json.beginObject()
    members(identity, &json)
    json.endObject()
  }

  private func write(_ state: OperatorSummary, _ json: inout JSONWriter) {
    json.beginObject()
    members(state.identity, &json)
    json.member("hasState", state.hasState)
    json.member("stateSize", state.totals.sizes.total)
    json.endObject()
  }

  private func members(_ identity: OperatorIdentity, _ json: inout JSONWriter) {
    json.member("operatorID", plain: identity.id.description)
    if let name = identity.name { json.member("operatorName", text: name) }
    if let uid = identity.uid { json.member("operatorUid", text: uid) }
  }
}
