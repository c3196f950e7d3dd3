// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// What a golden file keeps of a checkpoint, and what it ignores.
@Suite struct GoldenCheckpointTests {
  private func golden(_ name: String, _ tolerance: SizeTolerance? = nil) throws -> GoldenCheckpoint {
    try GoldenCheckpoint(MetadataFile(Corpus.bytes(name)), tolerance: tolerance)
  }

  @Test(arguments: ReadableFile.small)
  func aFileIsAsItsOwnText(_ file: ReadableFile) throws {
    for tolerance in [nil, SizeTolerance(percent: 0)] {
      let found = try GoldenCheckpoint(MetadataFile(file.bytes), tolerance: tolerance)
      let read = try GoldenCheckpoint(text: Array(found.text.utf8))
      #expect(found.differences(from: found) == [])
      #expect(found.differences(from: read) == [])
      #expect(read.differences(from: found) == [])
      #expect(read.text == found.text)
      #expect(read.tolerance == tolerance)
    }
  }

  /// Two checkpoints of one job, of which ids, files and sizes differ.
  @Test(arguments: [
    ("2.3.0/rocksdb-incremental", "2.3.0/no-claim-after-checkpoint"),
    ("2.3.0/rocksdb-incremental", "2.3.0/claim-after-native-savepoint"),
    ("2.3.0/file-merging", "2.3.0/file-merging-across-checkpoints"),
    ("2.3.0/never-retained", "2.3.0/retained-on-failure"),
    ("1.20.5/rocksdb-incremental", "1.20.5/no-claim-after-checkpoint"),
    ("1.20.5/rocksdb-incremental", "1.20.5/claim-after-native-savepoint"),
    ("1.20.5/file-merging", "1.20.5/file-merging-across-checkpoints"),
  ])
  func anotherCheckpointOfTheJobIsTheSame(_ first: String, _ second: String) throws {
    let (first, second) = (try golden("\(first).metadata"), try golden("\(second).metadata"))
    #expect(second.differences(from: first) == [])
    #expect(second.text == first.text)
  }

  /// The text is what people commit, so a change of it is a new form.
  @Test func theTextIsStable() throws {
    let text = try golden("2.3.0/savepoint-native.metadata", SizeTolerance(percent: 5)).text
    #expect(
      text.split(separator: "\n").prefix(7) == [
        "flink-metadata-golden 1", "version 6", "kind native savepoint", "sizes within 5%",
        #"operator 664811e71d743911d7fd8a7f81640f23 parallelism 3 of 32 uid "keyed-and-broadcast-state" name "keyed and broadcast state""#,
        "  state managedKeyed incremental size 104456", "  state managedOperator size 1227",
      ])
    let hooks = try golden("2.3.0/master-states.metadata").text
    #expect(hooks.contains("\nmaster-state \"no-bytes\"\nmaster-state \"no-bytes\"\n"))
  }

  @Test func sizesAreKnownFromFilesOnly() throws {
    let name = "2.3.0/heap.metadata"
    var fromFile = try golden(name)
    try fromFile.setTolerance(SizeTolerance(percent: 10))
    #expect(fromFile.text == (try golden(name, SizeTolerance(percent: 10))).text)
    var fromText = try GoldenCheckpoint(text: Array(golden(name).text.utf8))
    #expect(throws: GoldenError.noSizes) { try fromText.setTolerance(SizeTolerance(percent: 10)) }
    try fromText.setTolerance(nil)
  }

  @Test func onlyTheLastOperatorOfAnIdCounts() throws {
    let first = CraftedFile([.init(uid: "a", parallelism: 2), .init(uid: "b", parallelism: 3)])
    let found = try GoldenCheckpoint(MetadataFile(first.bytes))
    #expect(found.operatorCount == 1)
    #expect(found.text.contains(#"parallelism 3 of 3 uid "b""#))
    #expect(try GoldenCheckpoint(text: Array(found.text.utf8)).operatorCount == 1)
  }

  /// More names than a summary keeps: which of them are kept is by chance.
  @Test func tooManyNamesAreNotCompared() throws {
    let names = (0..<1001).map { "  named-state UNION \"\($0)\"\n" }
    let start = "flink-metadata-golden 1\nversion 6\noperator 664811e71d743911d7fd8a7f81640f23 parallelism 3 of 32\n"
    func read(_ names: some Sequence<String>) throws -> GoldenCheckpoint {
      try GoldenCheckpoint(text: Array((start + names.joined()).utf8))
    }
    let all = try read(names)
    #expect(all.text.hasSuffix("\n  too-many-named-states\n"))
    #expect(all.differences(from: try read(names.reversed())) == [])
    #expect(
      try read(names.dropLast()).differences(from: all).map(\.description) == [
        "operator id 664811e71d743911d7fd8a7f81640f23: named state: expected too many names, found 1000 names"
      ])
  }
}

/// How far sizes can differ.
@Suite struct SizeToleranceTests {
  @Test(arguments: [("10%", 10), ("0", 0), ("10000%", 10_000)])
  func percentsAreUnderstood(_ text: String, _ percent: Int) {
    #expect(SizeTolerance(text)?.percent == percent)
    #expect(SizeTolerance("\(SizeTolerance(percent: percent))")?.percent == percent)
  }

  @Test(arguments: ["", "%", "-1%", "1.5%", "10 %", "10%%", "+5", "10001", "99999999999999999999", "١٠"])
  func anythingElseIsNot(_ text: String) { #expect(SizeTolerance(text) == nil) }

  @Test func theBorderIsAllowed() {
    let tolerance = SizeTolerance(percent: 10)
    #expect(tolerance.allows(110, golden: 100) && tolerance.allows(90, golden: 100))
    #expect(!tolerance.allows(111, golden: 100) && !tolerance.allows(89, golden: 100))
    #expect(tolerance.allows(0, golden: 0) && !tolerance.allows(1, golden: 0))
    #expect(tolerance.allows(.max, golden: .max) && !tolerance.allows(0, golden: .max))
    #expect(!tolerance.allows(.max, golden: .min) && !SizeTolerance(percent: 0).allows(.max - 1, golden: .max))
    #expect(SizeTolerance(percent: -1).percent == 0 && SizeTolerance(percent: .max).percent == 10_000)
  }
}
