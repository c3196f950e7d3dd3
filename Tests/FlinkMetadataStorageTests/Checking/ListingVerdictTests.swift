// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import TestSupport
import Testing

/// Verdicts that only listings of object stores can give.
struct ListingVerdictTests {
  private func check(_ handles: [Handle], _ listing: String, _ options: ListingOptions = ListingOptions(base: "s3://b"))
    throws -> CheckpointResult
  {
    let storage = Storage()
    var checkpoint = try storage.checkpoint("x", handles)
    checkpoint.directory = "s3a://b/job/chk-1"
    try storage.directory.write("listing", Array(listing.utf8))
    let input = StorageInput.listing(path: storage.directory["listing"], options)
    let report = try storage.check([checkpoint], StorageCheckOptions(), [input])
    return try #require(report.results.first)
  }

  @Test func aDeletedFileWithAnOlderVersionCanBeBroughtBack() throws {
    let listing = """
      {"Versions": [
        {"Key": "job/shared/a", "VersionId": "v1", "IsLatest": true, "Size": 4, "LastModified": "2026-11-24T00:00:00Z"},
        {"Key": "job/shared/b", "VersionId": "v2", "IsLatest": false, "Size": 4, "LastModified": "2026-11-23T00:00:00Z"},
        {"Key": "job/shared/b", "VersionId": "v3", "IsLatest": false, "Size": 4, "LastModified": "2026-11-24T00:00:00Z"},
        {"Key": "job/shared/d", "VersionId": "v4", "IsLatest": true, "Size": 4, "LastModified": "2026-11-24T00:00:00Z"}
      ], "DeleteMarkers": [
        {"Key": "job/shared/b", "VersionId": "m1", "IsLatest": true, "LastModified": "2026-11-25T00:00:00Z"},
        {"Key": "job/shared/c", "VersionId": "m2", "IsLatest": true, "LastModified": "2026-11-25T00:00:00Z"}
      ]}
      """
    let result = try check(
      [.file("s3a://b/job/shared/a"), .file("s3a://b/job/shared/b"), .file("s3a://b/job/shared/c")], listing)
    #expect(result.decision == .notRestorable)
    #expect(result.files == [.present: 1, .recoverable: 1, .missing: 1])
    let recoverable = result.groups.first { $0.key.verdict == .recoverable }?.example
    #expect(recoverable?.versionID == "v3" && recoverable?.location == "s3://b/job/shared/b")
  }

  @Test func aListingOfDeletedFilesSaysSo() throws {
    let markers = #"{"DeleteMarkers": [{"Key": "job/shared/a", "VersionId": "m", "IsLatest": true}]}"#
    let handles: [Handle] = [.file("s3a://b/job/shared/a")]
    let error = #expect(throws: CheckError.self) { try check(handles, markers) }
    guard case .listing(let problem) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(problem.name?.hasSuffix("/listing") == true)
    #expect(problem.description.contains("every file that it lists is deleted, and none is present"))
    // Of another directory: nothing can be brought back.
    let older = #"{"Versions": [{"Key": "x", "VersionId": "v", "IsLatest": false, "Size": 4}]}"#
    #expect(throws: CheckError.self) { try check(handles, older) }
    // What can be brought back is a verdict.
    let own = older.replacing("\"x\"", with: "\"job/shared/a\"")
    #expect(try check(handles, own).files == [.recoverable: 1, .present: 0])
  }

  @Test func anArchivedFileIsThereAndCannotBeRead() throws {
    let listing = """
      {"Contents": [
        {"Key": "job/shared/a", "Size": 4, "LastModified": "2026-11-24T00:00:00Z", "StorageClass": "STANDARD"},
        {"Key": "job/shared/b", "Size": 4, "LastModified": "2026-11-24T00:00:00Z", "StorageClass": "GLACIER"},
        {"Key": "job/shared/c", "Size": 4, "LastModified": "2026-11-24T00:00:00Z", "StorageClass": "GLACIER_IR"}
      ]}
      """
    let result = try check(
      [.file("s3a://b/job/shared/a"), .file("s3a://b/job/shared/b"), .file("s3a://b/job/shared/c")], listing)
    #expect(result.files == [.present: 2, .archived: 1] && result.decision == .notRestorable)
  }

  @Test func whatAListingSaysThatItListsIsCovered() throws {
    let contents = #""Contents": [{"Key": "job/shared/a", "Size": 4, "LastModified": "2026-11-24T00:00:00Z"}]"#
    let handles: [Handle] = [.file("s3a://b/job/shared/a"), .file("s3a://b/job/other/x"), .file("s3a://b/jobs/x")]
    #expect(try check(handles, "{\(contents)}").files == [.present: 1, .notCovered: 2])
    #expect(
      try check(handles, #"{\#(contents), "Prefix": "job/"}"#).files == [.present: 1, .missing: 1, .notCovered: 1])
  }

  @Test func aListingWithoutSizesTellsPresenceAlone() throws {
    let listing = "path,modified\njob/shared/a,2026-11-24T00:00:00Z\n"
    let result = try check([.file("s3a://b/job/shared/a", size: 99)], listing)
    #expect(result.files == [.present: 1])
  }

  @Test func twoLinesThatDifferAreAnError() throws {
    func lines(_ second: String) -> String {
      "key,size,modified\njob/shared/a,4,2026-11-24T00:00:00Z\njob/shared/a,\(second),2026-11-24T00:00:00Z\n"
    }
    #expect(try check([.file("s3a://b/job/shared/a")], lines("4")).files == [.present: 1])
    #expect(throws: CheckError.self) { try check([.file("s3a://b/job/shared/a")], lines("5")) }
  }

  @Test func theOldestFileIsTheOneThatARuleBreaksFirst() throws {
    let listing = """
      2026-01-01 00:00:00          4 job/shared/old
      2026-11-01 00:00:00          4 job/shared/new
      2026-02-01 00:00:00          4 job/chk-1/own
      2025-01-01 00:00:00          4 job/shared/not needed

      """
    let result = try check(
      [.file("s3a://b/job/shared/new"), .relative("own"), .file("s3a://b/job/shared/old")], listing)
    let january: Int64 = 1_767_225_600
    #expect(result.oldest == january && result.oldestShared == january)
    let own = try check([.file("s3a://b/job/shared/new"), .relative("own")], listing)
    #expect(own.oldest == january + 31 * 86_400 && own.oldestShared == january + 304 * 86_400)
    var report = StorageReport()
    report.results = [own]
    let lifecycle = Lifecycle(report, days: 30, now: january + 61 * 86_400)
    #expect(lifecycle.checkpoints[0].all == january + 61 * 86_400 && !lifecycle.checkpoints[0].isBroken)
    #expect(Lifecycle(report, days: .max, now: 0).checkpoints[0].all == nil)
  }
}
