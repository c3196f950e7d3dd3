// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import TestSupport
import Testing

/// What the options that change paths do.
@Suite struct RuleTests {
  let folder = TemporaryDirectory()

  init() throws {
    try folder.write("old", Sample.checkpoint())
  }

  /// Runs the tool on a file with the old paths, and returns the new ones.
  private func locations(_ options: String) throws -> [String] {
    let result = try folder.rewrite("\(options) old new")
    #expect(result.status == 0)
    #expect(result.output == [])
    return try Sample.locations(folder.read("new"))
  }

  @Test func pathsAreChanged() throws {
    #expect(
      try locations("--from s3://old --to s3://new/sub")
        == ["s3://new/sub/job/shared/a", "s3://new/sub/job/shared/b", "state", "s3://new/sub/job/chk-7/c"])
    #expect(try folder.read("new") == Sample.checkpoint(bucket: "s3://new/sub"))
  }

  @Test func aSchemeAloneIsAPrefix() throws {
    #expect(try locations("--from s3:// --to s3a://").first == "s3a://old/job/shared/a")
  }

  @Test func pairsBelongTogetherInTheirOrder() throws {
    let expected = ["s3://two/a", "s3://two/b", "state", "s3://one/job/chk-7/c"]
    #expect(
      try locations("--from s3://old --to s3://one --from s3://old/job/shared --to s3://two") == expected)
    #expect(
      try locations("--from s3://old/job/shared --from s3://old --to s3://two --to s3://one") == expected)
  }

  @Test func prefixesMatchWholeComponents() throws {
    let result = try folder.rewrite("--from s3://old/jo --to s3://new old new")
    #expect(result.status == 65)
    #expect(!folder.exists("new"))
  }

  @Test func anUnmatchedPathIsAnError() throws {
    let result = try folder.rewrite("--from s3://old/job/chk-7 --to s3://new old new")
    #expect(result.status == 65)
    #expect(result.output == [])
    #expect(
      result.errors == """
        metadata-rewrite: old: byte 77, \
        operatorStates[0].subtaskStates[0].managedOperatorState[0].delegateStateHandle: \
        no rule matches the path 's3://old/job/shared/a'; give one more --from and --to, or \
        --allow-unmatched to leave such paths as they are

        """)
    #expect(folder.names == ["old"])
  }

  @Test func unmatchedPathsCanStay() throws {
    #expect(
      try locations("--allow-unmatched --from s3://old/job/chk-7 --to s3://new")
        == ["s3://old/job/shared/a", "s3://old/job/shared/b", "state", "s3://new/c"])
  }

  @Test func namesOfInlinedStateCanStay() throws {
    #expect(
      try locations("--keep-handle-names --from s3://old --to s3://new")
        == ["s3://new/job/shared/a", "s3://new/job/shared/b", "state", "s3://old/job/chk-7/c"])
  }

  @Test func relativePathsBecomeAbsolute() throws {
    #expect(
      try locations("--absolute s3://old/job/chk-7")
        == ["s3://old/job/shared/a", "s3://old/job/shared/b", "s3://old/job/chk-7/state", "s3://old/job/chk-7/c"])
    #expect(
      try locations("--absolute s3://new/chk-7/ --from s3://old/job --to s3://new")
        == ["s3://new/shared/a", "s3://new/shared/b", "s3://new/chk-7/state", "s3://new/chk-7/c"])
  }

  @Test func absolutePathsBecomeRelative() throws {
    #expect(
      try locations("--relative s3://old/job/shared") == ["a", "b", "state", "s3://old/job/chk-7/c"])
  }

  @Test func absoluteAndRelativeAreInverse() throws {
    #expect(try folder.rewrite("--absolute s3://old/job/chk-7 old absolute").status == 0)
    #expect(try folder.rewrite("--relative s3://old/job/chk-7 absolute new").status == 0)
    #expect(try folder.read("new") == folder.read("old"))
  }

  @Test func aPathThatBecomesTooLongIsAnError() throws {
    let result = try folder.rewrite("--from s3://old --to s3://$(printf %065520d 0) old new")
    #expect(result.status == 65)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.hasPrefix("metadata-rewrite: old: byte 77, operatorStates[0]."))
    #expect(result.errors.contains("at most 65535 bytes of modified UTF-8, found 65538"))
    #expect(folder.names == ["old"])
  }

  @Test func theDialectCanBeGiven() throws {
    #expect(try folder.rewrite("--dialect standard old new").status == 0)
    #expect(try folder.rewrite("--dialect 1.12 old new").status == 64)
  }

  @Test func theOptionsOfTheOldToolWork() throws {
    let result = try folder.rewrite(
      "--input.file old --output.file new --input.uri s3://old --output.uri s3://new")
    #expect(result.status == 0)
    #expect(try folder.read("new") == Sample.checkpoint(bucket: "s3://new"))
    #expect(
      try folder.rewrite("--input.file=old --output.file=newer --input.uri=s3://old --output.uri=s3://new").status == 0)
    #expect(try folder.read("newer") == folder.read("new"))
  }

  @Test(arguments: [
    "", "--from s3://a old new", "--to s3://a old new", "--from a --to s3://b --to s3://c old new",
    "--from '' --to s3://b old new", "--from s3://a --to '' old new", "--from s3://a --to b old new",
    "--from s3://a --to s3://b --from s3://a --to s3://c old new", "--absolute s3://a --relative s3://a old new",
    "--absolute chk-7 old new", "--relative '' old new", "--in-place old new", "--in-place -", "--in-place --gzip old",
    "--in-place --dry-run old", "--backup .old old new", "--in-place --backup '' old", "--in-place --backup /a old",
    "--report xml old new", "--dry-run --gzip old", "old new newer", "--unknown old new", "'' new", "old ''",
    "--input.file old old", "--input.file old --output.file new new", "--input.uri s3://a old new",
  ])
  func wrongUsageIs64(_ arguments: String) throws {
    let result = try folder.rewrite(arguments)
    #expect(result.status == 64)
    #expect(result.output == [])
    #expect(result.errors.hasPrefix("metadata-rewrite: ") && result.errors.hasSuffix("ee metadata-rewrite --help\n"))
    #expect(result.errors.filter { $0 == "\n" }.count == 1)
    #expect(folder.names == ["old"])
    #expect(try folder.read("old") == Sample.checkpoint())
  }
}
