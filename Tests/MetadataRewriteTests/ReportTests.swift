// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import TestSupport
import Testing
import ToolSupport

/// What the tool reports of what it did, or would do.
@Suite struct ReportTests {
  let folder = TemporaryDirectory()

  init() throws {
    try folder.write("old", Sample.checkpoint())
  }

  @Test func aLineTellsWhatWasChanged() throws {
    #expect(
      try folder.rewrite("--from s3://old --to s3://newer old new").errors
        == "metadata-rewrite: old: changed 2 of 2 files, 0 of 1 relative paths, 1 of 1 names of inlined state; "
        + "271 bytes in, 277 out\n")
    #expect(
      try folder.rewrite("--allow-unmatched --from s3://old/job/chk-7 --to s3://c old new").errors
        == "metadata-rewrite: old: changed 0 of 2 files, 0 of 1 relative paths, 1 of 1 names of inlined state; "
        + "no --from matches 2; 271 bytes in, 259 out\n")
    try folder.write("empty", Sample.bytes([]))
    #expect(
      try folder.rewrite("empty new").errors
        == "metadata-rewrite: empty: changed no path, there is none; 53 bytes in, 53 out\n")
  }

  // MARK: Dry run

  @Test func aDryRunListsDirectories() throws {
    let result = try folder.rewrite("--dry-run --from s3://old --to s3://new old new")
    #expect(result.status == 0)
    #expect(
      result.text == """
        2  s3://old/job/shared -> s3://new/job/shared
        1  (beside the metadata file)

        """)
    #expect(
      result.errors
        == "metadata-rewrite: old: would change 2 of 2 files, 0 of 1 relative paths, 1 of 1 names of inlined state; "
        + "271 bytes in, 271 out\n")
    #expect(folder.names == ["old"])
  }

  @Test func aDryRunMarksWhatIsNotMatchedAndFailsAsTheRealOne() throws {
    try folder.write(
      "old", Sample.bytes([Sample.file("s3://old/a/1"), Sample.file("s3://old/b/1"), Sample.file("s3://old/b/2")]))
    let options = "--dry-run --from s3://old/a --to s3://new"
    let expected = """
      1  s3://old/a -> s3://new
      2  s3://old/b  (no --from matches)

      """
    let strict = try folder.rewrite("\(options) old")
    #expect(strict.status == 65)
    #expect(strict.text == expected)
    #expect(strict.errors.contains("; no --from matches 2; "))
    let tolerant = try folder.rewrite("\(options) --allow-unmatched old")
    #expect(tolerant.status == 0)
    #expect(tolerant.text == expected)
  }

  @Test func withoutRulesADryRunListsOnly() throws {
    let result = try folder.rewrite("--dry-run old")
    #expect(result.status == 0)
    #expect(result.text == "2  s3://old/job/shared\n1  (beside the metadata file)\n")
  }

  @Test func aDryRunTellsWhatBecomesOfRelativePaths() throws {
    #expect(
      try folder.rewrite("--dry-run --absolute s3://b/sp old").text
        == "2  s3://old/job/shared\n1  (beside the metadata file) -> s3://b/sp\n")
    #expect(
      try folder.rewrite("--dry-run --relative s3://old/job/shared old").text
        == "2  s3://old/job/shared -> (beside the metadata file)\n1  (beside the metadata file)\n")
  }

  @Test func aDryRunReadsPipesAndDamagedFilesLikeARealOne() throws {
    #expect(try folder.rewrite("--dry-run - < <(cat old)").text.hasPrefix("2  s3://old"))
    try folder.write("cut", Sample.checkpoint().dropLast())
    let result = try folder.rewrite("--dry-run cut")
    #expect(result.status == 65)
    #expect(result.output == [])
  }

  @Test func controlCharactersDoNotReachTheTerminal() throws {
    try folder.write("old", Sample.bytes([Sample.file("s3://a/\u{1B}[2J\n/x")]))
    #expect(try folder.rewrite("--dry-run old").text == "1  s3://a/\\u{1B}[2J\\n\n")
  }

  // MARK: JSON

  private struct Report: Decodable {
    struct Count: Decodable, Equatable {
      var seen = 0, changed = 0, unmatched = 0
    }
    struct Directory: Decodable, Equatable {
      var before, after: String
      var handles: Int
      var matched: Bool
    }
    var input: String
    var dryRun: Bool
    var bytesIn, bytesOut: Int
    var paths: [String: Count]
    var directories: [Directory]
    var handlesInOtherDirectories: Int
  }

  @Test func theReportCanBeJSON() throws {
    let result = try folder.rewrite("--report json --from s3://old --to s3://newer old")
    #expect(result.status == 0)
    #expect(result.errorLines.count == 1)
    let report = try JSONDecoder().decode(Report.self, from: Data(result.errors.utf8))
    #expect(report.input == "old")
    #expect(!report.dryRun)
    #expect(report.bytesIn == 271 && report.bytesOut == result.output.count)
    #expect(report.paths.count == RewriteReport.Kind.allCases.count)
    #expect(report.paths["file"] == .init(seen: 2, changed: 2))
    #expect(report.paths["relativeFile"] == .init(seen: 1))
    #expect(report.paths["handleName"] == .init(seen: 1, changed: 1))
    #expect(
      report.directories
        == [.init(before: "s3://old/job/shared", after: "s3://newer/job/shared", handles: 2, matched: true)])
    #expect(report.handlesInOtherDirectories == 0)
  }

  @Test func jsonTellsWhatIsNotMatched() throws {
    let name = "s3://\"quoted\"/\\/\u{1}"
    try folder.write("old", Sample.bytes([Sample.file("\(name)/x")]))
    let result = try folder.rewrite("--report json --dry-run --from s3://old --to s3://newer old")
    #expect(result.status == 65)
    let report = try JSONDecoder().decode(Report.self, from: Data(result.errors.utf8))
    #expect(report.dryRun)
    #expect(report.paths["file"] == .init(seen: 1, unmatched: 1))
    #expect(report.directories == [.init(before: name, after: name, handles: 1, matched: false)])
  }

  // MARK: Help

  @Test func versionIsThatOfThePackage() throws {
    let result = try folder.rewrite("--version")
    #expect(result.status == 0)
    #expect(
      result.text
        == "metadata-rewrite \(packageVersion) (reads and writes _metadata versions 1 to 7, Flink 1.2 to 2.3)\n")
  }

  @Test func helpNamesEveryOption() throws {
    let result = try folder.rewrite("--help")
    #expect(result.status == 0)
    for option in [
      "from", "to", "allow-unmatched", "absolute", "relative", "keep-handle-names", "in-place", "backup", "dry-run",
      "report", "uid", "drop-operator", "rename",
      "gzip", "dialect", "version", "help",
    ] {
      #expect(result.text.contains("--\(option)"))
    }
    #expect(!result.text.contains("input.file"))
  }
}
