// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// Lists of uids, and what they name.
@Suite struct OperatorListTests {
  private typealias Entry = OperatorList.Entry

  private func entries(_ text: String) throws -> [Entry] { try OperatorList(text: Array(text.utf8)).entries }

  @Test func aLineIsAUidOrAnIdAndAName() throws {
    let id = OperatorID(uid: "c")
    let text = "\u{FEFF}a\n# comment\n\nb\tName of b\tand more\r\n\(id)\tC\n a \r\nlast"
    #expect(
      try entries(text) == [
        Entry(uid: "a"), Entry(uid: "b", name: "Name of b\tand more"), Entry(id: id, name: "C"), Entry(uid: " a "),
        Entry(uid: "last"),
      ])
    #expect(try entries("") == [])
    #expect(try entries("a\t\n") == [Entry(uid: "a")])
  }

  @Test func theLastLineOfAnOperatorCounts() throws {
    #expect(try entries("a\tone\nb\na\ttwo\n") == [Entry(uid: "a", name: "two"), Entry(uid: "b")])
  }

  @Test func whatIsNoListSaysWhere() throws {
    #expect(throws: OperatorListError.notUTF8(line: 2)) { try OperatorList(text: Array("a\n".utf8) + [0xE9, 0x0A]) }
    #expect(throws: OperatorListError.noUid(line: 3)) { try entries("a\n\n\tname\n") }
  }

  // MARK: Names

  private static let list = OperatorList([
    .init(uid: "numbers", name: "Listed \"numbers\""), .init(uid: "rules"), .init(uid: "not in the file", name: "x"),
  ])

  private func described(_ bytes: [UInt8]) throws -> JSONValue {
    try JSONValue(MetadataFile(bytes).json(operators: OperatorSelection([], names: Self.list)))
  }

  private func ofOperator(_ uid: String, _ document: JSONValue) -> JSONValue? {
    document["operatorStates"]?.elements?.first { $0["operatorID"]?.text == OperatorID(uid: uid).description }
  }

  /// The members come where the file has no place for them, and nothing else changes.
  @Test(arguments: ["1.9.3/heap.metadata", "1.20.5/heap.metadata"])
  func operatorsWithoutNamesGetThoseOfTheList(_ name: String) throws {
    let bytes = try Corpus.bytes(name)
    let document = try described(bytes)
    let numbers = try #require(ofOperator("numbers", document))
    #expect(numbers["operatorName"]?.text == "Listed \"numbers\"")
    #expect(numbers["operatorUid"]?.text == "numbers")
    let rules = try #require(ofOperator("rules", document))
    #expect(rules["operatorName"] == nil)
    #expect(rules["operatorUid"]?.text == "rules")
    let others = try #require(ofOperator("raw-operator-state", document))
    #expect(others["operatorUid"] == nil)
    #expect(others == ofOperator("raw-operator-state", try JSONValue(describe(bytes))))
    let summary = try CheckpointSummary(MetadataFile(bytes), operators: OperatorSelection([], names: Self.list))
    #expect(summary.operators.compactMap(\.name) == ["Listed \"numbers\""])
    #expect(Set(summary.operators.compactMap(\.uid)) == ["numbers", "rules"])
  }

  @Test func linesHaveTheNamesOfTheList() throws {
    let sink = MemorySink()
    var events = MetadataFieldEvents(JSONLines(sink, operators: OperatorSelection([], names: Self.list)))
    try events.visitor.finish(try MetadataFile(Corpus.bytes("1.20.5/heap.metadata")).walk(&events))
    let operators = try sink.lines.map { try JSONValue($0) }.filter { $0["kind"]?.text == "operator" }
    #expect(operators.compactMap { $0["operatorUid"]?.text } == ["numbers", "rules"])
    #expect(operators.compactMap { $0["operatorName"]?.text } == ["Listed \"numbers\""])
  }

  /// From version 5 on the file's own names count; what it does not have comes from the list.
  @Test func theNamesOfTheFileWin() throws {
    let bytes = try Corpus.bytes("2.3.0/heap.metadata")
    #expect(try described(bytes) == JSONValue(describe(bytes)))
    var metadata = try MetadataFile(bytes).metadata()
    for index in metadata.operatorStates.indices { metadata.operatorStates[index].operatorName = nil }
    let document = try JSONValue(metadata.json(operators: OperatorSelection([], names: Self.list)))
    #expect(ofOperator("numbers", document)?["operatorName"]?.text == "Listed \"numbers\"")
    #expect(ofOperator("rules", document)?["operatorName"] == .null)
    let summary = try CheckpointSummary(metadata, operators: OperatorSelection([], names: Self.list))
    #expect(summary.operators.compactMap(\.name) == ["Listed \"numbers\""])
  }

  /// An id of version 1 is that of a vertex, which no uid names.
  @Test(arguments: ReadableFile.small.filter { $0.bytes.starts(with: [0x49, 0x60, 0x67, 0x2D, 0, 0, 0, 1]) })
  func tasksHaveNoNames(_ file: ReadableFile) throws {
    let ids = try file.metadata().taskStates.map { OperatorList.Entry(id: $0.jobVertexID, name: "x") }
    try #require(!ids.isEmpty || file.description.contains("empty"))
    let named = try MetadataFile(file.bytes).json(operators: OperatorSelection([], names: OperatorList(ids)))
    #expect(named == (try describe(file.bytes)))
  }
}
