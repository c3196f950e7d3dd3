// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing
import ToolSupport

/// The tool as it is called from a shell.
@Suite struct CommandTests {
  private static let fileMerging = path("2.3.0/file-merging.metadata")
  private static let savepoint = path("2.3.0/savepoint-canonical.metadata")
  /// A file of gzip, and what it holds.
  private static let compressed = path("2.3.0/coordinator-states.metadata.gz")

  private static func path(_ name: String) -> String { Corpus.directory.appending(path: name).path }

  // MARK: Formats

  @Test func textIsTheDefault() throws {
    let result = try Command.run([Self.fileMerging])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.lines[0] == "file        \(Self.fileMerging)")
    #expect(result.lines[1] == "checkpoint  3")
    #expect(result.lines.contains("format      version 6, written by Flink 2.1 to 2.3"))
    #expect(!result.text.contains("\u{1B}"))
  }

  @Test func jsonOfSeveralFilesIsAnArray() throws {
    let result = try Command.run(["--format", "json", Self.fileMerging, Self.savepoint])
    #expect(result.status == 0)
    let documents = try #require(JSONValue(result.output).elements)
    #expect(documents.map { $0["file"]?.text } == [Self.fileMerging, Self.savepoint])
    #expect(documents[0]["operatorStates"]?.elements?.count == 5)
    let single = try JSONValue(describe(Corpus.bytes("2.3.0/savepoint-canonical.metadata")))
    #expect(single["file"] == nil)
    #expect(documents[1]["operatorStates"] == single["operatorStates"])
    #expect(result.lines.count == 4)
  }

  @Test func anArrayLeavesOutWhatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    let cut = try folder.write("cut", Corpus.bytes("2.3.0/file-merging.metadata").dropLast()).path
    for bad in ["/missing", "/dev/null", cut] {
      let result = try Command.run(["--format", "json", bad, Self.savepoint, bad])
      #expect(result.status == (bad == "/missing" ? 66 : 65))
      #expect(try JSONValue(result.output).elements?.map { $0["file"]?.text } == [Self.savepoint])
      #expect(try JSONValue(Command.run(["--format", "json", bad, bad]).output).elements == [])
    }
  }

  @Test func linesOfSeveralFilesSayTheirFile() throws {
    let result = try Command.run(["--format", "jsonl", Self.fileMerging, Self.savepoint])
    let single = try Command.run(["--format", "jsonl", Self.savepoint])
    let lines = try result.lines.map { try JSONValue($0.utf8)["file"]?.text }
    #expect(Set(lines) == [Self.fileMerging, Self.savepoint])
    #expect(lines.count { $0 == Self.savepoint } == single.lines.count)
    #expect(!single.text.contains(#"{"file":"#))
  }

  /// The documents of the library are those of the tool.
  @Test(arguments: [
    "1.9.3/heap.metadata", "1.11.4/channel-state.metadata", "1.14.6/changelog-in-memory.metadata",
    "1.20.5/master-states.metadata", "2.3.0/file-merging.metadata", "2.3.0/strings-unusual.metadata",
    "2.3.0/mixed-small.metadata",
  ])
  func jsonIsThatOfTheLibrary(_ name: String) throws {
    let file = try MetadataFile(Corpus.bytes(name))
    let path = Self.path(name)
    #expect(try Command.run(["--format", "json", path]).output == file.json())
    #expect(try Command.run(["--format", "json", path]).output == file.metadata().json())
    #expect(
      try Command.run(["--format", "json", "--inline-data", path]).output == file.json(inlineData: true))
    if let id = try file.metadata().operatorStates.first?.operatorID.description {
      let part = try Command.run(["--format", "json", "--operator", id, path])
      #expect(part.output == (try file.json(operators: OperatorSelection(id))))
      #expect(part.output == (try file.metadata().json(operators: OperatorSelection(id))))
    }
  }

  @Test func jsonLinesEndWithTheCheckpoint() throws {
    let result = try Command.run(["--format", "jsonl", Self.fileMerging, Self.savepoint])
    #expect(result.status == 0)
    let kinds = try result.lines.map { try JSONValue($0.utf8)["kind"]?.text }
    #expect(kinds.count { $0 == "checkpoint" } == 2)
    #expect(kinds.last == "checkpoint")
  }

  @Test func csvHasOneHeader() throws {
    let result = try Command.run(["--format", "csv", Self.fileMerging, Self.savepoint])
    #expect(result.status == 0)
    #expect(result.lines.count { $0.hasPrefix("checkpoint-id,") } == 1)
    #expect(result.lines.count == 11)
  }

  @Test func textOfSeveralFilesIsHeadedByTheirNames() throws {
    let result = try Command.run([Self.fileMerging, Self.savepoint])
    #expect(result.lines.contains("file        \(Self.fileMerging)"))
    #expect(result.text.contains("\n\nfile        \(Self.savepoint)\n"))
  }

  @Test func oneOperatorIsShownInEveryFormat() throws {
    for format in ["text", "json", "jsonl", "csv"] {
      let result = try Command.run(["--format", format, "--operator", "numbers", Self.fileMerging])
      #expect(result.status == 0)
      #expect(result.text.contains("ca88eee0095684d687a1b6495617f957"))
      #expect(!result.text.contains("664811e71d743911d7fd8a7f81640f23"))
    }
    let files = try Command.run(["--files", "--operator", "numbers", Self.fileMerging])
    #expect(files.status == 0 && files.lines.count < 25)
  }

  // MARK: Inputs

  @Test func standardInputIsAFileToo() throws {
    let bytes = try Corpus.bytes("2.3.0/file-merging.metadata")
    let result = try Command.run(["--format", "json", "-"], input: bytes)
    #expect(result.status == 0)
    #expect(result.output == (try describe(bytes)))
  }

  @Test func compressedInputIsUnpacked() throws {
    let expected = try describe(Corpus.bytes("2.3.0/coordinator-states.metadata.gz"))
    #expect(try Command.run(["--format", "json", Self.compressed]).output == expected)
    let input = [UInt8](try Data(contentsOf: URL(filePath: Self.compressed)))
    #expect(input.starts(with: [0x1F, 0x8B]))
    #expect(try Command.run(["--format", "json", "-"], input: input).output == expected)
  }

  @Test func aDirectoryIsThatOfItsFile() throws {
    let folder = try TemporaryFolder()
    let bytes = CraftedFile([.init(subtasks: [(0, .relativeFile("state", size: 1))])]).bytes
    try folder.write("chk-7/_metadata", bytes)
    let directory = folder.url.appending(path: "chk-7").path
    #expect(try Command.run(["--format", "json", directory]).output == describe(bytes))
    #expect(try Command.run(["--files", directory]).text == "\(directory)/state\n")
    #expect(try Command.run(["--files", "--base", "s3://b/c", directory]).text == "s3://b/c/state\n")
    #expect(try Command.run(["--files", "-0", "--base", "s3://b/c", directory]).text == "s3://b/c/state\0")
    #expect(
      try Command.run(["--files", "--every-handle", "--base", "s3://b/c", directory]).text == "s3://b/c/state\n")
  }

  @Test func dialectCanBeGiven() throws {
    let file = Self.path("1.11.4/channel-state.metadata")
    #expect(try Command.run(["--dialect", "flink-1.11", file]).status == 0)
    #expect(try Command.run(["--dialect", "standard", file]).status == 65)
    #expect(try Command.run([file]).text.contains("dialect flink-1.11, written by Flink 1.11\n"))
  }

  // MARK: Errors

  @Test(arguments: [
    ["--format", "yaml", "x"], [], ["-0", "x"], ["--files", "-0", "--format", "json", "x"], ["--inline-data", "x"],
    ["--every-handle", "x"], ["--files", "--every-handle", "--format", "json", "x"],
    ["--files", "--format", "csv", "x"], ["--base", "s3://b", "--format", "csv", "x"], ["--dialect", "1.12", "x"],
    ["--unknown", "x"], ["--paths", "uri", "x"], ["--files", "--paths", "uris", "x"],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let result = try Command.run(arguments)
    #expect(result.status == 64)
    #expect(result.output == [])
    #expect(result.errors.hasPrefix("metadata-dump: ") && result.errors.hasSuffix("ee metadata-dump --help\n"))
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
  }

  @Test(arguments: ["text", "json", "jsonl", "csv"])
  func whatIsNoMetadataIs65(_ format: String) throws {
    let folder = try TemporaryFolder()
    for content in [[], [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10], Array("hello world".utf8)] as [[UInt8]] {
      let file = try folder.write("file", content).path
      let result = try Command.run(["--format", format, file])
      #expect(result.status == 65)
      #expect(result.output == [])
      #expect(result.errors.hasPrefix("metadata-dump: \(file): "))
      #expect(result.errors.count { $0 == "\n" } == 1)
    }
  }

  @Test(arguments: ["text", "csv"])
  func nothingIsPrintedOfADamagedFile(_ format: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("file", Corpus.bytes("2.3.0/file-merging.metadata").dropLast()).path
    let result = try Command.run(["--format", format, file])
    #expect(result.status == 65)
    #expect(result.output == [])
    #expect(try Command.run(["--files", "--format", "jsonl", file]).output == [])
  }

  @Test func whatCannotBeOpenedIs66() throws {
    let folder = try TemporaryFolder()
    for path in [folder.url.appending(path: "missing").path, folder.url.path] {
      let result = try Command.run([path])
      #expect(result.status == 66)
      #expect(result.errors.hasPrefix("metadata-dump: \(path)"))
    }
  }

  @Test func anUnknownOperatorIs65() throws {
    for format in ["text", "csv", "json", "jsonl"] {
      let result = try Command.run(["--format", format, "--operator", "nobody", Self.fileMerging])
      #expect(result.status == 65)
      #expect(result.output == [])
      #expect(
        result.errors.hasPrefix(
          "metadata-dump: \(Self.fileMerging): none of the 5 operators has the name, uid or id \"nobody\" or such a part;"
        ))
      #expect(result.errors.count { $0 == "\n" } == 1)
    }
  }

  @Test func relativeFilesOfStandardInputNeedABase() throws {
    let bytes = CraftedFile([.init(subtasks: [(0, .relativeFile("state", size: 1))])]).bytes
    let result = try Command.run(["--files", "-"], input: bytes)
    #expect(result.status == 64)
    #expect(result.output == [])
    #expect(result.errors.contains("--base"))
    #expect(try Command.run(["--files", "--base", "s3://b", "-"], input: bytes).text == "s3://b/state\n")
    let absolute = CraftedFile([.init(subtasks: [(0, .file("s3://b/a", size: 1))])]).bytes
    #expect(try Command.run(["--files", "-"], input: absolute).text == "s3://b/a\n")
  }

  @Test func afterAnErrorTheOthersAreShown() throws {
    let result = try Command.run(["--format", "csv", "/missing", Self.fileMerging, "/dev/null", Self.savepoint])
    #expect(result.status == 66)
    #expect(result.errors.count { $0 == "\n" } == 2)
    #expect(result.lines.count == 11)
  }

  /// The next document begins on a line of its own.
  @Test func aCutDocumentEndsItsLine() throws {
    let folder = try TemporaryFolder()
    let operators = (0..<5000).map { CraftedFile.Operator(name: "operator \($0)") }
    let cut = try folder.write("cut", CraftedFile(operators).bytes.dropLast()).path
    let result = try Command.run(["--format", "json", cut, Self.savepoint])
    #expect(result.status == 65)
    #expect(result.lines.count == 4)
    #expect(throws: JSONSyntaxError.self) { try JSONValue(result.lines[1].utf8) }
    #expect(try JSONValue(result.lines[2].utf8)["operatorStates"] != nil)
  }

  @Test(arguments: ["text", "json", "jsonl", "csv"])
  func aClosedPipeEndsQuietly(_ format: String) throws {
    let result = try Command.runWithoutReader(["--format", format, Self.fileMerging, Self.savepoint])
    #expect(result.status == 141)
    #expect(result.errors == "")
  }

  @Test func aFullDiskIs74() throws {
    let process = Process()
    process.executableURL = Command.tool
    process.arguments = [Self.fileMerging]
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    #expect(message.hasPrefix("metadata-dump: standard output: "))
  }

  // MARK: Help

  @Test func versionIsThatOfThePackage() throws {
    let result = try Command.run(["--version"])
    #expect(result.status == 0)
    #expect(
      result.text
        == "metadata-dump \(packageVersion) (reads and writes _metadata versions 1 to 7, Flink 1.2 to 2.3)\n")
  }

  @Test func helpNamesEveryOption() throws {
    let result = try Command.run(["--help"])
    #expect(result.status == 0)
    for option in ["--format", "--operator", "--files", "--base", "-0", "--inline-data", "--dialect", "--version"] {
      #expect(result.text.contains("\n  \(option)"))
    }
  }
}
