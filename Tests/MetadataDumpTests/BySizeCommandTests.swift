// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// `metadata-dump --by-size` as it is called from a shell.
@Suite struct BySizeCommandTests {
  private static func path(_ name: String) -> String { Corpus.directory.appending(path: "2.3.0/\(name)").path }

  @Test func jsonIsThatOfTheLibrary() throws {
    let result = try Command.run(["--by-size", "--format", "json", Self.path("file-merging.metadata")])
    let sink = MemorySink()
    try MetadataSizes(MetadataFile(Corpus.bytes("2.3.0/file-merging.metadata"))).writeJSON(to: sink)
    #expect(result.status == 0 && result.output == sink.bytes)
  }

  @Test func aPipeAndGzipAreMeasuredToo() throws {
    let name = "coordinator-states.metadata.gz"
    let fromFile = try Command.run(["--by-size", Self.path(name)])
    let fromPipe = try Command.run(["--by-size", "-"], input: Corpus.bytes("2.3.0/\(name)"))
    #expect(fromFile.status == 0 && fromFile.lines.dropFirst() == fromPipe.lines.dropFirst())
    #expect(fromPipe.lines.first == "file        standard input")
    #expect(fromFile.lines.contains { $0.contains("68.4 KiB at byte 320: coordinator state") })
  }

  @Test func severalFilesHaveTheirNames() throws {
    let path = Self.path("heap.metadata")
    let result = try Command.run(["--by-size", path, path])
    #expect(result.lines.count { $0 == "file        \(path)" } == 2)
  }

  @Test func anOperatorThatIsMissingIsAnError() throws {
    let result = try Command.run(["--by-size", "--operator", "nothing", Self.path("heap.metadata")])
    #expect(result.status == 65 && result.output == [])
  }

  @Test(arguments: ["text", "json"])
  func nothingIsPrintedOfADamagedFile(_ format: String) throws {
    let bytes = Array(try Corpus.bytes("2.3.0/file-merging.metadata").dropLast())
    let result = try Command.run(["--by-size", "--format", format, "-"], input: bytes)
    #expect(result.status == 65 && result.output == [])
  }

  @Test(arguments: [
    ["--files"], ["--format", "csv"], ["--format", "jsonl"], ["--format", "json", "--inline-data"],
    ["--base", "s3://b"],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let result = try Command.run(["--by-size"] + arguments + [Self.path("heap.metadata")])
    #expect(result.status == 64 && result.output == [])
    #expect(result.errors.hasPrefix("metadata-dump: ") && result.errors.count { $0 == "\n" } == 1)
  }
}
