import CorpusSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// Damaged files end in an error or in a description, and never in a crash.
@Suite struct HostileInputTests {
  @Test(arguments: [
    "1.9.3/task-states.metadata", "1.11.4/unaligned-channel-state.metadata", "1.14.6/changelog-in-memory.metadata",
    "2.3.0/file-merging.metadata", "2.3.0/changelog-nested.metadata", "2.3.0/channel-state-merged.metadata",
    "2.3.0/mixed-small.metadata", "2.3.0/numbers-extreme.metadata", "2.3.0/strings-unusual.metadata",
  ])
  func damagedFilesDoNotCrash(_ name: String) throws {
    let original = try Corpus.bytes(name)
    let seed = UInt64.random(in: 0...UInt64.max)
    // A crash leaves nothing else to repeat it by.
    print("damaging \(name) with seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let offset = Int.random(in: 8..<bytes.count, using: &generator)
        bytes[offset] = [0x00, 0x01, 0x7F, 0x80, 0xFF, bytes[offset] &+ 1].randomElement(using: &generator) ?? 0
      }
      describeInEveryWay(bytes)
    }
  }

  private func describeInEveryWay(_ bytes: [UInt8]) {
    let collector = MemorySink()
    var json = JSONDescription(collector, inlineData: true)
    if let summary = try? walkMetadata(MemorySource(bytes, chunkSize: 61), visitor: &json) {
      try? json.finish(summary)
    } else {
      try? json.abandon()
    }
    var lines = OperatorFilter(JSONLines(collector, inlineData: true), selection: nil)
    if let summary = try? walkMetadata(MemorySource(bytes, chunkSize: 61), visitor: &lines) {
      try? lines.visitor.finish(summary)
    } else {
      try? lines.visitor.abandon()
    }
    var summary = CheckpointSummaryVisitor(countsFiles: true, location: FileLocation(directory: "/a"))
    if let walked = try? walkMetadata(bytes.span.bytes, visitor: &summary) {
      let summary = summary.finish(walked)
      let style = TextStyle(columns: 80, usesColor: true, usesUnicode: true)
      try? TextReport(summary, operatorCount: summary.operators.count, style: style).write(to: collector)
      try? OperatorCSV.write(summary, to: collector)
    }
    var files = ReferencedFiles(location: FileLocation(directory: "/a"))
    if (try? walkMetadata(bytes.span.bytes, visitor: &files)) != nil {
      try? files.writePaths(.lineFeedOnTerminal, to: collector)
      try? files.writeJSONLines(to: collector)
    }
  }
}
