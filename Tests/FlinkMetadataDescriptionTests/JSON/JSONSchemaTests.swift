// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// The JSON that we write is what our schemas say.
@Suite struct JSONSchemaTests {
  private static func schema(_ name: String) throws -> JSONSchema {
    let file = Corpus.directory.deletingLastPathComponent().appending(path: "Schemas/\(name)")
    return try JSONSchema(JSONValue(Data(contentsOf: file)))
  }

  @Test(arguments: ReadableFile.small)
  func everyDocumentIsValid(_ file: ReadableFile) throws {
    let schema = try Self.schema("metadata-dump.schema.json")
    #expect(schema.violations(of: try JSONValue(describe(file.bytes))) == [])
  }

  @Test(arguments: [
    "2.3.0/file-merging.metadata", "1.11.4/unaligned-channel-state-inlined.metadata", "2.3.0/changelog-memory.metadata",
  ])
  func documentsWithInlinedDataAreValid(_ name: String) throws {
    let schema = try Self.schema("metadata-dump.schema.json")
    let document = try JSONValue(describe(try Corpus.bytes(name), inlineData: true))
    #expect(schema.violations(of: document) == [])
  }

  @Test(arguments: ReadableFile.all)
  func everyListOfFilesIsValid(_ file: ReadableFile) throws {
    let schema = try Self.schema("metadata-dump-files.schema.json")
    let collector = MemorySink()
    try listFiles(file.bytes, form: .json, to: collector)
    #expect(schema.violations(of: try JSONValue(collector.bytes)) == [])
  }

  @Test(arguments: ["1.10.3/task-states-empty.metadata", "2.3.0/empty.metadata"])
  func aDocumentOfSeveralIsValid(_ name: String) throws {
    let schema = try Self.schema("metadata-dump.schema.json")
    let collector = MemorySink()
    var events = MetadataFieldEvents(JSONDescription(collector, file: "a \"b\" é"))
    try events.visitor.finish(try MetadataFile(Corpus.bytes(name)).walk(&events))
    let document = try JSONValue(collector.bytes)
    #expect(document["file"]?.text == "a \"b\" é")
    #expect(schema.violations(of: document) == [])
  }

  @Test(arguments: FileComparisonTests.pairs)
  func everyDifferenceIsValid(_ before: ReadableFile, _ after: ReadableFile) throws {
    let schema = try Self.schema("metadata-dump-diff.schema.json")
    let collector = MemorySink()
    try CheckpointDifference(from: MetadataFile(before.bytes), to: MetadataFile(after.bytes)).writeJSON(to: collector)
    #expect(schema.violations(of: try JSONValue(collector.bytes)) == [])
  }

  @Test func everyChangeOfADifferenceIsNoticed() throws {
    let schema = try Self.schema("metadata-dump-diff.schema.json")
    let before = try MetadataFile(Corpus.bytes("2.3.0/savepoint-native.metadata"))
    let after = try MetadataFile(Corpus.bytes("2.3.0/claim-after-native-savepoint.metadata"))
    let collector = MemorySink()
    try CheckpointDifference(from: before, to: after).writeJSON(to: collector)
    let changed = try JSONValue(collector.bytes).changedCopies()
    #expect(changed.count > 100)
    for copy in changed { #expect(!schema.violations(of: copy.value).isEmpty, "\(copy.change)") }
  }

  // MARK: The validator

  @Test func unknownKeywordsAreAnError() throws {
    let schema = #"{"type":"object","properties":{"a":{"oneOf":[{"multipleOf":2}]}}}"#
    #expect(throws: JSONSchema.Unsupported.self) { try JSONSchema(JSONValue(schema.utf8)) }
  }

  @Test(arguments: [
    (#"{"a":1}"#, true), (#"{}"#, false), (#"{"a":1,"b":2}"#, false), (#"{"a":0}"#, false), (#"{"a":"1"}"#, false),
    (#"{"a":null}"#, true), (#"[]"#, false),
  ])
  func validatorTellsValidFromInvalid(_ document: String, isValid: Bool) throws {
    let schema = try JSONSchema(
      JSONValue(
        #"""
        {"type":"object","required":["a"],"additionalProperties":false,
         "properties":{"a":{"oneOf":[{"$ref":"#/$defs/positive"},{"type":"null"}]}},
         "$defs":{"positive":{"type":"integer","minimum":1}}}
        """#.utf8))
    #expect(schema.violations(of: try JSONValue(document.utf8)).isEmpty == isValid)
  }

  /// Any member that is added, removed or given another type makes a document invalid.
  @Test func everyChangeOfADocumentIsNoticed() throws {
    let schema = try Self.schema("metadata-dump.schema.json")
    let document = try JSONValue(describe(try Corpus.bytes("2.3.0/mixed-small.metadata")))
    let changed = document.changedCopies()
    #expect(changed.count > 100)
    for copy in changed { #expect(!schema.violations(of: copy.value).isEmpty, "\(copy.change)") }
  }
}

extension JSONValue {
  /// Copies of the document, each with one member more, or with one that is an object instead of what it is.
  fileprivate func changedCopies(_ path: String = "$") -> [(change: String, value: JSONValue)] {
    switch self {
    case .object(let members):
      var copies = [("\(path) has another member", JSONValue.object(members.merging(["another": .null]) { $1 }))]
      for (name, member) in members {
        func replace(_ value: JSONValue) -> JSONValue { .object(members.merging([name: value]) { $1 }) }
        copies.append(("\(path).\(name) is of another type", replace(.object(["another": .null]))))
        copies += member.changedCopies("\(path).\(name)").map { ($0.change, replace($0.value)) }
      }
      return copies
    case .array(let elements):
      return elements.enumerated().flatMap { index, element in
        element.changedCopies("\(path)[\(index)]").map { copy in
          var elements = elements
          elements[index] = copy.value
          return (copy.change, .array(elements))
        }
      }
    default: return []
    }
  }
}
