// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

struct RepairTests {
  /// A checkpoint whose handle leads into its own directory, though a savepoint has the file.
  private func bucket() throws -> Bucket {
    let bucket = Bucket()
    try bucket.files("savepoint-1/data", "\(Bucket.job)/chk-1/own")
    try bucket.checkpoint("savepoint-1", [.relative("data")], id: 0)
    try bucket.checkpoint("\(Bucket.job)/chk-1", [.relative("data"), .relative("own")], id: 1)
    return bucket
  }

  @Test func aHandleThatLeadsElsewhereIsRepaired() throws {
    let bucket = try bucket()
    let broken = try bucket.check("\(Bucket.job)/chk-1 --root .")
    #expect(broken.status == 1)
    #expect(broken.text.contains("is in file:\(bucket.path)/savepoint-1 (FLINK-39964; see --repair)"))
    let repair = try bucket.check("\(Bucket.job)/chk-1 --root . --repair fixed/here")
    #expect(repair.status == 0 && repair.text == "")
    #expect(
      repair.errorLines == [
        "metadata-check: fixed/here/_metadata: 2 handles made absolute",
        "metadata-check:   1 handle now in file:\(bucket.path)/savepoint-1, which must not be deleted",
      ])
    let fixed = try bucket.check("fixed/here --root .")
    #expect(fixed.status == 0)
    #expect(fixed.text.contains("do not delete file:\(bucket.path)/savepoint-1: 1 handle into it"))
  }

  @Test func twoCheckpointsAreNotRepairedIntoOnePlace() throws {
    let bucket = Bucket()
    try bucket.files("savepoint-1/data", "savepoint-2/other")
    try bucket.checkpoint("savepoint-1", [.relative("data")], id: 0)
    try bucket.checkpoint("savepoint-2", [.relative("other")], id: 0)
    try bucket.checkpoint("a/\(Bucket.job)/chk-1", [.relative("data")], id: 1)
    try bucket.checkpoint("b/\(Bucket.job)/chk-1", [.relative("other")], id: 1)
    let repair = try bucket.check("a b --root . --repair fixed")
    #expect(repair.status == 65 && !bucket.directory.exists("fixed") && repair.errorLines.count == 1)
    #expect(repair.errors.contains("chk-1: 2 checkpoints of this job and name; repair them one by one"))
  }

  @Test func whatIsAmbiguousOrLostIsNotRepaired() throws {
    let bucket = try bucket()
    try bucket.files("savepoint-2/data")
    try bucket.checkpoint("savepoint-2", [.relative("data")], id: 0)
    let ambiguous = try bucket.check("\(Bucket.job)/chk-1 --root . --repair fixed")
    #expect(ambiguous.status == 65 && !bucket.directory.exists("fixed"))
    #expect(ambiguous.errors.contains("not repaired, because a file is missing: "))
    let nothing = try bucket.check("savepoint-1 --root . --repair fixed")
    #expect(nothing.status == 0 && nothing.errors.contains("nothing to repair") && !bucket.directory.exists("fixed"))
  }
}
