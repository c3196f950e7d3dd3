// SPDX-License-Identifier: Apache-2.0

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
    _ bytes: [UInt8], columns: Int = 100, usesColor: Bool = false, usesUnicode: Bool = false, base: String? = nil,
    layout: ReportLayout = ReportLayout()
  ) throws -> String {
    let collector = MemorySink()
    let summary = try summarize(
      bytes, location: base.map { FileLocation(directory: $0) }, keepsDetails: layout.isVerbose)
    let style = TextStyle(columns: columns, usesColor: usesColor, usesUnicode: usesUnicode)
    try TextReport(summary, operatorCount: summary.operators.count, of: "f", layout: layout, style: style)
      .write(to: collector)
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
    var layout = ReportLayout()
    layout.count = .max
    layout.isVerbose = true
    let report = try report(file.bytes, layout: layout)
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
    var layout = ReportLayout()
    layout.count = 200
    layout.order = .file
    let report = try report(CraftedFile(operators).bytes, columns: columns, layout: layout)
    for line in report.split(separator: "\n") { #expect(line.count <= columns, "\(line)") }
    #expect(report.contains("200 operators"))
    // In the order of the file, and with both ends of a name.
    let names = report.split(separator: "\n").filter { $0.hasPrefix("op") || $0.hasPrefix("very") }
    #expect(names.count == 200 + 1)
    #expect(names[198].contains("..."))
    #expect(names[2].split(separator: " ").contains("2"))
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

  // MARK: Order and number of operators

  /// Operators named a to d, by the sizes of their subtasks' files.
  private static let spread = CraftedFile(
    [("b", [1, 1, 1]), ("d", [2, 9, 2]), ("a", [0, 0, 5]), ("c", [0, 0, 0])].enumerated().map { index, state in
      CraftedFile.Operator(
        name: state.0, id: UInt8(index + 1), parallelism: 3,
        subtasks: state.1.enumerated().map {
          (Int32($0), $1 == 0 ? .inlined("", []) : .file("s3://b/\(state.0)\($0)", size: Int64($1) << 10))
        })
    })

  private func rows(_ order: OperatorOrder, count: Int = 25) throws -> [[String]] {
    var layout = ReportLayout()
    layout.order = order
    layout.count = count
    let lines = try report(Self.spread.bytes, layout: layout).split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("OPERATOR ") })
    return lines[(start + 1)...].prefix { !$0.hasPrefix("total") }.filter { !$0.hasPrefix(" ") }
      .map { $0.split(separator: " ").map(String.init) }
  }

  @Test(arguments: [
    (OperatorOrder.size, "dabc"), (.name, "abcd"), (.file, "bdac"), (.skew, "adbc"),
  ])
  func operatorsAreInTheOrderAskedFor(_ order: OperatorOrder, names: String) throws {
    #expect(try rows(order).map(\.[0]).joined() == names)
  }

  @Test func skewIsTheLargestBesideTheMedian() throws {
    #expect(try rows(.name).map { $0.last ?? "" } == ["1/3", "1.0x", "-", "4.5x"])
  }

  @Test func operatorsBeyondTheTopAreOneLine() throws {
    #expect(
      try rows(.size, count: 1) == [
        ["d", "13.0", "KiB", "13.0", "KiB", "3", "-", "13.0", "KiB", "-", "4.5x"],
        ["3", "more", "8.0", "KiB", "8.0", "KiB", "4", "-", "8.0", "KiB", "-"],
      ])
    #expect(try rows(.size, count: 0).map { $0.prefix(2).joined(separator: " ") } == ["4 more"])
  }

  // MARK: Sizes and places

  @Test func fullSizeAndWhatWasAddedStandSideBySide() throws {
    let lines = try report(Corpus.bytes("2.3.0/rocksdb-incremental.metadata")).split(separator: "\n")
    let total = try #require(lines.first { $0.hasPrefix("total") })
    #expect(
      total.split(separator: " ") == [
        "total", "118.2", "KiB", "96.2", "KiB", "43", "31.3", "KiB", "86.9", "KiB", "36", "B",
      ])
  }

  @Test func directoriesAreListedWithTheirPlace() throws {
    let handles: [CraftedFile.Handle] = [
      .file("s3://b/job/shared/a", size: 3 << 10), .file("s3://b/job/shared/a", size: 3 << 10),
      .relativeFile("c", size: 1 << 10), .file("s3://b/job/chk-1/d", size: 1 << 10),
      .file("s3://b/other/e", size: 1 << 9),
    ]
    let file = CraftedFile([.init(parallelism: 9, subtasks: handles.enumerated().map { (Int32($0), $1) })])
    let lines = try report(file.bytes, base: "s3://b/job/chk-1").split(separator: "\n")
    let start = try #require(lines.firstIndex { $0.hasSuffix(" DIRECTORY") })
    #expect(
      lines[(start + 1)...].prefix(3).map { $0.split(separator: " ").joined(separator: " ") } == [
        "1 6.0 KiB this job s3://b/job/shared/", "2 2.0 KiB this checkpoint ./", "1 512 B elsewhere s3://b/other/",
      ])
  }

  @Test func anotherSpellingIsNotTheOwnDirectory() throws {
    let handles: [(Int32, CraftedFile.Handle)] = [
      (0, .file("s3://b/e\u{301}/a", size: 1)), (1, .file("s3://b/\u{E9}/\u{301}/b", size: 1)),
    ]
    let text = try report(CraftedFile([.init(parallelism: 2, subtasks: handles)]).bytes, base: "s3://b/\u{E9}")
    for line in [" s3://b/e\u{301}/\n", " ./\u{301}/\n"] { #expect(text.utf8.contains(line.utf8)) }
  }

  @Test func detailsAreToldOnRequest() throws {
    let bytes = try Corpus.bytes("2.3.0/unaligned-channel-state.metadata")
    var layout = ReportLayout()
    #expect(try !report(bytes, layout: layout).contains("operator states: "))
    layout.isVerbose = true
    let text = try report(bytes, layout: layout)
    for line in [
      "  operator states: counts\\0of all subtasks (union), zuletzt (split)",
      "  channels with data in flight: 4 input, 4 output",
      "  subtasks: 2 of 2 have state, subtask 0 has 298 B, the median is 256 B",
    ] {
      #expect(text.contains(line + "\n"), "\(text)")
    }
    let keyed = try report(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"), layout: layout)
    #expect(keyed.contains("  key groups: 0-10 in subtask 0, 11-21 in subtask 1, 22-31 in subtask 2\n"))
    #expect(keyed.contains("  backend: RocksDB or ForSt, incremental\n"))
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
