import CorpusSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// A filter passes on the selected operators and nothing else of the others.
@Suite struct OperatorFilterTests {
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
    var filter = OperatorFilter(ReferencedFiles(location: nil), selection: OperatorSelection(text))
    try walkMetadata(bytes.span.bytes, visitor: &filter)
    #expect(filter.operatorCount == 5)
    #expect(filter.selectedCount == 0)
    #expect(filter.visitor.count == 0)
  }

  @Test func allOperatorsOfANameAreSelected() throws {
    let operators = (1...3).map { CraftedFile.Operator(name: $0 == 2 ? "other" : "same", id: UInt8($0)) }
    let document = try JSONValue(describe(CraftedFile(operators).bytes, selecting: "same"))
    #expect(document["operatorStates"]?.elements?.count == 2)
  }
}
