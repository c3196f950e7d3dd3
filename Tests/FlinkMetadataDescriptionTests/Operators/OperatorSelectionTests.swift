// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// Visitors report the selected operators and nothing of the others.
@Suite struct OperatorSelectionTests {
  /// With an operator selected the document is that of the whole file with the others taken out of the list.
  @Test(arguments: ReadableFile.small)
  func selectedOperatorsAreDescribedAsInTheWhole(_ file: ReadableFile) throws {
    let whole = try JSONValue(describe(file.bytes))
    let version1 = whole["version"] == .integer(1)
    let list = version1 ? "taskStates" : "operatorStates"
    let operators = try #require(whole[list]?.elements)
    for state in operators.prefix(3) {
      let id = try #require((state["operatorID"] ?? state["jobVertexID"])?.text)
      let part = try JSONValue(describe(file.bytes, selecting: id))
      #expect(part[list]?.elements == operators.filter { ($0["operatorID"] ?? $0["jobVertexID"])?.text == id })
      #expect(part["masterStates"]?.elements ?? [] == [])
      #expect(part["checkpointProperties"] == whole["checkpointProperties"])
      #expect(part["byteCount"] == whole["byteCount"])
    }
  }

  @Test(arguments: [
    "Source: numbers", "numbers", "ca88eee0095684d687a1b6495617f957", "CA88EEE0095684D687A1B6495617F957",
  ])
  func operatorsAreFoundByNameUidAndId(_ text: String) throws {
    let document = try JSONValue(describe(Corpus.bytes("2.3.0/file-merging.metadata"), selecting: text))
    #expect(document["operatorStates"]?.elements?.map { $0["operatorUid"]?.text } == ["numbers"])
  }

  @Test func namesMayBeBeyondASCII() throws {
    let document = try JSONValue(describe(Corpus.bytes("2.3.0/file-merging.metadata"), selecting: "zähler-計數-🧮"))
    #expect(document["operatorStates"]?.elements?.count == 1)
  }

  @Test(arguments: ["", "number", "numbers ", "ca88eee0"])
  func partsOfNamesSelectNothing(_ text: String) throws {
    let bytes = try Corpus.bytes("2.3.0/file-merging.metadata")
    var visitor = ReferencedFiles(location: nil, operators: OperatorSelection(text))
    try MetadataFile(bytes).walk(&visitor)
    #expect(visitor.operators.operatorCount == 5)
    #expect(visitor.operators.selectedCount == 0)
    #expect(visitor.count == 0)
  }

  @Test func allOperatorsOfANameAreSelected() throws {
    let operators = (1...3).map { CraftedFile.Operator(name: $0 == 2 ? "other" : "same", id: UInt8($0)) }
    let document = try JSONValue(describe(CraftedFile(operators).bytes, selecting: "same"))
    #expect(document["operatorStates"]?.elements?.count == 2)
  }

  // MARK: Values

  @Test(arguments: [
    "Source: numbers", "numbers", "ca88eee0095684d687a1b6495617f957", "CA88EEE0095684D687A1B6495617F957",
  ])
  func operatorsOfValuesAreFoundByNameUidAndId(_ text: String) throws {
    let metadata = try MetadataFile(Corpus.bytes("2.3.0/file-merging.metadata")).metadata()
    let states = metadata.operatorStates(matching: text)
    #expect(states.map { $0.operatorUid?.description } == ["numbers"])
    #expect(metadata.operatorStates.filter(OperatorSelection(text).matches) == states)
    #expect(metadata.operatorStates(matching: text + " ") == [])
  }

  /// Files before version 5 have no uids, but their ids are the hashes of uids.
  @Test(arguments: [
    "1.9.3/heap.metadata", "1.14.6/heap.metadata", "1.20.5/heap.metadata",
  ])
  func operatorsWithoutUidAreFoundByItsHash(_ name: String) throws {
    let file = try MetadataFile(Corpus.bytes(name))
    let metadata = try file.metadata()
    try #require(metadata.operatorStates.allSatisfy { $0.operatorUid == nil })
    for uid in ["numbers", "zähler-計數-🧮"] {
      let states = metadata.operatorStates(matching: uid)
      #expect(states.map(\.operatorID) == [OperatorID(uid: uid)])
      let summary = try CheckpointSummary(file, operators: OperatorSelection(uid))
      #expect(summary.operators.map(\.id) == [OperatorID(uid: uid)])
    }
    #expect(metadata.operatorStates(matching: "number") == [])
  }

  /// An operator that says its uid is not found by the hash of another text.
  @Test func operatorsWithUidAreNotFoundByAHash() throws {
    let id = OperatorID(uid: "x")
    let other = ModifiedUTF8String("y")
    let foundWithoutUid = OperatorSelection("x").matches(name: nil, uid: nil, id: id)
    let foundWithUid = OperatorSelection("x").matches(name: nil, uid: other.span, id: id)
    let foundById = OperatorSelection(id.description).matches(name: nil, uid: other.span, id: id)
    #expect(foundWithoutUid)
    #expect(!foundWithUid)
    #expect(foundById)
  }

  @Test func allMatchesEverything() throws {
    #expect(OperatorSelection().isAll)
    #expect(!OperatorSelection("x").isAll)
    let metadata = try MetadataFile(Corpus.bytes("2.3.0/file-merging.metadata")).metadata()
    #expect(metadata.operatorStates.filter(OperatorSelection().matches) == metadata.operatorStates)
  }

  // MARK: Visitors

  /// Master states belong to no operator.
  @Test(arguments: ["2.3.0/master-state.metadata", "2.3.0/master-states.metadata", "1.20.5/master-states.metadata"])
  func masterStatesAreLeftOut(_ name: String) throws {
    let bytes = try Corpus.bytes(name)
    let file = try MetadataFile(bytes)
    let count = try file.metadata().masterStates.count
    try #require(count > 0)
    for (text, expected) in [(nil, count), ("nobody", 0)] {
      #expect(try JSONValue(describe(bytes, selecting: text))["masterStates"]?.elements?.count == expected)
      #expect(try lines(bytes, selecting: text).count { $0["kind"]?.text == "masterState" } == expected)
      #expect(try CheckpointSummary(file, operators: OperatorSelection(matching: text)).masterStates.count == expected)
    }
  }

  @Test(arguments: [(nil, 5), ("numbers", 1), ("nobody", 0)] as [(String?, Int)])
  func everyVisitorCountsOperators(_ text: String?, selected: Int) throws {
    let file = try MetadataFile(Corpus.bytes("2.3.0/file-merging.metadata"))
    let operators = OperatorSelection(matching: text)
    var json = MetadataFieldEvents(JSONDescription(MemorySink(), operators: operators))
    try file.walk(&json)
    var lines = MetadataFieldEvents(JSONLines(MemorySink(), operators: operators))
    try file.walk(&lines)
    var files = ReferencedFiles(location: nil, operators: operators)
    try file.walk(&files)
    var references = FileReferences(MemorySink(), location: nil, operators: operators)
    try file.walk(&references)
    var summary = CheckpointSummaryVisitor(countsFiles: true, location: nil, operators: operators)
    try file.walk(&summary)
    let counted = [
      json.visitor.operators, lines.visitor.operators, files.operators, references.operators, summary.operators,
    ]
    for operators in counted {
      #expect(operators.operatorCount == 5)
      #expect(operators.selectedCount == selected)
    }
  }

  /// The lines of a selected operator are those of the whole.
  @Test(arguments: ReadableFile.small)
  func selectedOperatorsHaveTheLinesOfTheWhole(_ file: ReadableFile) throws {
    let whole = try lines(file.bytes)
    guard let state = try file.metadata().operatorStates.first else { return }
    let part = try lines(file.bytes, selecting: state.operatorID.description)
    let ids = try file.metadata().operatorStates.enumerated().filter { $1.operatorID == state.operatorID }.map(\.offset)
    let expected = whole.filter { line in
      guard let path = line["path"]?.text else { return false }
      return ids.contains { path == "operatorStates[\($0)]" || path.hasPrefix("operatorStates[\($0)].") }
    }
    #expect(part.dropLast() == expected[...])
    #expect(part.last?["operatorCount"] == .integer(Int64(ids.count)))
  }
}
