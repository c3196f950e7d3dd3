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
    #expect(repair.directories == ["s3a://b/sp": 1])
  }

  @Test func localDirectoriesGetAScheme() throws {
    var problem = problem(.elsewhere, "a", in: "file:/sp")
    problem.location = "file:/job/chk-1/a"
    let repair = try MetadataRepair([problem], directory: "/job/chk-1", LocationEquality())
    let repaired = try repair.rewriter.rewrite(try metadata([.relative("a"), .relative("own")])).bytes
    #expect(try repaired == metadata([.file("file:/sp/a"), .file("file:/job/chk-1/own")]))
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
