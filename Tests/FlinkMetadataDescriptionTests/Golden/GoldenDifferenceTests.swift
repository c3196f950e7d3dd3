// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// Each difference from a golden file is found, and called by what differs.
@Suite struct GoldenDifferenceTests {
  private static let keyed = "operator \"keyed and broadcast state\" (uid \"keyed-and-broadcast-state\")"

  /// An edit of a golden text, and the lines that the file then differs by.
  struct Edit: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var aspect: GoldenDifference.Aspect
    var line: String
    var testDescription: String { line }

    init(_ old: String, _ new: String, _ aspect: GoldenDifference.Aspect, _ line: String) {
      (self.old, self.new, self.aspect, self.line) = (old, new, aspect, line)
    }
  }

  @Test(arguments: [
    Edit("version 6", "version 5", .version, "version: expected 5, found 6"),
    Edit("kind native", "kind canonical", .kind, "kind: expected canonical savepoint, found native savepoint"),
    Edit(
      "name \"raw operator state\"", "name \"raw\"", .name,
      "operator \"raw\" (uid \"raw-operator-state\"): name: expected raw, found raw operator state"),
    Edit(
      "uid \"raw-operator-state\"", "uid \"x\"", .uid,
      "operator \"raw operator state\" (uid \"x\"): uid: expected x, found raw-operator-state"),
    Edit(
      " uid \"raw-operator-state\" name \"raw operator state\"", " uid \"raw-operator-state\"", .name,
      "operator uid \"raw-operator-state\": name: expected none, found raw operator state"),
    Edit("parallelism 3 of 32", "parallelism 4 of 32", .parallelism, "\(keyed): parallelism: expected 4, found 3"),
    Edit(
      "parallelism 3 of 32", "parallelism 3 of 128", .maxParallelism,
      "\(keyed): maximum parallelism: expected 128, found 32"),
    Edit("  state managedKeyed incremental\n", "", .state, "\(keyed): state managedKeyed: not expected"),
    Edit(
      "  state managedOperator\n", "  state managedOperator\n  state rawKeyed\n", .state,
      "\(keyed): state rawKeyed: missing"),
    Edit(
      "managedKeyed incremental", "managedKeyed key-groups changelog", .keyedStateForms,
      "\(keyed): keyed state: expected changelog over heap, or RocksDB without increments, "
        + "found RocksDB or ForSt, incremental"),
    Edit("  named-state BROADCAST \"rules\"\n", "", .namedState, "\(keyed): named state \"rules\": not expected"),
    Edit(
      "  named-state BROADCAST \"rules\"\n", "  named-state BROADCAST \"rules\"\n  named-state UNION \"a\\u{1B}\"\n",
      .namedState, "\(keyed): named state \"a\\u{1B}\": missing"),
    Edit(
      "BROADCAST \"rules\"", "UNION \"rules\"", .namedState,
      "\(keyed): named state \"rules\": expected UNION, found BROADCAST"),
  ])
  func eachEditIsFound(_ edit: Edit) throws {
    let found = try GoldenCheckpoint(MetadataFile(Corpus.bytes("2.3.0/savepoint-native.metadata")))
    try #require(found.text.contains(edit.old))
    let golden = try GoldenCheckpoint(
      text: Array(found.text.replacing(edit.old, with: edit.new, maxReplacements: 1).utf8))
    let differences = found.differences(from: golden)
    #expect(differences.map(\.description) == [edit.line])
    #expect(differences.map(\.aspect) == [edit.aspect])
  }

  @Test func operatorsAreMissingOrNotExpected() throws {
    func checkpoint(_ operators: [CraftedFile.Operator]) throws -> GoldenCheckpoint {
      try GoldenCheckpoint(MetadataFile(CraftedFile(operators).bytes))
    }
    let states: [(index: Int32, handle: CraftedFile.Handle)] = [(0, .inlined("s", [1]))]
    let recorded = try checkpoint([
      .init(name: "a", uid: "x", id: 1, subtasks: states), .init(name: "b", uid: "y", id: 2),
    ])
    let golden = try GoldenCheckpoint(text: Array(recorded.text.utf8))
    let found = try checkpoint([
      .init(name: "a", uid: "z", id: 3, subtasks: states), .init(name: "c", uid: "w", id: 4),
    ])
    let differences = found.differences(from: golden)
    #expect(
      differences.map(\.description) == [
        "operator \"a\" (uid \"x\"): missing, likely is now \"a\" (uid \"z\")", "operator \"b\" (uid \"y\"): missing",
        "operator \"a\" (uid \"z\"): not expected, likely was \"a\" (uid \"x\")",
        "operator \"c\" (uid \"w\"): not expected",
      ])
    #expect(differences.allSatisfy { $0.aspect == .operator })
    #expect(differences.map(\.likelySame?.uid) == ["z", nil, "x", nil])
  }

  @Test func masterStatesAreCounted() throws {
    let found = try GoldenCheckpoint(MetadataFile(Corpus.bytes("2.3.0/master-states.metadata")))
    let text = found.text.replacing(
      "master-state \"no-bytes\"\nmaster-state \"no-bytes\"", with: "master-state \"no-bytes\""
    )
    .replacing("master-state \"höchste\"", with: "master-state \"a\"")
    let golden = try GoldenCheckpoint(text: Array(text.utf8))
    #expect(
      found.differences(from: golden).map(\.description) == [
        "master state \"a\": missing", "master state \"höchste\": not expected",
        "master state \"no-bytes\": expected 1, found 2",
      ])
  }

  @Test func sizesAreComparedWithTheToleranceOfTheGoldenCheckpoint() throws {
    let first = try MetadataFile(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))
    let second = try MetadataFile(Corpus.bytes("2.3.0/no-claim-after-checkpoint.metadata"))
    let found = try GoldenCheckpoint(second, tolerance: SizeTolerance(percent: 0))
    #expect(found.differences(from: try GoldenCheckpoint(first)) == [])
    let withoutSizes = try GoldenCheckpoint(text: Array(GoldenCheckpoint(second).text.utf8))
    #expect(withoutSizes.differences(from: try GoldenCheckpoint(first, tolerance: SizeTolerance(percent: 0))) == [])
    #expect(found.differences(from: try GoldenCheckpoint(first, tolerance: SizeTolerance(percent: 3))) == [])
    let differences = found.differences(from: try GoldenCheckpoint(first, tolerance: SizeTolerance(percent: 2)))
    #expect(
      differences.map(\.description) == [
        "\(Self.keyed): size of managedKeyed: expected 118132 within 2%, found 115327"
      ])
  }

  /// Before version 5 files have no names, so only the version differs.
  @Test func namesThatOneReleaseDoesNotWriteAreNotCompared() throws {
    let old = try GoldenCheckpoint(MetadataFile(Corpus.bytes("1.20.5/savepoint-native.metadata")))
    let new = try GoldenCheckpoint(MetadataFile(Corpus.bytes("2.3.0/savepoint-native.metadata")))
    #expect(new.differences(from: old).map(\.aspect) == [.version])
    #expect(old.differences(from: new).map(\.description) == ["version: expected 6, found 4"])
  }
}
