// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import Testing

struct MetadataRepairTests {
  private func problem(_ verdict: FileVerdict, _ name: String, in directory: String?) -> FileProblem {
    FileProblem(verdict, location: "s3://b/job/chk-1/\(name)", need: .exactly(4), otherDirectory: directory)
  }

  @Test func relativePathsBecomeAbsoluteWhereTheirFilesAre() throws {
    let bytes = try metadata([.relative("a"), .relative("own"), .file("s3a://b/job/shared/x")])
    let repair = try MetadataRepair(
      [problem(.elsewhere, "a", in: "s3://b/sp")], directory: "s3a://b/job/chk-1", LocationEquality())
    let repaired = try repair.rewriter.rewrite(bytes).bytes
    #expect(
      try repaired
        == metadata([
          .file("s3a://b/sp/a"), .file("s3a://b/job/chk-1/own"), .file("s3a://b/job/shared/x"),
        ]))
    #expect(repair.directories.map(\.directory) == ["s3a://b/sp"] && repair.directories.map(\.references) == [1])
  }

  @Test func localDirectoriesGetAScheme() throws {
    var problem = problem(.elsewhere, "a", in: "file:/sp")
    problem.location = "file:/job/chk-1/a"
    let repair = try MetadataRepair([problem], directory: "/job/chk-1", LocationEquality())
    let repaired = try repair.rewriter.rewrite(try metadata([.relative("a"), .relative("own")])).bytes
    #expect(try repaired == metadata([.file("file:/sp/a"), .file("file:/job/chk-1/own")]))
  }

  /// Two spellings of a letter are two names, and a name can begin with a combining mark.
  @Test func namesAndDirectoriesAreBytes() throws {
    let places = [
      ("\u{E9}", "s3://b/\u{E9}"), ("e\u{301}", "s3://b/e\u{301}"), ("\u{301}x", "s3://b/e\u{301}"),
      ("y", "s3://\u{E9}/sp"),
    ]
    let problems = places.map { problem(.elsewhere, $0.0, in: $0.1) }
    let repair = try MetadataRepair(problems, directory: "s3://b/job/chk-1", LocationEquality())
    let repaired = try repair.rewriter.rewrite(try metadata(places.map { .relative($0.0) })).bytes
    #expect(try repaired == metadata(places.map { .file("\($0.1)/\($0.0)") }))
    let directories = repair.directories.map { Array($0.directory.utf8) }
    #expect(directories == ["s3://b/e\u{301}", "s3://b/\u{E9}", "s3://\u{E9}/sp"].map { Array($0.utf8) })
    #expect(repair.directories.map(\.references) == [2, 1, 1])
  }

  /// Only equal places get the scheme of the checkpoint's own.
  @Test func anotherSpellingIsAnotherBucket() throws {
    let repair = try MetadataRepair(
      [problem(.elsewhere, "a", in: "s3://e\u{301}/sp")], directory: "s3a://\u{E9}/chk-1", LocationEquality())
    #expect(try #require(repair.directories.first).directory.utf8.elementsEqual("s3://e\u{301}/sp".utf8))
  }

  @Test func whatIsLostIsNotHidden() {
    let problems = [problem(.elsewhere, "a", in: "s3://b/sp"), problem(.missing, "b", in: nil)]
    #expect(throws: MetadataRepair.Refusal.otherProblem(problems[1])) {
      try MetadataRepair(problems, directory: "s3://b/job/chk-1", LocationEquality())
    }
    #expect(throws: MetadataRepair.Refusal.nothingToRepair) {
      try MetadataRepair([], directory: "s3://b/job/chk-1", LocationEquality())
    }
  }
}
