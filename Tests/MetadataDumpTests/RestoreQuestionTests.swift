// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import Foundation
import Testing

/// `--expect` and `--parallelism` as they are called from a shell.
@Suite struct RestoreQuestionTests {
  private static let file = Corpus.directory.appending(path: "2.3.0/savepoint-native.metadata").path
  private static let withoutNames = Corpus.directory.appending(path: "1.20.5/savepoint-native.metadata").path
  private static let uids = ["numbers", "zähler-計數-🧮", "raw-operator-state", "rules", "keyed-and-broadcast-state"]
  private static let schema = Corpus.directory.deletingLastPathComponent().appending(
    path: "Schemas/metadata-dump-restore.schema.json")

  private func ask(_ expected: [String], _ options: [String] = [], _ paths: [String] = [file]) throws -> Command.Result
  {
    let folder = try TemporaryFolder()
    let list = try folder.write("list", Array((expected.joined(separator: "\n") + "\n").utf8)).path
    return try Command.run(["--expect", list] + options + paths)
  }

  @Test func everythingFits() throws {
    let result = try ask(Self.uids)
    #expect(result.status == 0)
    #expect(result.text == "all 5 expected operators are in the savepoint\n")
    #expect(try ask(Self.uids, [], [Self.withoutNames]).text == result.text)
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let result = try ask(["numbers", "rules", "new\tNew one", "zähler-計數-🧮", "keyed-and-broadcast-state"])
    #expect(result.status == 1)
    #expect(result.errors == "")
    #expect(
      result.lines == [
        "new (New one): not in the savepoint, would start empty",
        "raw operator state (uid raw-operator-state, id f7765bef47047904d1f8b16b7fafa557): in the savepoint and not "
          + "expected, needs --allowNonRestoredState: 32 B of state",
      ])
  }

  @Test func aLikelyRenameHasItsCommand() throws {
    let others = Self.uids.filter { $0 != "raw-operator-state" }
    for (uid, command) in [
      ("raw", "raw-operator-state=raw"), ("it's raw", #"'raw-operator-state=it'\''s raw'"#),
    ] {
      let result = try ask(others + [uid])
      #expect(result.status == 1)
      #expect(
        result.lines.last
          == "expected \"\(uid)\" may be \"raw-operator-state\" under a new uid: metadata-rewrite --uid \(command)")
    }
    // No command that a terminal would show otherwise than it is.
    let hostile = try ask(others + ["a\u{1B}b"])
    #expect(!hostile.text.contains("\u{1B}"))
    #expect(hostile.lines.last?.hasSuffix("under a new uid") == true)
  }

  @Test func uidsNameWhatTheFileDoesNot() throws {
    let folder = try TemporaryFolder()
    let names = try folder.write("names", Array("raw-operator-state\tThe raw one\n".utf8)).path
    let result = try ask(Self.uids.filter { $0 != "raw-operator-state" }, ["--uids", names], [Self.withoutNames])
    #expect(result.text.hasPrefix("The raw one (uid raw-operator-state, id f7765bef47047904d1f8b16b7fafa557): in the"))
  }

  @Test func operatorsWithoutStateAreNotes() throws {
    let file = Corpus.directory.appending(path: "2.3.0/operators-without-state.metadata").path
    let result = try ask(["010203040506070B44484c5054585c60"], [], [file])
    #expect(result.status == 0)
    #expect(result.lines.count == 3)
    #expect(
      result.lines[0]
        == "note: 0102030405060709222426282a2c2e30: in the savepoint and not expected, but without state: "
        + "Flink passes over it")
  }

  @Test func severalFilesAreAnsweredInTurn() throws {
    let result = try ask(["numbers"], [], [Self.file, Self.withoutNames, "/missing"])
    // That a file cannot be read weighs more than an answer.
    #expect(result.status == 66)
    #expect(result.lines.filter { $0.hasSuffix(":") } == ["\(Self.file):", "\(Self.withoutNames):"])
    #expect(result.errors.hasPrefix("metadata-dump: /missing: cannot open"))
    #expect(try ask(Self.uids, [], ["/missing", Self.file]).status == 66)
  }

  @Test func aParallelismAloneIsAQuestion() throws {
    let fits = try Command.run(["--parallelism", "32", Self.withoutNames])
    #expect(fits.status == 0)
    #expect(fits.lines.last == "nothing in the savepoint refuses parallelism 32")
    let refused = try Command.run(["--parallelism", "33", Self.file])
    #expect(refused.status == 1)
    #expect(
      refused.lines.first
        == "Source: numbers (uid numbers, id ca88eee0095684d687a1b6495617f957): maximum parallelism 32 is "
        + "below 33: Flink refuses (StateAssignmentOperation.checkParallelismPreconditions)")
  }

  /// Operators that the job does not have are not restored, with any parallelism.
  @Test func onlyExpectedOperatorsAreRescaled() throws {
    let result = try ask(["numbers"], ["--parallelism", "33"])
    #expect(result.lines.count { $0.contains("maximum parallelism") } == 1)
  }

  @Test func documentsAreWhatTheSchemaSays() throws {
    let schema = try JSONSchema(JSONValue(Data(contentsOf: Self.schema)))
    for (expected, options) in [
      (Self.uids, []), (["new"], ["--parallelism", "33"]), (["raw", "numbers\tName"], ["--parallelism", "3"]),
      (Self.uids.dropLast() + ["x"], []),
    ] {
      let result = try ask(Array(expected), ["--format", "json"] + options)
      let document = try JSONValue(result.output)
      #expect(schema.violations(of: document) == [])
      #expect(document["fits"] == .bool(result.status == 0))
    }
    let alone = try Command.run(["--format", "json", "--parallelism", "33", Self.file])
    #expect(schema.violations(of: try JSONValue(alone.output)) == [])
  }

  @Test func version1HasNoOperators() throws {
    let file = try #require(
      Corpus.entries.first { $0.readBackByFlink && (try? Corpus.bytes($0.file)[7]) == 1 && !$0.file.hasSuffix(".gz") })
    let result = try ask(["x"], [], [Corpus.directory.appending(path: file.file).path])
    #expect(result.status == 65)
    #expect(result.errors.contains("version 1 has tasks"))
  }

  @Test(arguments: [
    ["--files"], ["--format", "csv"], ["--format", "jsonl"], ["--operator", "numbers"], ["--base", "s3://b"],
    ["--format", "json", "--inline-data"], ["--by-size"], ["--verbose"], ["--top", "3"], ["--parallelism", "0"],
    ["--parallelism", "32769"],
  ])
  func whatHasNoAnswerIsAWrongCommandLine(_ options: [String]) throws {
    #expect(try ask(Self.uids, options).status == 64)
  }

  @Test func aListThatCannotBeReadIsAnError() throws {
    #expect(try Command.run(["--expect", "/missing", Self.file]).status == 66)
    #expect(try Command.run(["--expect", "/dev/zero", Self.file]).status == 65)
  }
}
