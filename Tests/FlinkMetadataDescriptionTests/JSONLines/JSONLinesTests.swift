// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// The lines tell what the values hold.
@Suite struct JSONLinesTests {
  @Test(arguments: ReadableFile.all)
  func everyHandleHasALine(_ file: ReadableFile) throws {
    let metadata = try file.metadata()
    let lines = try lines(file.bytes)
    func count(_ kind: String) -> Int { lines.count { $0["kind"]?.text == kind } }
    #expect(count("handle") == metadata.streamStateHandles.count + metadata.otherHandleCount)
    #expect(count("masterState") == metadata.masterStates.count)
    #expect(count("operator") == metadata.operatorStates.count)
    #expect(count("task") == metadata.taskStates.count)
    let subtaskCount =
      metadata.operatorStates.flatMap(\.subtaskStates).count + metadata.taskStates.flatMap(\.subtaskStates).count
    #expect(count("subtask") == subtaskCount)
    #expect(count("checkpoint") == 1)
    #expect(lines.last?["kind"]?.text == "checkpoint")
    #expect(lines.last?["handleCount"]?.number == Int64(count("handle")))
  }

  @Test(arguments: ReadableFile.small)
  func linesHaveTheFilesOfTheValues(_ file: ReadableFile) throws {
    var expected: [String] = []
    for handle in try file.metadata().streamStateHandles {
      switch handle {
      case .file(let handle): expected.append("\(handle.filePath) \(handle.stateSize)")
      case .relativeFile(let handle): expected.append("\(handle.relativePath) \(handle.stateSize)")
      case .segment(let handle): expected.append("\(handle.filePath) \(handle.stateSize)")
      case .byteStream(let handle): expected.append("\(handle.handleName) \(handle.data.count)")
      case .emptySegment, .keyGroups: break
      }
    }
    let found = try lines(file.bytes).compactMap { line -> String? in
      let path = line["filePath"] ?? line["relativePath"] ?? line["handleName"]
      guard let path = path?.text, let size = (line["stateSize"] ?? line["data"]?["size"])?.number else { return nil }
      return "\(path) \(size)"
    }
    #expect(found.sorted() == expected.sorted())
  }

  /// A line says its operator as the operator's own line does.
  @Test(arguments: ReadableFile.small)
  func linesSayTheirOperator(_ file: ReadableFile) throws {
    let lines = try lines(file.bytes)
    let operators = lines.filter { ["operator", "task"].contains($0["kind"]?.text) }
    for line in lines where ["handle", "state", "change", "subtask"].contains(line["kind"]?.text) {
      let path = try #require(line["path"]?.text)
      let own = try #require(operators.first { path.hasPrefix(($0["path"]?.text ?? "") + ".") })
      #expect(line["operatorID"] ?? line["jobVertexID"] == own["operatorID"] ?? own["jobVertexID"])
      for name in ["operatorName", "operatorUid"] {
        #expect(line[name] == (own[name] == .null ? nil : own[name]))
      }
    }
  }

  /// The path is that of `MetadataPath`, and no two lines of a kind have the same.
  @Test(arguments: ReadableFile.small)
  func pathsAreThoseOfErrors(_ file: ReadableFile) throws {
    var visitor = Paths()
    try MetadataFile(file.bytes).walk(&visitor)
    let lines = try lines(file.bytes)
    var seen: Set<String> = []
    for line in lines {
      let path = try #require(line["path"]?.text)
      #expect(visitor.paths.contains(path))
      #expect(seen.insert(path).inserted)
    }
  }

  /// All parts of a file.
  struct Paths: MetadataVisitor {
    private var version = FormatVersion.version2
    private var components: [MetadataPath.Component] = []
    var paths: Set<String> = [""]

    mutating func beginMetadata(version: FormatVersion, dialect: Dialect) { self.version = version }

    mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
      components.append(.init(entering: field, index: index, in: version))
      paths.insert(MetadataPath(components).description)
    }
    mutating func leave(_ field: MetadataPath.Field, index: Int?) { components.removeLast() }
  }

  /// Children come first.
  @Test func whatContainsOthersComesAfterThem() throws {
    let lines = try lines(Corpus.bytes("2.3.0/file-merging.metadata"))
    var seen: [String] = []
    for line in lines.dropLast() {
      let path = try #require(line["path"]?.text)
      #expect(!seen.contains { path.hasPrefix($0 + ".") })
      seen.append(path)
    }
  }

  @Test func localPathsAreOnTheLineOfTheirFile() throws {
    let lines = try lines(Corpus.bytes("2.3.0/keyed-incremental-repeated-local-paths.metadata"))
    let shared = lines.filter { $0["path"]?.text?.contains(".sharedState[") == true }
    #expect(shared.map { $0["localPath"]?.text } == ["000009.sst", "000009.sst"])
    #expect(shared.map { $0["filePath"]?.text } == ["hdfs:/shared/a", "hdfs:/shared/b"])
    #expect(shared.map { $0["stateSize"]?.number } == [1, 2])
    #expect(lines.filter { $0["localPath"] != nil }.count == 4)
  }

  @Test func inlinedDataIsWrittenOnRequest() throws {
    let bytes = CraftedFile([.init(subtasks: [(0, .inlined("name", Array("any carnal pleas".utf8)))])]).bytes
    #expect(try lines(bytes)[0]["data"]?["base64"] == nil)
    #expect(try lines(bytes, inlineData: true)[0]["data"]?["base64"]?.text == "YW55IGNhcm5hbCBwbGVhcw==")
  }

  @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
  func base64IsThatOfFoundation(_ text: String) throws {
    let bytes = CraftedFile([.init(subtasks: [(0, .inlined("name", Array(text.utf8)))])]).bytes
    let line = try lines(bytes, inlineData: true)[0]
    #expect(line["data"]?["base64"]?.text == Data(text.utf8).base64EncodedString())
  }

  // MARK: From a pipe

  @Test(arguments: ["2.3.0/file-merging.metadata", "1.14.6/changelog-in-memory.metadata"])
  func piecesOfInputMakeNoDifference(_ name: String) throws {
    let bytes = try Corpus.bytes(name)
    for inlineData in [false, true] {
      let collector = MemorySink()
      var events = MetadataFieldEvents(JSONLines(collector, inlineData: inlineData))
      try events.visitor.finish(try MemorySource(bytes, chunkSize: 7).walkMetadata(&events))
      #expect(try collector.lines.map { try JSONValue($0) } == lines(bytes, inlineData: inlineData))
    }
  }

  @Test func anErrorLeavesCompleteLines() throws {
    let bytes = try Corpus.bytes("2.3.0/file-merging.metadata")
    let whole = try lines(bytes)
    for count in stride(from: 0, to: bytes.count, by: 97) {
      let collector = MemorySink()
      var events = MetadataFieldEvents(JSONLines(collector, inlineData: true))
      do {
        try MemorySource(Array(bytes[..<count]), chunkSize: 64).walkMetadata(&events)
        Issue.record("\(count) of \(bytes.count) bytes are no whole file")
      } catch {
        try events.visitor.abandon()
      }
      let lines = try collector.lines.map { try JSONValue($0)["path"] }
      #expect(lines == whole.prefix(lines.count).map { $0["path"] })
      #expect(collector.bytes.isEmpty || collector.bytes.last == UInt8(ascii: "\n"))
    }
  }
}
