// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
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
    // Each file has its own numbers, whatever else runs.
    let part = name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }
    var generator = SeededGenerator(part: part)
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
    var json = MetadataFieldEvents(JSONDescription(collector, inlineData: true))
    if let summary = try? MemorySource(bytes, chunkSize: 61).walkMetadata(&json) {
      try? json.visitor.finish(summary)
    } else {
      try? json.visitor.abandon()
    }
    var lines = MetadataFieldEvents(JSONLines(collector, inlineData: true))
    if let summary = try? MemorySource(bytes, chunkSize: 61).walkMetadata(&lines) {
      try? lines.visitor.finish(summary)
    } else {
      try? lines.visitor.abandon()
    }
    if let file = try? MetadataFile(bytes) {
      if let summary = try? CheckpointSummary(file, keepsDetails: true, location: FileLocation(directory: "/a")) {
        try? OperatorCSV.write(summary, file: "f", to: collector)
      }
      _ = try? file.referencedFiles()
      try? MetadataSizes(file).writeJSON(to: collector)
    }
    try? listFiles(bytes, location: FileLocation(directory: "/a"), to: collector)
    var paths = FileReferences(
      collector, location: FileLocation(directory: "/a"), terminator: .lineFeedOnTerminal)
    _ = try? MemorySource(bytes).walkMetadata(&paths)
    try? paths.finish()
  }
}
