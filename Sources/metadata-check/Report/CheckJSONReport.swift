// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataStorage
import ToolSupport

/// A check as JSON, for programs; Schemas/metadata-check.schema.json says what it has.
struct CheckJSONReport {
  private let report: StorageReport
  private let lifecycle: Lifecycle?

  init(_ report: StorageReport, _ lifecycle: Lifecycle?) {
    self.report = report
    self.lifecycle = lifecycle
  }

  /// One document.
  func writeDocument(to sink: any ByteSink) throws(FlinkMetadataError) {
    var json = JSONWriter(sink)
    json.beginObject()
    json.member("decision", plain: report.decision.rawValue)
    json.key("checkpoints")
    json.beginArray()
    for index in report.results.indices { write(index, withGroups: true, &json) }
    json.endArray()
    json.key("listings")
    json.beginArray()
    for listing in report.listings { write(listing, &json) }
    json.endArray()
    if let orphans = report.orphans {
      json.key("orphans")
      json.beginArray()
      for orphan in orphans { write(orphan, &json) }
      json.endArray()
      json.key("kept")
      json.beginArray()
      for reason in OrphanGuard.allCases { write(reason, &json) }
      json.endArray()
    }
    json.endObject()
    json.endDocument()
    try json.flush()
  }

  /// A line for each checkpoint, followed by one for each of its problems; then one for each orphan.
  func writeLines(_ problems: [Int: [(problem: FileProblem, operatorName: String)]], to sink: any ByteSink)
    throws(FlinkMetadataError)
  {
    var json = JSONWriter(sink)
    for index in report.results.indices {
      write(index, withGroups: false, &json)
      json.endDocument()
      for (problem, operatorName) in problems[index] ?? [] {
        json.beginObject()
        json.member("directory", text: report.results[index].checkpoint.directory)
        json.member("operator", text: operatorName)
        members(problem, &json)
        json.endObject()
        json.endDocument()
      }
    }
    for orphan in report.orphans ?? [] {
      write(orphan, &json)
      json.endDocument()
    }
    try json.flush()
  }

  private func write(_ index: Int, withGroups: Bool, _ json: inout JSONWriter) {
    let result = report.results[index]
    let checkpoint = result.checkpoint
    json.beginObject()
    json.member("directory", text: checkpoint.directory)
    json.member("metadata", text: checkpoint.metadata.name)
    json.member("checkpointId", checkpoint.checkpointId)
    if let jobID = checkpoint.jobID { json.member("jobId", text: jobID) }
    json.member("kind", plain: checkpoint.isSavepoint ? "savepoint" : "checkpoint")
    json.member("decision", plain: result.decision.rawValue)
    json.member("fileCount", checkpoint.fileCount)
    json.member("referenceCount", checkpoint.referenceCount)
    json.member("stateSize", checkpoint.stateSize)
    json.key("files")
    json.beginObject()
    for verdict in FileVerdict.allCases {
      if let count = result.files[verdict], count > 0 { json.member(verdict.member, count) }
    }
    json.endObject()
    if let oldest = result.oldest { json.member("oldestFile", plain: isoDateText(oldest)) }
    if let shared = result.oldestShared { json.member("oldestSharedFile", plain: isoDateText(shared)) }
    if let lifecycle { write(lifecycle.checkpoints[index], &json) }
    if !checkpoint.foreignDirectories.isEmpty {
      json.key("otherDirectories")
      json.beginArray()
      for (directory, references) in checkpoint.foreignDirectories {
        json.beginObject()
        json.member("directory", text: directory)
        json.member("references", references)
        json.endObject()
      }
      json.endArray()
    }
    json.key("advice")
    json.beginArray()
    for advice in RestoreAdvice.of(checkpoint.facts) { json.plain(advice.rawValue) }
    json.endArray()
    if withGroups { writeGroups(result, &json) }
    json.endObject()
  }

  private func write(_ effect: Lifecycle.Effect, _ json: inout JSONWriter) {
    json.key("lifecycle")
    json.beginObject()
    json.member("days", lifecycle?.days ?? 0)
    json.member("isBroken", effect.isBroken)
    if let time = effect.all { json.member("breaksAt", plain: isoDateText(time)) }
    if let time = effect.shared { json.member("breaksSharedAt", plain: isoDateText(time)) }
    json.endObject()
  }

  private func writeGroups(_ result: CheckpointResult, _ json: inout JSONWriter) {
    json.key("problems")
    json.beginArray()
    for group in result.groups {
      json.beginObject()
      json.member("operator", text: group.key.operatorName)
      json.member("references", group.references)
      json.key("example")
      json.beginObject()
      members(group.example, &json)
      json.endObject()
      json.endObject()
    }
    json.endArray()
    if result.otherProblems > 0 { json.member("otherProblems", result.otherProblems) }
  }

  private func members(_ problem: FileProblem, _ json: inout JSONWriter) {
    json.member("verdict", plain: problem.verdict.rawValue)
    json.member("location", text: problem.location)
    switch problem.need {
    case .exactly(let size): json.member("neededSize", size)
    case .atLeast(let end): json.member("neededAtLeast", end)
    case .beforeCompression(let size): json.member("neededBeforeCompression", size)
    case .any: break
    }
    if let size = problem.foundSize { json.member("foundSize", size) }
    if let versionID = problem.versionID { json.member("versionId", text: versionID) }
    if let directory = problem.otherDirectory { json.member("foundIn", text: directory) }
  }

  private func write(_ orphan: Orphan, _ json: inout JSONWriter) {
    json.beginObject()
    json.member("location", text: String(decoding: orphan.location, as: UTF8.self))
    if let size = orphan.size { json.member("size", size) }
    json.member("modified", plain: isoDateText(orphan.modified))
    json.endObject()
  }

  /// How many files were kept for a reason, if any.
  private func write(_ reason: OrphanGuard, _ json: inout JSONWriter) {
    guard let count = report.kept[reason] else { return }
    json.beginObject()
    json.member("reason", plain: reason.rawValue)
    json.member("fileCount", count)
    json.endObject()
  }

  private func write(_ listing: StorageReport.ListedStorage, _ json: inout JSONWriter) {
    json.beginObject()
    json.member("name", text: listing.name)
    if let form = listing.form { json.member("form", plain: form.rawValue) }
    json.member("fileCount", listing.fileCount)
    json.member("neededCount", listing.matchCount)
    if listing.matchesWithoutSize > 0 { json.member("withoutSize", listing.matchesWithoutSize) }
    if let directory = listing.directory { json.member("directory", text: directory) }
    if let time = listing.takenAt { json.member("takenAt", plain: isoDateText(time)) }
    json.endObject()
  }
}

extension FileVerdict {
  /// The name of the verdict's count.
  fileprivate var member: StaticString {
    switch self {
    case .present: "present"
    case .wrongSize: "wrongSize"
    case .missing: "missing"
    case .recoverable: "recoverable"
    case .archived: "archived"
    case .elsewhere: "elsewhere"
    case .perhapsCut: "perhapsCut"
    case .notCovered: "notCovered"
    case .unknown: "unknown"
    @unknown default: "other"
    }
  }
}
