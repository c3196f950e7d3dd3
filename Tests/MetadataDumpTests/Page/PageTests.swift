// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing
import metadata_dump

/// The page of `--format html`.
@Suite struct PageTests {
  /// The page of a file.
  private func page(_ bytes: [UInt8], name: String = "f") throws -> [UInt8] {
    var visitor = CheckpointSummaryVisitor(countsFiles: true, location: FileLocation(directory: "s3://b/job/chk-7"))
    visitor.subtaskGroupLimits = PageLimits.subtaskGroups
    let walked = try MetadataFile(bytes).walk(&visitor)
    let operatorCount = visitor.operators.operatorCount
    let inputs = PageInputs()
    inputs.add(visitor.finish(walked), operatorCount: operatorCount, name: name)
    let sink = MemorySink()
    try #require(Page(inputs)).write(to: sink)
    return sink.bytes
  }

  @Test(arguments: ReadableFile.small)
  func everyFileHasAWellFormedPage(_ file: ReadableFile) throws {
    let parsed = try ParsedPage(page(file.bytes))
    let metadata = try file.metadata()
    #expect(parsed.text.contains("Checkpoint \(metadata.checkpointId)"))
    for state in metadata.operatorStates { #expect(parsed.text.contains(state.operatorID.description)) }
    for task in metadata.taskStates { #expect(parsed.text.contains(task.jobVertexID.description)) }
  }

  @Test func aPageTellsWhatTheReportTells() throws {
    let text = try ParsedPage(page(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))).text
    for fact in [
      "118.2 KiB, of which this checkpoint added 96.2 KiB", "RocksDB or ForSt, incremental",
      "until a newer one replaces it or the job finishes", "30 handles outside the directory of this file",
      "relative handles: copy or move the directory as a whole, never _metadata alone",
      "parallelism 3 of 32, uid keyed-and-broadcast-state", "keyed 115.4 KiB", "key groups 0–10", "elsewhere",
    ] { #expect(text.contains(fact), "\(fact)") }
  }

  @Test func aCheckpointOfNothingHasAPage() throws {
    let parsed = try ParsedPage(page(Corpus.bytes("2.3.0/empty.metadata")))
    #expect(parsed.text.contains("There is no state."))
    #expect(parsed.elements("table").isEmpty && parsed.elements("svg").isEmpty)
  }

  // MARK: Limits

  /// A file with so many of everything that each limit applies.
  private func large() throws -> [UInt8] {
    var metadata = try MetadataFile(Corpus.bytes("2.3.0/rocksdb-incremental.metadata")).metadata()
    let keyed = try #require(metadata.operatorStates.first { $0.subtaskStates.count == 3 })
    metadata.operatorStates = try (0..<3000).map { index in
      var state = keyed
      state.operatorName = try ModifiedUTF8String(String(repeating: "\"", count: 1000) + "\(index)")
      state.operatorUid = try ModifiedUTF8String(String(repeating: "\u{202E}", count: 1000) + "\(index)")
      let subtaskCount: Int32 = index < 200 ? 20 : 1
      state.parallelism = 32
      state.subtaskStates = (0..<subtaskCount).map { subtaskIndex in
        var subtask = keyed.subtaskStates[Int(subtaskIndex) % 3]
        subtask.subtaskIndex = subtaskIndex
        return subtask
      }
      return state
    }
    return try metadata.encode()
  }

  @Test func aPageHasLessThanAMegabyte() throws {
    let bytes = try page(large(), name: String(repeating: "&", count: 100_000))
    #expect(bytes.count < 1_000_000)
    let parsed = try ParsedPage(bytes)
    #expect(parsed.elements("tr").count > PageLimits.operators)
    #expect(parsed.text.contains("2800 more"))
    #expect(parsed.elements("path").count > PageLimits.allBars)
  }

  /// The most bars and rows that there can be.
  @Test func manyDirectoriesAndSubtasksAreSummed() throws {
    let subtasks = (0..<1000).map { index in
      (Int32(index), CraftedFile.Handle.file("s3://b/\(String(repeating: "<", count: 100))\(index)/f", size: 1 << 40))
    }
    let operators = (0..<10).map { index in
      CraftedFile.Operator(name: "o\(index)", id: UInt8(index), parallelism: 1000, subtasks: subtasks)
    }
    let bytes = try page(CraftedFile(operators).bytes)
    #expect(bytes.count < 1_000_000)
    let parsed = try ParsedPage(bytes)
    #expect(parsed.text.contains("900 more"))
    #expect(parsed.text.contains("each bar is the largest of up to 8 neighbours"))
    // A bar for each, and a line for the median of each operator.
    #expect(parsed.elements("path").count == PageLimits.allBars + 10)
  }

  // MARK: Names

  private static let hostile = "\"'><script>alert(1)</script><b onclick=x>&amp;\u{1B}[31m\u{202E}\u{0}"

  @Test func namesAreText() throws {
    let operators = (0..<3).map { index in
      CraftedFile.Operator(
        name: Self.hostile, uid: Self.hostile, id: UInt8(index), parallelism: 3,
        subtasks: (0..<3).map { ($0, .file("s3://x/\(Self.hostile)/\(Self.hostile)", size: 1 << 20)) })
    }
    let bytes = try page(CraftedFile(operators).bytes, name: Self.hostile)
    let parsed = try ParsedPage(bytes)
    #expect(parsed.elements("script").count == 1)
    #expect(parsed.elements.allSatisfy { element in !element.attributes.keys.contains { $0.hasPrefix("on") } })
    let shown = "\"'><script>alert(1)</script><b onclick=x>&amp;\\u{1B}[31m\\u{202E}\\0"
    #expect(parsed.text.contains(shown))
    #expect(parsed.elements("li").contains { $0.attributes["title"]?.contains("alert(1)") == true })
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !$0.properties.isBidiControl })
  }

  // MARK: What a page may do

  @Test func thePageLoadsNothing() throws {
    let parsed = try ParsedPage(page(Corpus.bytes("2.3.0/file-merging.metadata")))
    let policy = parsed.elements("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"]?.hasPrefix("default-src 'none'; ") == true)
    for element in parsed.elements {
      #expect(element.attributes["src"] == nil)
      if let target = element.attributes["href"] { #expect(target.hasPrefix("#")) }
    }
  }

  @Test func theScriptIsTheOneThatMayRun() throws {
    let output = try Command.run(
      ["-c", "sha256sum 2>/dev/null || shasum -a 256"], tool: URL(filePath: "/bin/sh"),
      input: Array(PageScript.source.text.utf8)
    ).text
    let digits = Array(output.prefix(64))
    let digest = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    #expect(Data(digest).base64EncodedString() == PageScript.digest)
    #expect(!PageScript.source.text.contains { $0 == "<" || $0 == "&" })
  }

  @Test func everyKindOfStateHasAColour() throws {
    let page = String(decoding: try page(Corpus.bytes("2.3.0/empty.metadata")), as: UTF8.self)
    for kind in StateKind.allCases { #expect(page.contains(".kind\(kind.rawValue){background:")) }
  }

  @Test func linksAndLabelsLeadToElements() throws {
    let parsed = try ParsedPage(page(Corpus.bytes("2.3.0/file-merging.metadata")))
    let ids = parsed.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for element in parsed.elements {
      if let target = element.attributes["href"] { #expect(ids.contains(String(target.dropFirst()))) }
      if let label = element.attributes["aria-labelledby"] { #expect(ids.contains(label)) }
      if element.name == "svg" { #expect(element.attributes["aria-label"] != nil) }
    }
    #expect(parsed.elements("caption").count == parsed.elements("table").count)
  }
}
