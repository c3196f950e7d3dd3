// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import Foundation
import Testing
import metadata_dump

/// `metadata-dump --format html` as it is called from a shell.
@Suite struct PageCommandTests {
  private static func path(_ name: String) -> String { Corpus.directory.appending(path: "2.3.0/\(name)").path }

  /// A file of a checkpoint with an id, and with one operator of that name.
  private func checkpoint(_ id: Int, in folder: TemporaryFolder) throws -> String {
    let file = CraftedFile([
      .init(name: "operator \(id)", subtasks: [(0, .file("s3://b/\(id)", size: Int64(id) << 20))])
    ])
    var metadata = try MetadataFile(file.bytes).metadata()
    metadata.checkpointId = Int64(id)
    return try folder.write("chk-\(id)/_metadata", metadata.encode()).path
  }

  @Test func severalCheckpointsAreOnePage() throws {
    let folder = try TemporaryFolder()
    let paths = try [3, 1, 2].map { try checkpoint($0, in: folder) }
    let result = try Command.run(["--format", "html"] + paths)
    #expect(result.status == 0)
    let parsed = try ParsedPage(result.output)
    #expect(parsed.elements("h1").count == 1 && parsed.text.contains("Checkpoint 3"))
    #expect(parsed.text.contains("operator 3") && !parsed.text.contains("operator 2"))
    // In the order of their ids.
    let places = try ["chk-1/", "chk-2/", "chk-3/"].map { name in
      try #require(parsed.text.range(of: name, options: .backwards)).lowerBound
    }
    #expect(places == places.sorted())
    #expect(parsed.elements("path", class: "full").count == 3)
  }

  @Test func oneCheckpointHasNoHistory() throws {
    let result = try Command.run(["--format", "html", Self.path("heap.metadata")])
    #expect(!result.text.contains("id=\"history\""))
  }

  @Test func onlySoManyCheckpointsAreShown() throws {
    let folder = try TemporaryFolder()
    let paths = try (1...PageLimits.checkpoints + 5).map { try checkpoint($0, in: folder) }
    let result = try Command.run(["--format", "html"] + paths)
    #expect(result.text.contains("5 older checkpoints are left out"))
    #expect(try ParsedPage(result.output).elements("path", class: "full").count == PageLimits.checkpoints)
    #expect(result.text.contains("/chk-6/") && !result.text.contains("/chk-5/"))
  }

  @Test func whatCannotBeReadIsTold() throws {
    let result = try Command.run(["--format", "html", "/missing", Self.path("heap.metadata")])
    #expect(result.status == 66)
    #expect(try ParsedPage(result.output).text.contains("1 file could not be read and is not shown"))
  }

  @Test func nothingIsPrintedOfADamagedFile() throws {
    let bytes = Array(try Corpus.bytes("2.3.0/file-merging.metadata").dropLast())
    let result = try Command.run(["--format", "html", "-"], input: bytes)
    #expect(result.status == 65 && result.output == [])
  }

  @Test func oneOperatorCanBeSelected() throws {
    let result = try Command.run(["--format", "html", "--operator", "numbers", Self.path("file-merging.metadata")])
    #expect(result.text.contains("1 of 5 operators"))
    #expect(!result.text.contains("keyed and broadcast state"))
  }

  @Test func theNameOfTheFileIsText() throws {
    let folder = try TemporaryFolder()
    let name = "<img src=x onerror=alert(1)>\"'&"
    try folder.write(name, Corpus.bytes("2.3.0/heap.metadata"))
    let result = try Command.run(["--format", "html", name], directory: folder.url)
    let parsed = try ParsedPage(result.output)
    #expect(parsed.text.contains(name) && parsed.elements("img").isEmpty)
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let result = try Command.runWithoutReader(["--format", "html", Self.path("file-merging.metadata")])
    #expect(result.status == 141 && result.errors == "")
  }

  @Test(arguments: [["--files"], ["--by-size"], ["--sort", "name"], ["--top", "3"], ["--verbose"], ["--inline-data"]])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let result = try Command.run(["--format", "html"] + arguments + [Self.path("heap.metadata")])
    #expect(result.status == 64 && result.output == [])
    #expect(result.errors.count { $0 == "\n" } == 1)
  }
}
