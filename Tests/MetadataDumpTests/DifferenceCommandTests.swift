// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing

/// `metadata-dump --diff` as it is called from a shell.
@Suite struct DifferenceCommandTests {
  private static func path(_ name: String) -> String {
    Corpus.directory.appending(path: "2.3.0/\(name).metadata").path
  }

  private static let incremental = path("rocksdb-incremental")
  private static let later = path("no-claim-after-checkpoint")

  @Test func jsonIsThatOfTheLibrary() throws {
    let result = try Command.run(["--diff", "--format", "json", Self.incremental, Self.later])
    let sink = MemorySink()
    let location = FileLocation(directory: Corpus.directory.appending(path: "2.3.0").path)
    try CheckpointDifference(
      from: MetadataFile(Corpus.bytes("2.3.0/rocksdb-incremental.metadata")),
      to: MetadataFile(Corpus.bytes("2.3.0/no-claim-after-checkpoint.metadata")), locations: (location, location)
    ).writeJSON(to: sink)
    #expect(result.status == 0 && result.output == sink.bytes)
  }

  @Test func theStatusIsZeroWithAndWithoutDifferences() throws {
    let same = try Command.run(["--diff", Self.incremental, Self.incremental])
    #expect(same.status == 0 && same.lines.last == "Nothing differs.")
    let different = try Command.run(["--diff", Self.incremental, Self.later])
    #expect(different.status == 0 && different.lines.contains { $0.hasPrefix("OPERATOR ") })
  }

  /// The relative paths of standard input begin nowhere, so they are other files.
  @Test(arguments: [["-", incremental], [incremental, "-"]])
  func eitherFileCanBeAPipe(_ paths: [String]) throws {
    let result = try Command.run(["--diff"] + paths, input: Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))
    #expect(result.status == 0)
    #expect(result.lines.contains { $0.hasPrefix("from ") && $0.hasSuffix("standard input") } == (paths[0] == "-"))
    #expect(result.lines.contains("operators   5: 5 unchanged"))
    #expect(result.lines.contains { $0.hasPrefix("kept ") && $0.contains(" 30 ") })
    #expect(result.lines.contains { $0.hasPrefix("new ") && $0.contains(" 13 ") })
  }

  /// Relative paths begin in the directory of each file.
  @Test func copiesInTwoDirectoriesHaveFilesOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    let bytes = try Corpus.bytes("2.3.0/savepoint-native.metadata")
    for name in ["a", "b"] { try folder.write("\(name)/_metadata", bytes) }
    let result = try Command.run(["--diff", "a", "b"], directory: folder.url)
    #expect(result.lines.contains { $0.hasPrefix("note: no file in common") })
  }

  @Test func anOperatorOfOneFileIsEnough() throws {
    let arguments = ["--diff", "--operator", "fdebfc78a708b69a96145fd1fbfc941a"]
    let old = Corpus.directory.appending(path: "1.20.5/mixed-small.metadata").path
    let removed = try Command.run(arguments + [old, Self.path("mixed-small")])
    #expect(removed.status == 0 && removed.lines.contains("operators   1 -> 0: 1 removed"))
    let neither = try Command.run(arguments + [Self.incremental, Self.later])
    #expect(neither.status == 65 && neither.output == [])
    #expect(neither.errors.contains("none of the 5 operators"))
  }

  @Test(arguments: [0, 1])
  func anErrorNamesItsFile(_ place: Int) throws {
    let folder = try TemporaryFolder()
    let damaged = Array(try Corpus.bytes("2.3.0/heap.metadata").dropLast(3))
    try folder.write("damaged", damaged)
    var paths = [Self.incremental, Self.incremental]
    paths[place] = "damaged"
    let result = try Command.run(["--diff"] + paths, directory: folder.url)
    #expect(result.status == 65 && result.output == [])
    #expect(result.errors.hasPrefix("metadata-dump: damaged: "))
    #expect(result.errors.count { $0 == "\n" } == 1)
    paths[place] = "missing"
    let missing = try Command.run(["--diff"] + paths, directory: folder.url)
    #expect(missing.status == 66 && missing.output == [] && missing.errors.contains("missing"))
  }

  @Test(arguments: [
    [incremental], [incremental, later, later], ["-", "-"], [incremental, later, "--files"],
    [incremental, later, "--by-size"], [incremental, later, "--format", "csv"],
    [incremental, later, "--format", "jsonl"], [incremental, later, "--format", "json", "--inline-data"],
    [incremental, later, "--base", "s3://b"], [incremental, later, "--sort", "name"],
    [incremental, later, "--verbose"], [incremental, later, "--format", "json", "--top", "3"],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let result = try Command.run(["--diff"] + arguments)
    #expect(result.status == 64 && result.output == [])
    #expect(result.errors.hasPrefix("metadata-dump: ") && result.errors.count { $0 == "\n" } == 1)
  }
}
