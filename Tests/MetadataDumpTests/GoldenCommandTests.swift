// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// `--golden` and `--record-golden` as they are called from a shell.
@Suite struct GoldenCommandTests {
  private static func path(_ name: String) -> String {
    Corpus.directory.appending(path: "2.3.0/\(name).metadata").path
  }

  private static let file = path("rocksdb-incremental")
  private static let later = path("no-claim-after-checkpoint")
  private static let savepoint = path("savepoint-suspend")

  @Test func whatIsRecordedIsComparedWithLaterCheckpoints() throws {
    let folder = try TemporaryFolder()
    let recorded = try Command.run(["--record-golden", "a.golden", Self.file], directory: folder.url)
    #expect(recorded.status == 0 && recorded.text == "recorded in a.golden: 5 operators\n")
    let text = try GoldenCheckpoint(MetadataFile(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))).text
    #expect(try folder.read("a.golden") == Array(text.utf8))

    let same = try Command.run(["--golden", "a.golden", Self.later], directory: folder.url)
    #expect(same.status == 0 && same.text == "\(Self.later): as in a.golden: 5 operators\n" && same.errors == "")
    let different = try Command.run(["--golden", "a.golden", Self.savepoint], directory: folder.url)
    #expect(different.status == 1 && different.errors == "")
    #expect(
      different.lines == [
        "\(Self.savepoint): 2 differences from a.golden", "  kind: expected checkpoint, found canonical savepoint",
        "  operator \"keyed and broadcast state\" (uid \"keyed-and-broadcast-state\"): keyed state: "
          + "expected RocksDB or ForSt, incremental, found any (canonical savepoint)",
      ])
    let both = try Command.run(["--golden", "a.golden", Self.savepoint, Self.later], directory: folder.url)
    #expect(both.status == 1 && both.lines.count == 4)
    // An older golden text is replaced.
    let again = try Command.run(["--record-golden", "a.golden", Self.savepoint], directory: folder.url)
    #expect(again.status == 0)
    #expect(try Command.run(["--golden", "a.golden", Self.savepoint], directory: folder.url).status == 0)
  }

  @Test func aMetadataFileIsAGoldenFileToo() throws {
    let folder = try TemporaryFolder()
    try folder.write("golden/_metadata", try Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))
    for golden in [Self.file, "golden"] {
      #expect(try Command.run(["--golden", golden, Self.later], directory: folder.url).status == 0)
    }
    let sizes = try Command.run(["--golden", Self.file, "--tolerance", "2%", Self.later])
    #expect(sizes.status == 1 && sizes.lines.count == 2)
    #expect(sizes.lines.last?.hasSuffix("size of managedKeyed: expected 118132 within 2%, found 115327") == true)
    #expect(try Command.run(["--golden", Self.file, "--tolerance", "3", Self.later]).status == 0)
  }

  @Test func theToleranceIsRecorded() throws {
    let folder = try TemporaryFolder()
    _ = try Command.run(["--record-golden", "a", "--tolerance", "2%", Self.file], directory: folder.url)
    #expect(try Command.run(["--golden", "a", Self.later], directory: folder.url).status == 1)
    #expect(try Command.run(["--golden", "a", "--tolerance", "3%", Self.later], directory: folder.url).status == 0)
    _ = try Command.run(["--record-golden", "a", Self.file], directory: folder.url)
    let without = try Command.run(["--golden", "a", "--tolerance", "3%", Self.later], directory: folder.url)
    #expect(without.status == 65 && without.output == [])
    #expect(without.errors == "metadata-dump: a: has no sizes to compare; record it anew with a tolerance\n")
  }

  @Test func eitherCanBeAPipeAndCompressed() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let fromPipe = try Command.run(["--golden", Self.file, "-"], input: bytes)
    #expect(fromPipe.status == 0 && fromPipe.text == "standard input: as in \(Self.file): 5 operators\n")
    let text = try GoldenCheckpoint(MetadataFile(bytes)).text
    for golden in [bytes, Array(text.utf8)] {
      #expect(try Command.run(["--golden", "-", Self.later], input: golden).status == 0)
    }
    let compressed = Corpus.directory.appending(path: "2.3.0/mixed-large.metadata.gz").path
    #expect(try Command.run(["--golden", compressed, compressed]).status == 0)
    #expect(try Command.run(["--golden", Self.file, compressed]).status == 1)
  }

  /// What stands at the name by mistake, above all the metadata of a checkpoint, is not lost.
  @Test func onlyGoldenTextsAreReplaced() throws {
    let folder = try TemporaryFolder()
    for content in [try Corpus.bytes("2.3.0/heap.metadata"), Array("notes\n".utf8)] {
      try folder.write("_metadata", content)
      let result = try Command.run(["--record-golden", "_metadata", Self.file], directory: folder.url)
      #expect(result.status == 73 && result.output == [])
      #expect(result.errors.hasPrefix("metadata-dump: _metadata: is no golden text, and is not replaced"))
      #expect(try folder.read("_metadata") == content)
    }
    try folder.write("empty", [])
    #expect(try Command.run(["--record-golden", "empty", Self.file], directory: folder.url).status == 0)
    let nowhere = try Command.run(["--record-golden", "missing/a", Self.file], directory: folder.url)
    #expect(nowhere.status == 73 && nowhere.output == [])
  }

  /// Nothing is recorded of a file that is damaged.
  @Test func aDamagedFileIsNotRecorded() throws {
    let folder = try TemporaryFolder()
    try folder.write("damaged", Array(try Corpus.bytes("2.3.0/heap.metadata").dropLast(3)))
    let result = try Command.run(["--record-golden", "a", "damaged"], directory: folder.url)
    #expect(result.status == 65 && result.output == [])
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "a").path))
  }

  @Test func aGoldenFileThatCannotBeReadIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("text", Array("flink-metadata-golden 1\nversion 6\nstate rawKeyed\n".utf8))
    try folder.write("damaged", Array(try Corpus.bytes("2.3.0/heap.metadata").dropLast(3)))
    for (golden, status, part) in [
      ("text", 65, "text: line 3: expected an operator before its states, found 'state rawKeyed'"),
      ("damaged", 65, "damaged: byte "), ("/dev/null", 65, "line 1: expected"), ("/missing", 66, "/missing: "),
      ("/dev/zero", 65, "more than 4 MiB"),
    ] as [(String, Int32, String)] {
      let result = try Command.run(
        ["--golden", golden, Self.file], directory: folder.url, processorSeconds: 60)
      #expect(result.status == status && result.output == [], "\(golden)")
      #expect(result.errors.contains(part) && result.errors.count { $0 == "\n" } == 1, "\(golden)")
    }
  }

  @Test func uidsNameOperatorsOfOldFiles() throws {
    let file = Corpus.directory.appending(path: "1.20.5/heap.metadata").path
    let folder = try TemporaryFolder()
    try folder.write("uids", Array("rules\tThe rules\n".utf8))
    let arguments = ["--record-golden", "a", "--uids", "uids", file]
    #expect(try Command.run(arguments, directory: folder.url).status == 0)
    #expect(String(decoding: try folder.read("a"), as: UTF8.self).contains("uid \"rules\" name \"The rules\""))
    #expect(try Command.run(["--golden", "a", file], directory: folder.url).status == 0)
  }

  @Test(arguments: [
    ["--tolerance", "3%", file], ["--golden", file, "--tolerance", "x", file], ["--golden", "-", "-"],
    ["--golden", file, "--record-golden", "a", file], ["--record-golden", "a", file, later],
    ["--record-golden", "-", file], ["--golden", file, "--files", file], ["--golden", file, "--operator", "a", file],
    ["--golden", file, "--by-size", file], ["--golden", file, "--diff", file, later],
    ["--golden", file, "--parallelism", "3", file], ["--golden", file, "--format", "json", file],
    ["--golden", file, "--top", "3", file], ["--golden", file, "--base", "s3://b", file],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let result = try Command.run(arguments)
    #expect(result.status == 64 && result.output == [])
    #expect(result.errors.hasPrefix("metadata-dump: ") && result.errors.count { $0 == "\n" } == 1)
  }
}
