// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import Foundation
import Testing

/// `--files` of one file and of several.
@Suite struct FileListTests {
  private static let twoFiles = [
    CraftedFile([.init(subtasks: [(0, .file("s3://b/a", size: 1))])]).bytes,
    CraftedFile([
      .init(parallelism: 2, subtasks: [(0, .file("s3://b/c", size: 2)), (1, .file("s3://b/a", size: 3))])
    ]).bytes,
  ]

  @Test func severalFilesHaveOneListOfFiles() throws {
    let folder = try TemporaryFolder()
    let paths = try Self.twoFiles.enumerated().map { try folder.write("\($0)", $1).path }
    let all = ["--files"] + paths
    #expect(try Command.run(all).text == "s3://b/a\ns3://b/c\n")
    let document = try JSONValue(Command.run(all + ["--format", "json"]).output)
    #expect(document["files"]?.elements?.map { $0["references"]?.number } == [2, 1])
    #expect(document["files"]?.elements?.map { $0["size"]?.number } == [3, 2])
    let lines = try Command.run(all + ["--format", "jsonl"]).lines
    #expect(try lines.map { try JSONValue($0.utf8) } == document["files"]?.elements)
  }

  /// What has been read of a damaged file is not counted.
  @Test func aListOfFilesIsThatOfTheGoodFiles() throws {
    let folder = try TemporaryFolder()
    let good = try folder.write("good", Self.twoFiles[0]).path
    let cut = try folder.write("cut", Self.twoFiles[1].dropLast()).path
    for arguments in [[good, cut], [cut, good], [cut, "/missing", good, cut]] {
      let result = try Command.run(["--files", "--format", "json"] + arguments)
      #expect(result.status == 65 || arguments.contains("/missing"))
      #expect(
        result.text == #"{"files":[{"path":"s3://b/a","type":"FileStateHandle","size":1,"references":1}]}"# + "\n")
    }
    #expect(try Command.run(["--files", "--format", "json", cut]).output == [])
  }

  @Test func aPipeIsReadTwice() throws {
    let bytes = CraftedFile([.init(subtasks: [(0, .relativeFile("state", size: 1))])]).bytes
    let result = try Command.run(["--files", "--format", "jsonl", "--base", "s3://b", "-"], input: bytes)
    #expect(result.status == 0)
    #expect(try JSONValue(result.output)["path"]?.text == "s3://b/state")
    let unknown = try Command.run(["--files", "--format", "jsonl", "-"], input: bytes)
    #expect(unknown.status == 64)
    #expect(unknown.errors.hasPrefix("metadata-dump: standard input: "))
  }

  @Test func pathsHaveTheStyleAskedFor() throws {
    let folder = try TemporaryFolder()
    let subtasks: [(Int32, CraftedFile.Handle)] = [(0, .relativeFile("a", size: 1)), (1, .file("file:/b", size: 1))]
    try folder.write("_metadata", CraftedFile([.init(parallelism: 2, subtasks: subtasks)]).bytes)
    let directory = folder.url.path
    #expect(try Command.run(["--files", directory]).text == "\(directory)/a\n/b\n")
    #expect(try Command.run(["--files", "--paths", "uri", directory]).text == "file:\(directory)/a\nfile:/b\n")
    #expect(try Command.run(["--files", "--base", "s3://c", directory]).text == "s3://c/a\nfile:/b\n")
    #expect(try Command.run(["--files", "--base", "s3://c", "--paths", "plain", directory]).text == "s3://c/a\n/b\n")
  }
}
