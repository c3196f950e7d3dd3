// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing
import ToolSupport
import metadata_dump

/// The report of `--by-size`.
@Suite struct SizeReportTests {
  private func report(_ bytes: [UInt8], columns: Int = 100, selecting text: String? = nil) throws -> [String] {
    let collector = MemorySink()
    let sizes = try MetadataSizes(MetadataFile(bytes), operators: OperatorSelection(matching: text))
    try SizeReport(sizes, of: "f", style: TextStyle(columns: columns, usesColor: false, usesUnicode: false)).write(
      to: collector)
    return collector.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test(arguments: ReadableFile.all)
  func everyFileHasAReport(_ file: ReadableFile) throws {
    let lines = try report(file.bytes)
    #expect(lines.contains { $0.hasPrefix("checkpoint  ") })
    #expect(lines.count { $0.hasPrefix("total ") } == 2)
  }

  @Test(arguments: [80, 100, 132])
  func linesAreNotLongerThanTheTerminal(_ columns: Int) throws {
    let name = String(repeating: "very long operator name ", count: 20)
    let inlined = CraftedFile.Handle.inlined(name, [UInt8](repeating: 0, count: 1000))
    let file = CraftedFile([CraftedFile.Operator(name: name, uid: name, subtasks: [(0, inlined)])])
    let lines = try report(file.bytes, columns: columns)
    for line in lines { #expect(line.count <= max(columns, 95), "\(line)") }
    // The columns are the same at each width.
    #expect(lines.contains { $0.hasPrefix("OPERATOR ") && $0.hasSuffix("  BYTES    SHARE") })
  }

  @Test func tenOperatorsAreShownAndTheRestInOneLine() throws {
    let operators = (1...15).map { index in
      let data = [UInt8](repeating: 0, count: index * 100)
      return CraftedFile.Operator(name: "op\(index)", id: UInt8(index), subtasks: [(0, .inlined("h", data))])
    }
    let lines = try report(CraftedFile(operators).bytes)
    #expect(lines.compactMap { $0.split(separator: " ").first }.filter { $0.hasPrefix("op") }.first == "op15")
    #expect(lines.count { $0.hasPrefix("op") } == 10)
    #expect(lines.contains { $0.hasPrefix("5 more ") })
    #expect(!lines.contains { $0.hasPrefix("op5 ") })
  }

  @Test func whatIsNotSelectedIsALine() throws {
    let lines = try report(Corpus.bytes("2.3.0/file-merging.metadata"), selecting: "numbers")
    #expect(lines.count { $0.hasPrefix("not selected ") } == 2)
    #expect(lines.contains("metadata    17.6 KiB, 1 of 5 operators"))
  }

  @Test func theFrameSizeHasTheNameOfTheRelease() throws {
    let new = try report(Corpus.bytes("2.3.0/heap.metadata")).joined()
    #expect(new.contains("the default of pekko.framesize.") && !new.contains("akka."))
    #expect(try report(Corpus.bytes("1.14.6/heap.metadata")).joined().contains("the default of akka.framesize."))
  }

  @Test func aLargePartHasItsSetting() throws {
    let data = CraftedFile.Handle.inlined("name", [UInt8](repeating: 0, count: 100_000))
    let lines = try report(CraftedFile([CraftedFile.Operator(subtasks: [(0, data)])]).bytes)
    #expect(lines.contains("  execution.checkpointing.data-inline-threshold, since Flink 1.20, by default 20 kb"))
    #expect(!lines.contains { $0.contains("aligned-checkpoint-timeout") })
    #expect(try !report(Corpus.bytes("2.3.0/heap.metadata")).joined().contains("threshold"))
  }

  @Test func namesCannotControlATerminal() throws {
    let file = CraftedFile([.init(name: "\u{1B}[2J", subtasks: [(0, .file("file:/a", size: 1))])])
    let text = try report(file.bytes).joined()
    #expect(!text.contains("\u{1B}") && text.contains("\\u{1B}[2J"))
  }
}
