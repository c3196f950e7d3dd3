// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import Testing

/// Field events name every record and field as Flink does.
@Suite struct FieldEventTests {
  /// Collects the names of the fields of each record, and checks that records, lists and runs are nested properly.
  struct Names: MetadataFieldVisitor {
    var fields: [RecordType: Set<String>] = [:]
    var problems: [String] = []
    private var open: [(type: RecordType, fields: Set<String>)] = []
    private var parts: [MetadataPath.Field] = []
    private var lists: [MetadataPath.Field] = []
    private var missing = 0

    var isClosed: Bool { open.isEmpty && parts.isEmpty && lists.isEmpty }

    private mutating func note(_ name: String) {
      if open.isEmpty { return problems.append("\(name) outside of a record") }
      open[open.count - 1].fields.insert(name)
    }

    mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
      if index == nil { note("\(field)") }
      if index != nil && lists.last != field { problems.append("an element of \(field) outside of its list") }
      parts.append(field)
    }
    mutating func leave(_ field: MetadataPath.Field, index: Int?) {
      if parts.popLast() != field { problems.append("\(field) is left but was not entered") }
    }
    mutating func absent(_ field: MetadataPath.Field) { note("\(field)") }
    mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
      note("\(field)")
      lists.append(field)
    }
    mutating func endList(_ field: MetadataPath.Field) {
      if lists.popLast() != field { problems.append("\(field) ends but did not begin") }
    }
    mutating func null() { if parts.isEmpty { problems.append("null outside of a part") } }
    mutating func beginRecord(_ type: RecordType, tag: HandleTag?, name: StaticString?) {
      if let name { note("\(name)") }
      if type.isHandle && type.className == nil { problems.append("\(type) has no class") }
      open.append((type, []))
    }
    mutating func endRecord(_ type: RecordType) {
      guard let record = open.popLast() else { return problems.append("\(type) ends but did not begin") }
      if record.type != type && !(record.type.isRefinedAtEnd && type.isRefinedAtEnd) {
        problems.append("\(type) ends, but \(record.type) began")
      }
      fields[type, default: []].formUnion(record.fields)
    }
    mutating func field(_ name: StaticString, _ value: Int64) { note("\(name)") }
    mutating func field(_ name: StaticString, _ value: Bool) { note("\(name)") }
    mutating func field(_ name: StaticString, _ value: ModifiedUTF8Span) { note("\(name)") }
    mutating func field(_ name: StaticString, constant value: StaticString) { note("\(name)") }
    mutating func field(_ name: StaticString, _ value: OperatorID) { note("\(name)") }
    mutating func nullField(_ name: StaticString) { note("\(name)") }
    mutating func beginBytes(_ field: BytesField, count: Int) {
      note("\(field.name)")
      missing = count
    }
    mutating func bytes(_ bytes: RawSpan, offset: Int64?) { missing -= bytes.byteCount }
    mutating func endBytes(_ field: BytesField) { if missing != 0 { problems.append("\(missing) bytes are missing") } }
    mutating func beginOffsets(count: Int) {
      note("offsets")
      missing = count
    }
    mutating func offsets(_ offsets: OffsetsSpan) { missing -= offsets.count }
    mutating func endOffsets() { if missing != 0 { problems.append("\(missing) offsets are missing") } }
  }

  @Test(arguments: Corpus.entries.filter { $0.readBackByFlink && $0.size < 20_000 })
  func recordsAreNested(_ entry: Corpus.Entry) throws {
    let file = try MetadataFile(Corpus.bytes(entry.file))
    var ofFile = MetadataFieldEvents(Names())
    try file.walk(&ofFile)
    #expect(ofFile.visitor.problems == [])
    #expect(ofFile.visitor.isClosed)
    var ofValues = MetadataFieldEvents(Names())
    try file.metadata().walk(&ofValues)
    #expect(ofValues.visitor.problems == [])
    #expect(ofValues.visitor.fields == ofFile.visitor.fields)
  }

  /// As Flink's objects: those of version 1 are others, and properties are null in versions that do not write them.
  @Test(arguments: FormatVersion.allCases)
  func fieldsDependOnTheVersion(_ version: FormatVersion) throws {
    let metadata = EncodingProblemTests.Case.legal(version)
    var ofValues = Transcript()
    try metadata.walk(&ofValues)
    var ofFile = Transcript()
    try MetadataFile(metadata.encode()).walk(&ofFile)
    for events in [ofValues.events, ofFile.events] {
      #expect(events.count { $0 == "finished = false" } == (version > .version1 ? 1 : 0))
      let isNull = version == .version2 || version == .version3
      #expect(events.count { $0 == "checkpointProperties = null" } == (isNull ? 1 : 0))
    }
  }

  @Test func channelStateIsNamedByItsList() throws {
    let merged = ChannelStateHandle.merged(
      MergedChannelStateHandle(subtaskIndex: 0, stateSize: 0, delegate: nil, serializedChannelOffsets: []))
    var metadata = EncodingProblemTests.Case.legal(.version6)
    metadata.operatorStates[0].subtaskStates[0].inputChannelState = [EncodingProblemTests.channel(0), merged]
    metadata.operatorStates[0].subtaskStates[0].resultSubpartitionState = [merged, EncodingProblemTests.channel(0)]
    var ofValues = Transcript()
    try metadata.walk(&ofValues)
    var ofFile = Transcript()
    try MetadataFile(metadata.encode()).walk(&ofFile)
    let types: [RecordType] = [
      .inputChannelStateHandle, .mergedInputChannelStateHandle, .mergedResultSubpartitionStateHandle,
      .resultSubpartitionStateHandle,
    ]
    let names = Set(types.map { "\($0)" })
    for events in [ofValues.events, ofFile.events] {
      let found = events.compactMap { event -> String? in
        let words = event.split(separator: " ")
        return words[0] == "record" && words.count > 1 && names.contains(String(words[1])) ? String(words[1]) : nil
      }
      #expect(found == types.map { "\($0)" })
    }
  }

  /// What no release writes: a reference of version 7, and an empty segment outside of operator state.
  private static let notInCorpus: CheckpointMetadata = {
    var metadata = EncodingProblemTests.Case.legal(.version7)
    metadata.operatorStates[0].subtaskStates[0].refCheckpointId = 1
    metadata.operatorStates[0].subtaskStates[0].managedKeyedState = .keyGroups(
      EncodingProblemTests.keyGroups([1], .emptySegment))
    return metadata
  }()

  /// The names of the fields of all records in the corpus.
  static let names: [RecordType: Set<String>] = {
    do {
      var names: [RecordType: Set<String>] = [:]
      for entry in Corpus.entries where entry.readBackByFlink && entry.size < 20_000 {
        var events = MetadataFieldEvents(Names())
        try MetadataFile(Corpus.bytes(entry.file)).walk(&events)
        names.merge(events.visitor.fields) { $0.union($1) }
      }
      var events = MetadataFieldEvents(Names())
      try notInCorpus.walk(&events)
      names.merge(events.visitor.fields) { $0.union($1) }
      return names
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  @Test func everyRecordOfTheFormatIsReported() {
    #expect(Set(RecordType.allCases).subtracting(Self.names.keys) == [])
  }

  /// The documents of `metadata-dump` and field events have the same names where they are about the same thing.
  @Test(arguments: RecordType.allCases)
  func namesAreThoseOfTheSchema(_ type: RecordType) throws {
    let expected = try Self.schema(of: type)
    #expect(Self.names[type] == expected)
  }

  /// The properties of the records that the schema has for a type, without those that the dump makes up: `type` and `tag` come
  /// with the record, and `unmerged` is computed.
  private static func schema(of type: RecordType) throws -> Set<String> {
    let url = Corpus.directory.deletingLastPathComponent().appending(path: "Schemas/metadata-dump.schema.json")
    let schema = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: Any])
    var names: Set<String> = []
    func collect(_ value: Any, isWanted: ([String: Any]) -> Bool) {
      if let object = value as? [String: Any] {
        if let properties = object["properties"] as? [String: Any], isWanted(properties) {
          names.formUnion(properties.keys)
        }
        for value in object.values { collect(value, isWanted: isWanted) }
      } else if let list = value as? [Any] {
        for value in list { collect(value, isWanted: isWanted) }
      }
    }
    if let name = type.className {
      collect(schema) {
        let type = $0["type"] as? [String: Any]
        return type?["const"] as? String == "\(name)" || (type?["enum"] as? [String])?.contains("\(name)") == true
      }
      return names.subtracting(["type", "tag", "unmerged"])
    }
    switch type {
    case .metadata:
      collect(["oneOf": schema["oneOf"] ?? []]) { $0["dialect"] != nil }
      // These come with `beginMetadata` and with the summary of the walk, and `file` from the caller.
      return names.subtracting(["file", "version", "dialect", "byteCount", "trailingByteCount"])
    case .subtaskState:
      let records = ["subtaskState", "taskSubtaskState"].map { definitions[$0] ?? [:] }
      collect(records) { $0["index"] != nil }
    case .channelInfo:
      let records = ["inputChannelInfo", "resultSubpartitionInfo"].map { definitions[$0] ?? [:] }
      collect(records) { _ in true }
    case .stateChange: collect(schema) { $0["keyGroup"] != nil && $0["change"] != nil }
    case .streamStateHandleAndOffset: collect(schema) { $0.keys.sorted() == ["handle", "offset"] }
    default:
      let definition = try #require(definitions["\(type)"] as? [String: Any], "the schema has no \(type)")
      names.formUnion(try #require(definition["properties"] as? [String: Any]).keys)
    }
    return names
  }
}
