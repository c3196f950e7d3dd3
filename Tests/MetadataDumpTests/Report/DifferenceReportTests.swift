// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing
import ToolSupport
import metadata_dump

/// The report of `--diff`.
@Suite struct DifferenceReportTests {
  private typealias Operator = CraftedFile.Operator

  private func lines(
    _ difference: CheckpointDifference, count: Int = 25, columns: Int = 100, usesUnicode: Bool = false
  ) throws -> [String] {
    let collector = MemorySink()
    let style = TextStyle(columns: columns, usesColor: false, usesUnicode: usesUnicode)
    try DifferenceReport(difference, from: "old", to: "new", count: count, style: style).write(to: collector)
    return collector.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func report(_ before: [UInt8], _ after: [UInt8], count: Int = 25, columns: Int = 100) throws -> [String] {
    try lines(
      CheckpointDifference(from: MetadataFile(before), to: MetadataFile(after)), count: count, columns: columns)
  }

  private func report(_ before: [Operator], _ after: [Operator], count: Int = 25, columns: Int = 100) throws -> [String]
  {
    try report(CraftedFile(before).bytes, CraftedFile(after).bytes, count: count, columns: columns)
  }

  private func state(_ id: UInt8, _ name: String, _ path: String, size: Int64) -> Operator {
    Operator(name: name, uid: "uid-\(id)", id: id, subtasks: [(0, .file(path, size: size))])
  }

  @Test(arguments: ReadableFile.all)
  func everyFileIsComparedWithEmptyOnes(_ file: ReadableFile) throws {
    let empty = CraftedFile([]).bytes
    for lines in [try report(file.bytes, empty), try report(empty, file.bytes)] {
      #expect(lines.contains { $0.hasPrefix("checkpoint  ") })
      #expect(!lines.contains("Nothing differs."))
    }
    #expect(try report(file.bytes, file.bytes).contains("Nothing differs."))
  }

  @Test func theReportSaysWhatChanged() throws {
    let lines = try report(
      [
        state(1, "a", "s3://b/1", size: 1024), state(2, "b", "s3://b/2", size: 4096),
        state(3, "c", "s3://b/3", size: 1),
      ],
      [state(1, "a", "s3://b/4", size: 3072), state(3, "c", "s3://b/3", size: 1), state(4, "d", "s3://b/5", size: 512)])
    #expect(lines.contains("operators   3: 1 added, 1 removed, 1 changed, 1 unchanged"))
    #expect(lines.contains("increment   3.5 KiB: 3.5 KiB in new files"))
    let start = try #require(lines.firstIndex { $0.hasPrefix("OPERATOR ") })
    #expect(
      lines[start..<start + 9].map { $0.split(separator: " ").joined(separator: " ") } == [
        "OPERATOR BEFORE AFTER CHANGE ADDED", "b 4.0 KiB - -4.0 KiB -",
        "removed, parallelism 1 of 1, uid uid-2, id 00000000000000000000000000000002",
        "a 1.0 KiB 3.0 KiB +2.0 KiB 3.0 KiB",
        "uid uid-1, id 00000000000000000000000000000001", "d - 512 B +512 B 512 B",
        "added, parallelism 1 of 1, uid uid-4, id 00000000000000000000000000000004", "1 unchanged 1 B 1 B - 1 B",
        "total 5.0 KiB 3.5 KiB -1.5 KiB 3.5 KiB",
      ])
    #expect(lines.contains { $0.hasPrefix("new ") && $0.hasSuffix(" 2     3.5 KiB") })
    #expect(lines.contains { $0.hasPrefix("kept ") && $0.hasSuffix(" 1         1 B") })
    #expect(lines.contains { $0.hasPrefix("dropped ") && $0.hasSuffix(" 2     5.0 KiB") })
  }

  @Test func masterStatesThatDifferAreALine() throws {
    func bytes(_ name: String) throws -> [UInt8] { try Corpus.bytes("2.3.0/\(name).metadata") }
    let (none, one) = (try bytes("empty"), try bytes("master-state"))
    #expect(try report(none, one).contains { $0.hasPrefix("master      none -> 2 master states of ") })
    #expect(try !report(one, one).contains { $0.hasPrefix("master ") })
  }

  @Test func aLikelyRenameIsNamedAsLikely() throws {
    let lines = try report([state(1, "a", "s3://b/1", size: 5)], [state(2, "a", "s3://b/1", size: 6)])
    #expect(lines.contains { $0.contains("added, likely was id 00000000000000000000000000000001") })
    #expect(lines.contains { $0.contains("removed, likely is now id 00000000000000000000000000000002") })
  }

  @Test func operatorsBeyondTheFirstAreSummed() throws {
    let states = (1...9).map { state(UInt8($0), "step \($0)", "s3://b/\($0)", size: 100 * Int64($0)) }
    let lines = try report([], states, count: 3)
    #expect(
      lines.filter { $0.hasPrefix("step ") }.map { $0.prefix(6) } == ["step 9", "step 8", "step 7"])
    #expect(lines.contains { $0.hasPrefix("6 more ") && $0.contains("+2.1 KiB") })
    #expect(lines.contains("  --top 9 shows all"))
  }

  @Test(arguments: [80, 100, 132])
  func linesAreNotLongerThanTheTerminal(_ columns: Int) throws {
    let name = String(repeating: "very long operator name ", count: 20)
    let lines = try report([], [state(1, name, "s3://b/1", size: 1)], columns: columns)
    for line in lines where !line.hasPrefix("kind ") { #expect(line.count <= columns, "\(line)") }
    // The columns are the same at each width.
    #expect(lines.contains { $0.hasPrefix("OPERATOR ") && $0.hasSuffix("BEFORE       AFTER      CHANGE       ADDED") })
  }

  @Test(arguments: [40, 79, 80, 100])
  func anOperatorWithoutANameHasItsWholeID(_ columns: Int) throws {
    let before = try Corpus.bytes("1.9.3/savepoint.metadata")
    let lines = try report(before, CraftedFile([]).bytes, columns: columns)
    for state in try summarize(before).operators { #expect(lines.count { $0.contains("\(state.id)") } == 1) }
  }

  @Test func filesWithoutACommonOneAreOnlyCounted() throws {
    let lines = try report([state(1, "a", "s3://b/1", size: 5)], [state(1, "a", "s3://b/2", size: 6)])
    #expect(lines.contains { $0.hasPrefix("note: no file in common") })
    #expect(lines.contains { $0.hasPrefix("before ") } && !lines.contains { $0.hasPrefix("new ") })
    #expect(!lines.contains { $0.hasPrefix("increment ") })
  }

  @Test func estimatesAreMarked() throws {
    let summary = try summarize(CraftedFile([]).bytes)
    var files = FileComparison()
    files.isExact = false
    files.new.count = 1_000_000
    files.new.size = 1 << 30
    files.kept.count = 7_400_000
    let lines = try lines(CheckpointDifference(from: summary, to: summary, files: files))
    #expect(lines.contains("files       about 7.4 million -> about 8.4 million"))
    #expect(lines.contains("increment   about 1.0 GiB: 1.0 GiB in new files"))
    #expect(lines.contains { $0.hasPrefix("new ") && $0.hasSuffix(" ~1.0M    ~1.0 GiB") })
  }

  @Test func namesCannotControlATerminal() throws {
    let escape = "\u{1B}[2J"
    let lines = try report([state(1, escape, "s3://b/1", size: 1)], [state(1, "\(escape)new", "s3://b/1", size: 1)])
    #expect(!lines.joined().contains("\u{1B}"))
    #expect(lines.contains { $0.hasPrefix("  name \\u{1B}[2J -> \\u{1B}[2Jnew") })
  }
}
