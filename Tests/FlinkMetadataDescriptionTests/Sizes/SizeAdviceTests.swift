// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// What is said about large parts.
@Suite struct SizeAdviceTests {
  private func inlined(_ byteCount: Int) throws -> MetadataSizes {
    let data = [UInt8](repeating: 0, count: byteCount)
    let file = CraftedFile([.init(subtasks: [(0, .inlined("name", data))])])
    return try MetadataSizes(MetadataFile(file.bytes))
  }

  @Test func aLargePartHasAdvice() throws {
    // 6 bytes are the name's.
    #expect(SizeAdvice.of(try inlined(64 * 1024 - 6)) == [.inlinedState])
    #expect(SizeAdvice.of(try inlined(64 * 1024 - 7)) == [])
  }

  @Test func aSmallShareHasNone() throws {
    // 70 KB of paths beside a megabyte.
    let paths: [(Int32, CraftedFile.Handle)] = [
      (0, .file(String(repeating: "p", count: 35_000), size: 1)),
      (1, .file(String(repeating: "p", count: 35_000), size: 1)),
    ]
    func advice(_ byteCount: Int) throws -> [SizeAdvice] {
      let data = CraftedFile.Handle.inlined("name", [UInt8](repeating: 0, count: byteCount))
      let file = CraftedFile([.init(parallelism: 3, subtasks: paths + [(2, data)])])
      return SizeAdvice.of(try MetadataSizes(MetadataFile(file.bytes)))
    }
    #expect(try advice(1_000_000) == [.inlinedState])
    #expect(try advice(500_000) == [.inlinedState, .filePaths])
    #expect(try advice(1000) == [.filePaths])
  }

  @Test(arguments: [
    ("2.3.0/coordinator-states.metadata.gz", [SizeAdvice.coordinatorState]),
    ("2.3.0/operator-state-many-offsets.metadata.gz", [.operatorStateOffsets]),
    ("2.3.0/keyed-key-groups-maximum-v2.metadata.gz", [.keyGroupOffsets]),
    ("2.3.0/channel-state-many.metadata.gz", [.channelState]),
    ("2.3.0/unaligned-channel-state-inlined.metadata.gz", [.inlinedState, .channelState]),
    ("2.3.0/heap.metadata", []),
  ])
  func realFilesHaveTheAdviceForWhatTheyAre(_ name: String, advice: [SizeAdvice]) throws {
    #expect(SizeAdvice.of(try MetadataSizes(MetadataFile(Corpus.bytes(name)))) == advice)
  }

  @Test(arguments: SizeAdvice.allCases)
  func linesAreShort(_ advice: SizeAdvice) {
    for line in advice.lines { #expect(line.count <= 95, "\(line)") }
  }

  /// The names that a setting has in the releases that write files of a version.
  @Test(arguments: [
    (FormatVersion.version7, ["pekko.framesize"]), (.version6, ["pekko.framesize"]),
    (.version5, ["pekko.framesize"]), (.version4, ["pekko.framesize", "akka.framesize"]),
    (.version3, ["akka.framesize"]), (.version1, ["akka.framesize"]),
  ])
  func settingsHaveTheNamesOfTheWriters(_ version: FormatVersion, names: [String]) {
    #expect(FlinkSetting.frameSize.names(in: version).map { "\($0.name)" } == names)
  }

  @Test func settingsThatTheWritersDoNotHaveAreLeftOut() throws {
    let inline = try #require(SizeAdvice.inlinedState.settings.first)
    #expect(inline.names(in: .version6).map { "\($0.name)" } == ["execution.checkpointing.data-inline-threshold"])
    #expect(
      inline.names(in: .version3).map { "\($0.name)" } == [
        "state.storage.fs.memory-threshold", "state.backend.fs.memory-threshold",
      ])
    let timeout = try #require(SizeAdvice.channelState.settings.first)
    #expect(timeout.names(in: .version2).isEmpty)
  }

  // MARK: JSON

  @Test(arguments: ReadableFile.all)
  func everyDocumentIsValid(_ file: ReadableFile) throws {
    let path = Corpus.directory.deletingLastPathComponent().appending(path: "Schemas/metadata-dump-by-size.schema.json")
    let schema = try JSONSchema(JSONValue(Data(contentsOf: path)))
    let sink = MemorySink()
    try MetadataSizes(MetadataFile(file.bytes)).writeJSON(to: sink)
    let document = try JSONValue(sink.bytes)
    #expect(schema.violations(of: document) == [])
    #expect(document["fileSize"]?.number == Int64(file.bytes.count))
  }
}
