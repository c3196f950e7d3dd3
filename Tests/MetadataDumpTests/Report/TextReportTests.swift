import CorpusSupport
import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Foundation
import Testing
import ToolSupport
import metadata_dump

/// The report of `--format text`.
@Suite struct TextReportTests {
  private func report(
    _ bytes: [UInt8], columns: Int = 100, usesColor: Bool = false, usesUnicode: Bool = false, base: String? = nil
  ) throws -> String {
    let collector = MemorySink()
    let summary = try summarize(bytes, location: base.map { FileLocation(directory: $0) })
    let style = TextStyle(columns: columns, usesColor: usesColor, usesUnicode: usesUnicode)
    try TextReport(summary, operatorCount: summary.operators.count, style: style).write(to: collector)
    return collector.text
  }

  /// A line of the report's head, without its label.
  private func fact(_ label: String, _ report: String) -> String? {
    report.split(separator: "\n").first { $0.hasPrefix(label + " ") }?
      .dropFirst(label.count).drop { $0 == " " }.description
  }

  @Test(arguments: [
    ("1.9.3/heap.metadata", "not recorded before version 4"),
    ("2.3.0/heap.metadata", "checkpoint"),
    ("2.3.0/savepoint-canonical.metadata", "savepoint in canonical format"),
  ])
  func kindIsToldWhereItIsRecorded(_ file: String, kind: String) throws {
    #expect(fact("kind", try report(Corpus.bytes(file))) == kind)
  }

  @Test(arguments: ReadableFile.all)
  func everyFileHasAReport(_ file: ReadableFile) throws {
    let report = try report(file.bytes)
    let metadata = try file.metadata()
    #expect(fact("checkpoint", report) == "\(metadata.checkpointId)")
    for state in metadata.operatorStates { #expect(report.contains(state.operatorID.description)) }
  }

  @Test(arguments: [80, 100, 132, 200])
  func linesAreNotLongerThanTheTerminal(_ columns: Int) throws {
    let longName = String(repeating: "very long operator name ", count: 100)
    let operators = (1...200).map { (index: Int) -> CraftedFile.Operator in
      let name = index % 2 == 0 ? "\(longName)\(index)" : "operator \(index)"
      let file = CraftedFile.Handle.file("s3://b/\(index)", size: Int64(index) << 30)
      return CraftedFile.Operator(
        name: name, uid: index % 3 == 0 ? longName : "uid", id: UInt8(index), subtasks: [(0, file)])
    }
    let report = try report(CraftedFile(operators).bytes, columns: columns)
    for line in report.split(separator: "\n") { #expect(line.count <= columns, "\(line)") }
    #expect(report.contains("200 operators"))
    // In the order of the file, and with both ends of a name.
    let names = report.split(separator: "\n").filter { $0.hasPrefix("operator ") || $0.hasPrefix("very long") }
    #expect(names.count == 200)
    #expect(names[197].contains("..."))
    #expect(names[1].split(separator: " ").contains("2"))
  }

  @Test func namesCannotControlATerminal() throws {
    let name = "\u{1B}[2J\u{7}\r\n\u{202E}\u{9B}31m"
    let text = try report(CraftedFile([.init(name: name, uid: name)]).bytes)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.properties.isBidiControl && $0.value >= 0x20 })
    #expect(text.contains("\\u{1B}[2J"))
    #expect(text.contains("\\u{202E}"))
  }

  @Test func coloursAreUsedOnRequestOnly() throws {
    let bytes = try Corpus.bytes("2.3.0/file-merging.metadata")
    let plain = try report(bytes)
    let colored = try report(bytes, usesColor: true)
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[1m"))
    #expect(colored.replacing(try Regex("\u{1B}\\[[0-9]+m"), with: "") == plain)
  }

  @Test func barsShowTheShare() throws {
    let sizes: [Int64] = [3, 1, 0]
    let operators = sizes.enumerated().map { index, size in
      CraftedFile.Operator(id: UInt8(index + 1), subtasks: [(0, .file("s3://b/\(index)", size: size << 30))])
    }
    let lines = try report(CraftedFile(operators).bytes, columns: 120, usesUnicode: true).split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix("75.0 % " + String(repeating: "█", count: 15)) })
    #expect(lines.contains { $0.hasSuffix("25.0 % █████") })
    #expect(lines.contains { $0.hasSuffix("0.0 %") })
  }

  @Test(arguments: [
    ("2.3.0/savepoint-native.metadata", "until somebody deletes it"),
    ("2.3.0/rocksdb-incremental.metadata", "until a newer one replaces it or the job finishes"),
  ])
  func howLongItIsKeptIsTold(_ file: String, kept: String) throws {
    #expect(fact("kept", try report(Corpus.bytes(file))) == kept)
  }

  // MARK: Notes and warnings

  private func notes(_ handles: [CraftedFile.Handle], base: String?) throws -> [String] {
    try lines("note: ", handles, base: base)
  }

  private func warnings(_ handles: [CraftedFile.Handle], base: String?, trailing: Int = 0) throws -> [String] {
    try lines("warning: ", handles, base: base, trailing: trailing)
  }

  private func lines(_ label: String, _ handles: [CraftedFile.Handle], base: String?, trailing: Int = 0) throws
    -> [String]
  {
    let subtasks = handles.enumerated().map { (Int32($0), $1) }
    let file = CraftedFile([.init(parallelism: 9, subtasks: subtasks)])
    let report = try report(file.bytes + [UInt8](repeating: 0, count: trailing), base: base)
    return report.split(separator: "\n").filter { $0.hasPrefix(label) }.map { $0.dropFirst(label.count).description }
  }

  @Test func filesInTheOwnDirectoryAreNoWarning() throws {
    let handles: [CraftedFile.Handle] = [
      .file("file:/data/chk-1/a", size: 1), .file("file:///data/chk-1/b", size: 1), .file("/data/chk-1/c", size: 1),
    ]
    for base in ["/data/chk-1", "file:/data/chk-1", "file:///data/chk-1/"] {
      #expect(try warnings(handles, base: base) == [])
    }
    #expect(try warnings(handles, base: "/data/chk") == ["3 handles outside the directory of this file, the first:"])
    #expect(try notes(handles, base: nil) == ["3 handles by absolute path, the first:"])
    #expect(try warnings(handles, base: nil) == [])
  }

  /// An incremental checkpoint shares files with others of its job, and that is no reason to worry.
  @Test func filesOfTheJobAreANote() throws {
    let own: [CraftedFile.Handle] = [.file("s3://b/job/shared/a", size: 1), .file("s3://b/job/chk-1/b", size: 1)]
    let shared = "1 handle to files that the job's checkpoints share, in other directories of it"
    #expect(try notes(own, base: "s3://b/job/chk-1") == [shared])
    #expect(try warnings(own, base: "s3://b/job/chk-1") == [])
    let foreign = own + [.file("s3://b/other/shared/a", size: 1)]
    #expect(try notes(foreign, base: "s3://b/job/chk-1") == [shared])
    #expect(
      try warnings(foreign, base: "s3://b/job/chk-1") == ["1 handle outside the directory of this job, the first:"])
    #expect(
      try warnings(own, base: "s3://b/job/savepoint-1") == ["2 handles outside the directory of this file, the first:"])
  }

  @Test func thingsToBewareOfAreWarnings() throws {
    let relative: [CraftedFile.Handle] = [.relativeFile("a", size: 1)]
    #expect(
      try notes(relative, base: nil) == [
        "1 handle by relative path: complete only together with the directory of this file"
      ])
    #expect(
      try warnings([.file("/a/b", size: -1)], base: "/a") == ["1 handle without a size, which the sums leave out"])
    #expect(
      try warnings([], base: nil, trailing: 5) == ["5 bytes after the end of the metadata, which Flink ignores"])
  }
}
