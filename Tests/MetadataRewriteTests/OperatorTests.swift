// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import TestSupport
import Testing

/// What the options that edit operators do.
@Suite struct OperatorTests {
  let folder = TemporaryDirectory()
  /// Operators with the uids numbers, zähler-計數-🧮, raw-operator-state, rules and keyed-and-broadcast-state.
  private let old: [UInt8]

  init() throws {
    old = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    try folder.write("old", old)
  }

  private static let numbers = "ca88eee0095684d687a1b6495617f957"

  private func withoutNumbers() throws -> [UInt8] {
    var metadata = try MetadataFile(old).metadata()
    try metadata.removeOperatorState(OperatorID(uid: "numbers"))
    return try metadata.encode()
  }

  // MARK: What comes out

  @Test(arguments: ["numbers", "'Source: numbers'", numbers, numbers.uppercased()])
  func anOperatorIsDropped(_ text: String) throws {
    let result = try folder.rewrite("--drop-operator \(text) old new")
    #expect(result.status == 0)
    #expect(try folder.read("new") == withoutNumbers())
    #expect(
      result.errors
        == "metadata-rewrite: old: changed 0 of 30 files, 0 of 11 relative paths, 0 of 1 names of inlined state; "
        + "dropped operator 'Source: numbers' (\(Self.numbers)); 7738 bytes in, 7413 out\n")
  }

  @Test(arguments: ["numbers=x", "'Source: numbers=x'", "\(numbers)=x", "'\(numbers)=a=b'"])
  func aUidIsChanged(_ text: String) throws {
    #expect(try folder.rewrite("--uid \(text) old new").status == 0)
    var metadata = try MetadataFile(old).metadata()
    try metadata.changeUid(of: OperatorID(uid: "numbers"), to: text.contains("a=b") ? "a=b" : "x")
    #expect(try folder.read("new") == metadata.encode())
  }

  /// Behind the equals sign is a combining mark.
  @Test func aUidIsBytes() throws {
    #expect(try folder.rewrite("--uid numbers=\u{301} old new").status == 0)
    var metadata = try MetadataFile(old).metadata()
    try metadata.changeUid(of: OperatorID(uid: "numbers"), to: "\u{301}")
    #expect(try folder.read("new") == metadata.encode())
  }

  @Test func anOperatorIsRenamed() throws {
    #expect(try folder.rewrite("--rename numbers='Zahlen ∑' old new").status == 0)
    var metadata = try MetadataFile(old).metadata()
    try metadata.renameOperator(OperatorID(uid: "numbers"), to: "Zahlen ∑")
    #expect(try folder.read("new") == metadata.encode())
  }

  @Test func pathsAndOperatorsChangeTogether() throws {
    let paths = "--from file:/tmp/flink-metadata-corpus --to s3://b --absolute s3://b/chk-3"
    let operators =
      "--drop-operator numbers --uid rules=numbers --uid raw-operator-state=raw "
      + "--rename raw-operator-state=R"
    #expect(try folder.rewrite("\(paths) \(operators) old together").status == 0)
    #expect(try folder.rewrite("\(paths) old moved").status == 0)
    #expect(try folder.rewrite("\(operators) moved new").status == 0)
    #expect(try folder.read("new") == folder.read("together"))
    #expect(try folder.read("new") != folder.read("moved"))
  }

  /// The only operator with absolute paths is dropped: no --from has to match them.
  @Test func pathsOfADroppedOperatorNeedNoRule() throws {
    let options = "--from s3://elsewhere --to s3://b --drop-operator keyed-and-broadcast-state"
    #expect(try folder.rewrite("\(options) old new").status == 0)
    let result = try folder.rewrite("--dry-run \(options) old")
    #expect(result.status == 0)
    #expect(result.text == "7  (beside the metadata file)\n")
    #expect(
      result.errors.contains("; would drop operator 'keyed and broadcast state' (664811e71d743911d7fd8a7f81640f23); "))
  }

  // MARK: Inputs and outputs

  @Test func filesArePlainOrCompressedInPlaceOrNot() throws {
    let expected = try withoutNumbers()
    try folder.run("gzip -n <old >old.gz; cp old.gz other.gz; cp old other")
    for arguments in ["old", "old.gz", "old -", "- <old", "- <old.gz", "old | cat", "--gzip old | gzip -dc"] {
      #expect(try folder.rewrite("--drop-operator numbers \(arguments)").output == expected, "\(arguments)")
    }
    #expect(try folder.rewrite("--drop-operator numbers --in-place --backup .old other").status == 0)
    #expect(try folder.read("other") == expected)
    #expect(try folder.read("other.old") == old)
    #expect(try folder.rewrite("--drop-operator numbers --in-place other.gz").status == 0)
    #expect(try folder.run("gzip -dc other.gz").output == expected)
  }

  /// The position of standard input may be after the beginning of the file.
  @Test func standardInputIsReadAgainFromWhereItWas() throws {
    try folder.write("led", [1, 2, 3] + old)
    let result = try folder.run(
      "{ dd bs=1 count=3 of=start 2>/dev/null; metadata-rewrite --drop-operator numbers -; } <led")
    #expect(result.status == 0)
    #expect(try result.output == withoutNumbers())
  }

  @Test(arguments: ["- < <(cat old)", "--dry-run - < <(cat old)", "<(cat old) new", "<(gzip <old) new"])
  func nothingIsDroppedFromAPipe(_ arguments: String) throws {
    let result = try folder.rewrite("--drop-operator numbers \(arguments)")
    #expect(result.status == 64)
    #expect(result.output == [])
    #expect(result.errorLines.count == 1)
    #expect(result.errors.hasSuffix("so that the input is read twice; save it to a file first\n"))
    #expect(folder.names == ["old"])
  }

  @Test func uidsAndNamesChangeInAPipe() throws {
    let options = "--uid numbers=x --rename rules=y"
    #expect(try folder.rewrite("\(options) old new").status == 0)
    let result = try folder.run("set -o pipefail; cat old | metadata-rewrite \(options) - | cat")
    #expect(result.status == 0)
    #expect(try result.output == folder.read("new"))
  }

  /// What is wrong is known only after the last operator, but then the output has no end.
  @Test func thePipeOfAFailedRunHasNoMetadata() throws {
    let padding = [UInt8](repeating: 0x2A, count: 600_000)
    try folder.write("padded", old + padding)
    let result = try folder.run("cat padded | metadata-rewrite --uid nobody=x -")
    #expect(result.status == 65)
    #expect(result.output == [])
  }

  @Test func aCutFileLeavesNoOutput() throws {
    let small = try Corpus.bytes("2.3.0/heap-inlined.metadata")
    for count in stride(from: 0, to: small.count, by: 97) {
      try folder.write("cut", small[..<count])
      let result = try folder.rewrite("--drop-operator numbers --uid rules=x --rename raw-operator-state=y cut new")
      #expect(result.status == 65)
      #expect(result.errorLines.count == 1)
      #expect(folder.names == ["cut", "old"])
    }
  }

  // MARK: Reports

  @Test func theReportCanBeJSON() throws {
    let result = try folder.rewrite(
      "--report json --drop-operator numbers --uid rules=Rules --rename rules='\"é' old new")
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(result.errors.utf8)) as? [String: Any])
    let operators = try #require(report["operators"] as? [NSDictionary])
    #expect(
      operators == [
        [
          "id": Self.numbers, "dropped": true, "name": "Source: numbers", "uid": "numbers", "newId": NSNull(),
          "newUid": NSNull(), "newName": NSNull(),
        ],
        [
          "id": "e635e88f2157f1386a91248eacaad37a", "dropped": false, "name": "Source: rules", "uid": "rules",
          "newId": OperatorID(uid: "Rules").description, "newUid": "Rules", "newName": "\"é",
        ],
      ])
  }

  @Test func textSaysWhatWasDone() throws {
    let result = try folder.rewrite("--uid rules=Rules --rename rules='R\u{1B}' old new")
    let rules = "operator 'Source: rules' (e635e88f2157f1386a91248eacaad37a)"
    #expect(
      result.errors.contains(
        "; gave \(rules) the uid 'Rules' (\(OperatorID(uid: "Rules"))); renamed \(rules) to 'R\\u{1B}'; "))
  }

  // MARK: What is refused

  @Test(arguments: [
    ("--drop-operator nobody", "no operator has the name, uid or id 'nobody'; metadata-dump lists the operators"),
    (
      "--uid numbers=rules",
      "expected an id that no operator has, but there is an operator e635e88f2157f1386a91248eacaad37a; "
        + "drop that one, or give it another uid too"
    ),
    ("--uid numbers=x --drop-operator numbers", "the edits of operator \(numbers) contradict each other"),
  ])
  func whatCannotBeDoneIs65(_ options: String, _ reason: String) throws {
    for output in ["new", "| cat >piped", "--in-place"] {
      let place = output == "--in-place" ? "--in-place old" : "old \(output)"
      let result = try folder.run("set -o pipefail; metadata-rewrite \(options) \(place)")
      #expect(result.status == 65)
      #expect(result.errors == "metadata-rewrite: old: \(reason)\n")
    }
    #expect(try folder.read("piped") == [])
    #expect(try folder.read("old") == old)
    #expect(folder.names == ["old", "piped"])
  }

  @Test func namesThatSeveralOperatorsHaveAreRefused() throws {
    var metadata = try MetadataFile(old).metadata()
    for state in metadata.operatorStates.prefix(2) { try metadata.renameOperator(state.operatorID, to: "same") }
    try folder.write("old", metadata.encode())
    let result = try folder.rewrite("--drop-operator same old new")
    #expect(result.status == 65)
    #expect(
      result.errors
        == "metadata-rewrite: old: 2 operators have the name, uid or id 'same'; give the id of one: \(Self.numbers), "
        + "77de067fe0cadc1327bbd009907129eb; metadata-dump lists the operators\n")
  }

  @Test func versionsHaveToHaveWhatIsEdited() throws {
    try folder.write("tasks", Corpus.bytes("1.9.3/task-states.metadata"))
    let tasks = try folder.rewrite("--drop-operator x tasks new")
    #expect(tasks.status == 65)
    #expect(
      tasks.errors
        == "metadata-rewrite: tasks: expected operators, found the tasks of version 1, which cannot be edited\n")
    try folder.write("nameless", Corpus.bytes("1.20.5/rocksdb-incremental.metadata"))
    let nameless = try folder.rewrite("--rename numbers=x nameless new")
    #expect(nameless.status == 65)
    #expect(
      nameless.errors == "metadata-rewrite: nameless: no names of operators are recorded before version 5\n")
    #expect(try folder.rewrite("--uid numbers=x --drop-operator rules nameless new").status == 0)
  }

  @Test(arguments: [
    "--uid x old new", "--uid =x old new", "--uid x= old new", "--uid a=b=c old new", "--uid = old new",
    "--rename a=b=c old new", "--rename x old new", "--drop-operator '' old new",
    "--uid x=$(printf %065536d 0) old new", "--rename x=$(printf %065536d 0) old new",
  ])
  func wrongUsageIs64(_ arguments: String) throws {
    let result = try folder.rewrite(arguments)
    #expect(result.status == 64)
    #expect(result.output == [])
    #expect(result.errorLines.count == 1)
    #expect(folder.names == ["old"])
  }
}
