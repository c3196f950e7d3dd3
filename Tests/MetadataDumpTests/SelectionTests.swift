// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation
import Testing

/// `--operator` and `--uids` as they are called from a shell.
@Suite struct SelectionTests {
  private static let file = Corpus.directory.appending(path: "2.3.0/file-merging.metadata").path
  private static let withFiles = Corpus.directory.appending(path: "2.3.0/savepoint-native.metadata").path
  private static let withoutNames = Corpus.directory.appending(path: "1.20.5/heap.metadata").path

  private static func ids(_ csv: Command.Result) -> [String] {
    csv.lines.dropFirst().compactMap {
      $0.split(separator: ",", omittingEmptySubsequences: false)[3...].first.map(String.init)
    }
  }

  @Test func severalOperatorsAddUp() throws {
    let result = try Command.run(["--format", "csv", "--operator", "numbers", "--operator", "raw op", Self.file])
    #expect(Self.ids(result) == ["ca88eee0095684d687a1b6495617f957", "f7765bef47047904d1f8b16b7fafa557"])
    let options = ["--files", Self.withFiles]
    let both = try Command.run(options + ["--operator", "numbers", "--operator", "raw op"])
    let lists = try ["numbers", "raw op"].map { try Command.run(options + ["--operator", $0]).lines }
    #expect(both.status == 0 && !lists[1].isEmpty)
    #expect(both.lines == lists[0] + lists[1])
  }

  /// Nothing of a selection is known before the end of a pipe, so it is copied.
  @Test(arguments: [
    ["--format", "text"], ["--format", "json"], ["--format", "jsonl"], ["--format", "csv"], ["--files"],
  ])
  func aPartIsFoundInAPipeToo(_ format: [String]) throws {
    let folder = try TemporaryFolder()
    let options = format + ["--base", "s3://b"].filter { _ in ["--files", "text"].contains(format.last) }
    let expected = try Command.run(options + ["--operator", "numbers", Self.file])
    let selected = options + ["--operator", "numb"]
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.file)))
    #expect(expected.status == 0)
    #expect(try Command.run(selected + [Self.file]).output == expected.output)
    #expect(withoutName(try Command.run(selected + ["-"], input: bytes)) == withoutName(expected))
    let piped = "cat \"$0\" | TMPDIR=\"$1\" \"$2\" \(selected.joined(separator: " ")) - && ls \"$1\""
    let result = try Command.run(
      ["-c", piped, Self.file, folder.url.path, Command.tool.path], tool: URL(filePath: "/bin/sh"))
    #expect(result.status == 0)
    #expect(withoutName(result) == withoutName(expected))
  }

  /// What a run has written, whatever the file is called, and where it is.
  private func withoutName(_ result: Command.Result) -> [String] {
    let text = result.text.replacing(Self.file, with: "NAME").replacing("standard input", with: "NAME")
    return text.split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("note: ") && !$0.hasPrefix("warning: ") }
  }

  @Test func messagesCallAPipeByItsName() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.file)))
    let missing = try Command.run(["--operator", "nobody", "-"], input: bytes)
    #expect(missing.status == 65)
    #expect(missing.errors.hasPrefix("metadata-dump: standard input: none of the 5 operators"))
    let cut = try Command.run(["--operator", "numbers", "-"], input: Array(bytes.dropLast(9)))
    #expect(cut.status == 65)
    #expect(cut.errors.hasPrefix("metadata-dump: standard input: byte "))
    let relative = URL(filePath: Self.withFiles)
    let withoutBase = try Command.run(
      ["--files", "--operator", "numb", "-"], input: [UInt8](Data(contentsOf: relative)))
    #expect(withoutBase.status == 64)
    #expect(withoutBase.errors.contains("--base"))
  }

  @Test func everyOperatorMustBeThereInEachFile() throws {
    let result = try Command.run(["--format", "csv", "--operator", "zähler", Self.withoutNames, Self.file])
    #expect(result.status == 65)
    #expect(Self.ids(result) == ["77de067fe0cadc1327bbd009907129eb"])
  }

  @Test func anEmptyTextIsAWrongCommandLine() throws {
    #expect(try Command.run(["--operator", "", Self.file]).status == 64)
  }

  // MARK: Uids

  @Test func aListOfUidsNamesTheOperatorsOfEveryFormat() throws {
    let folder = try TemporaryFolder()
    let uids = try folder.write("uids", Array("# mine\r\nnumbers\tThe numbers\r\n\r\nrules\r\n".utf8)).path
    for format in ["text", "json", "jsonl", "csv"] {
      let result = try Command.run(["--format", format, "--uids", uids, Self.withoutNames])
      #expect(result.status == 0)
      #expect(result.text.contains("The numbers"))
      let selected = try Command.run(["--format", format, "--uids", uids, "--operator", "The num", Self.withoutNames])
      #expect(selected.status == 0)
      #expect(selected.text.contains("ca88eee0095684d687a1b6495617f957"))
      #expect(!selected.text.contains("e635e88f2157f1386a91248eacaad37a"))
    }
    let named = try Command.run(["--files", "--uids", uids, "--operator", "The numbers", Self.withoutNames])
    #expect(named.status == 0 && !named.lines.isEmpty)
    #expect(named.output == (try Command.run(["--files", "--operator", "numbers", Self.withoutNames]).output))
  }

  @Test func aListThatCannotBeReadIsAnError() throws {
    let folder = try TemporaryFolder()
    let latin = try folder.write("latin", [0xE9, 0x0A]).path
    let result = try Command.run(["--uids", latin, Self.file])
    #expect(result.status == 65)
    #expect(result.output == [])
    #expect(result.errors == "metadata-dump: \(latin): line 1: expected UTF-8; save the list in this encoding\n")
    let missing = try Command.run(["--uids", latin + "x", Self.file])
    #expect(missing.status == 66)
    #expect(missing.errors.hasPrefix("metadata-dump: \(latin)x: cannot open"))
    #expect(try Command.run(["--uids", folder.url.path, Self.file]).status == 74)
    let endless = try Command.run(["--uids", "/dev/zero", Self.file])
    #expect(endless.status == 65)
    #expect(endless.errors.contains("more than 16.0 MiB"))
  }
}
