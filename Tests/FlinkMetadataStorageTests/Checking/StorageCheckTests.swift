// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import TestSupport
import Testing

struct StorageCheckTests {
  @Test func aWholeCheckpointIsRestorable() throws {
    let storage = Storage()
    try storage.files("job/shared/a", "job/shared/b", "job/chk-1/c")
    let checkpoint = try storage.checkpoint(
      "job/chk-1", [.file("$/job/shared/a"), .file("$/job/shared/a"), .file("$/job/shared/b"), .relative("c")])
    let report = try storage.check([checkpoint])
    #expect(report.decision == .restorable)
    #expect(report.results[0].files == [.present: 3])
    #expect(report.results[0].checkpoint.fileCount == 3 && report.results[0].checkpoint.referenceCount == 4)
    #expect(report.results[0].checkpoint.stateSize == 16)
    #expect(report.results[0].groups.isEmpty)
    #expect(report.listings[0].matchCount == 3 && report.listings[0].fileCount == 4)
  }

  @Test func eachProblemHasItsVerdict() throws {
    let storage = Storage()
    try storage.files("job/shared/whole", "job/shared/short", "job/shared/long", "job/shared/merged")
    try storage.files("job/shared/tooShort", size: 3)
    let checkpoint = try storage.checkpoint(
      "job/chk-1",
      [
        .file("$/job/shared/whole"), .file("$/job/shared/short", size: 5), .file("$/job/shared/long", size: 3),
        .file("$/job/shared/gone"), .segment("$/job/shared/merged", start: 1, size: 3),
        .segment("$/job/shared/tooShort", start: 1, size: 3), .relative("alsoGone"),
      ])
    let report = try storage.check([checkpoint])
    #expect(report.decision == .notRestorable)
    #expect(report.results[0].files == [.present: 2, .wrongSize: 3, .missing: 2])
    let missing = report.results[0].groups.filter { $0.key.verdict == .missing }.map(\.example.location)
    #expect(missing == ["file:\(storage.path)/job/shared/gone", "file:\(storage.path)/job/chk-1/alsoGone"])
    let short = report.results[0].groups.first { $0.key.verdict == .wrongSize }
    #expect(short?.references == 3 && short?.key.operatorName == "Sum")
    #expect(short?.example.need == .exactly(5) && short?.example.foundSize == 4)
  }

  @Test func onlyTheCheckpointsThatNeedAFileBreak() throws {
    let storage = Storage()
    try storage.files("job/shared/a", "job/shared/b", "job/shared/d")
    let handles: [[Handle]] = [
      [.file("$/job/shared/a")], [.file("$/job/shared/a"), .file("$/job/shared/gone")],
      [.file("$/job/shared/b"), .file("$/job/shared/gone")], [.file("$/job/shared/b"), .file("$/job/shared/d")],
    ]
    let checkpoints = try handles.enumerated().map { index, handles in
      try storage.checkpoint("job/chk-\(index)", handles, id: Int64(index))
    }
    let report = try storage.check(checkpoints)
    #expect(report.results.map(\.decision) == [.restorable, .notRestorable, .notRestorable, .restorable])
    #expect(report.results.map { $0.files[.missing] ?? 0 } == [0, 1, 1, 0])
    #expect(report.newestRestorable(includingSavepoints: false)?.checkpoint.checkpointId == 3)
  }

  @Test func whatNoListingCoversIsNotMissing() throws {
    let storage = Storage()
    try storage.files("job/shared/a", "other/b")
    let checkpoint = try storage.checkpoint("job/chk-1", [.file("$/job/shared/a"), .file("$/other/gone")])
    let part = StorageInput.tree(path: "\(storage.path)/job")
    let report = try storage.check([checkpoint], StorageCheckOptions(), [part])
    #expect(report.decision == .undecided)
    #expect(report.results[0].files == [.present: 1, .notCovered: 1])
    let both = [part, StorageInput.tree(path: "\(storage.path)/other")]
    #expect(
      try storage.check([checkpoint], StorageCheckOptions(), both).results[0].files == [.present: 1, .missing: 1])
    var options = StorageCheckOptions()
    options.coveredDirectories = ["file://\(storage.path)"]
    #expect(try storage.check([checkpoint], options, [part]).results[0].files == [.present: 1, .missing: 1])
  }

  @Test func aRelativeHandleCanLeadElsewhere() throws {
    let storage = Storage()
    try storage.files("sp/data", "sp/twice", "sp2/twice", "job/chk-1/own")
    let savepoint = try storage.checkpoint("sp", [.relative("data")])
    let second = try storage.checkpoint("sp2", [.relative("twice")])
    let checkpoint = try storage.checkpoint("job/chk-1", [.relative("data"), .relative("twice"), .relative("own")])
    let report = try storage.check([checkpoint, savepoint, second])
    #expect(report.results.map(\.decision) == [.notRestorable, .restorable, .restorable])
    #expect(report.results[0].files == [.present: 1, .elsewhere: 1, .missing: 1])
    let problem = report.results[0].groups.first { $0.key.verdict == .elsewhere }?.example
    #expect(problem?.otherDirectory == "file:\(storage.path)/sp")
    // A savepoint that is only listed is known too.
    #expect(try storage.check([checkpoint]).results[0].files == [.present: 1, .elsewhere: 1, .missing: 1])
  }

  @Test func aFileOfAnotherSizeIsNotTheOneElsewhere() throws {
    let storage = Storage()
    try storage.files("sp/data", size: 9)
    try storage.files("sp/own")
    try storage.checkpoint("sp", [.relative("own")])
    let checkpoint = try storage.checkpoint("job/chk-1", [.relative("data"), .file("$/sp/own")])
    #expect(try storage.check([checkpoint]).results[0].files == [.present: 1, .missing: 1])
  }

  @Test func nothingInCommonIsNoVerdict() throws {
    let storage = Storage()
    try storage.files("elsewhere/x")
    let checkpoint = try storage.checkpoint("job/chk-1", [.file("s3://bucket/job/shared/a")])
    let error = #expect(throws: CheckError.self) {
      try storage.check([checkpoint], StorageCheckOptions(), [.tree(path: "\(storage.path)/elsewhere")])
    }
    guard case .nothingMatches(let mismatch) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(mismatch.referenced == "s3://bucket/job/shared/a")
    #expect(mismatch.listed == "file:\(storage.path)/elsewhere/x")
    #expect(mismatch.listedCount == 1 && mismatch.referencedCount == 1)
  }

  @Test func aCheckpointGivenTwiceIsCheckedTwice() throws {
    let storage = Storage()
    try storage.files("job/shared/b")
    let checkpoint = try storage.checkpoint("job/chk-1", [.file("$/job/shared/gone"), .file("$/job/shared/b")])
    let report = try storage.check([checkpoint, checkpoint])
    #expect(report.results.map(\.decision) == [.notRestorable, .notRestorable])
    #expect(report.results.map(\.checkpoint.isListed) == [true, true] && report.otherMetadata == [])
  }

  @Test func whatIsNewerThanTheListingIsUnknown() throws {
    let storage = Storage()
    var checkpoint = try storage.checkpoint("job/chk-1", [.file("$/job/shared/new"), .file("$/job/shared/b")])
    let listing = try storage.listing([("job/shared/b", 4, 1000)])
    for (modified, verdict) in [(Int64?.none, FileVerdict.missing), (1000, .missing), (1001, .unknown)] {
      checkpoint.modified = modified
      #expect(try storage.check([checkpoint], .init(), [listing]).results[0].files == [.present: 1, verdict: 1])
    }
    // Its own metadata is listed, so the listing is not older.
    let both = try storage.listing([("job/shared/b", 4, 1000), ("job/chk-1/_metadata", 1, 1000)])
    #expect(try storage.check([checkpoint], .init(), [both]).results[0].files == [.present: 1, .missing: 1])
  }

  @Test func inlinedStateNeedsNoFile() throws {
    let storage = Storage()
    try storage.files("x")
    let checkpoint = try storage.checkpoint("job/chk-1", [])
    #expect(try storage.check([checkpoint]).decision == .restorable)
  }

  @Test func aCopyIsCheckedAsIfItWereThere() throws {
    let storage = Storage()
    try storage.files("bucket/job/shared/a", "bucket/job/chk-1/c")
    let metadata = try storage.checkpoint(
      "bucket/job/chk-1", [.file("s3a://old/ck/job/shared/a"), .relative("c")])
    var options = StorageCheckOptions()
    options.copies = try PathRules([.init(from: "\(storage.path)/bucket", to: "s3://old/ck")])
    let report = try storage.check([metadata], options)
    #expect(report.decision == .restorable)
    #expect(report.results[0].checkpoint.directory == "s3://old/ck/job/chk-1")
    #expect(report.results[0].checkpoint.isListed)
    // The far side of a replication.
    options.copies = try PathRules([.init(from: "\(storage.path)/bucket", to: "s3://new/copy")])
    options.moves = try PathRules([.init(from: "s3a://old/ck", to: "s3://new/copy")])
    #expect(try storage.check([metadata], options).decision == .restorable)
  }

  @Test func directoriesOfOthersAreNamed() throws {
    let storage = Storage()
    try storage.files("job/shared/a", "sp/x", "sp/y")
    let checkpoint = try storage.checkpoint(
      "job/chk-1", [.file("$/job/shared/a"), .file("$/sp/x"), .file("$/sp/y")])
    let foreign = try storage.check([checkpoint]).results[0].checkpoint.foreignDirectories
    #expect(foreign.map(\.directory) == ["file:\(storage.path)/sp"])
    #expect(foreign.map(\.references) == [2])
  }

  /// So many that a second thread looks them up: some are in both checkpoints, some missing, some of a wrong size.
  @Test func manyFilesAreJudgedLikeFew() throws {
    let storage = Storage()
    let count = 12_000
    let paths = (0..<count).map { "job\($0 % 11)/shared/\($0)" }
    let first = try storage.checkpoint("job/chk-1", paths[..<9000].map { .file("$/\($0)") })
    let second = try storage.checkpoint("job/chk-2", paths[3000...].map { .file("$/\($0)") }, id: 2)
    let listed = paths.enumerated().filter { $0.offset % 5 != 0 }.map { index, path in
      (name: path, size: index % 7 == 0 ? 3 : 4, modified: Int64(0))
    }
    var options = StorageCheckOptions()
    options.coveredDirectories = ["file:\(storage.path)"]
    let problems = Problems()
    options.report = { checkpoint, problem, _ in problems.add(checkpoint, problem) }
    let report = try storage.check([first, second], options, [try storage.listing(listed.reversed())])

    for (index, range) in [0..<9000, 3000..<count].enumerated() {
      let missing = range.filter { $0 % 5 == 0 }
      let wrong = range.filter { $0 % 5 != 0 && $0 % 7 == 0 }
      let files = report.results[index].files
      #expect(files[.missing] == Int64(missing.count) && files[.wrongSize] == Int64(wrong.count))
      #expect(files[.present] == Int64(range.count - missing.count - wrong.count))
      let locations = range.filter { $0 % 5 == 0 || $0 % 7 == 0 }.map { "file:\(storage.path)/\(paths[$0])" }
      #expect(problems.locations[index] == locations)
    }
  }

  @Test func afterADamagedFileTheOthersAreChecked() throws {
    let storage = Storage()
    try storage.files("job/shared/a")
    let damaged = try storage.checkpoint("job/chk-1", [.file("$/job/shared/gone"), .file("$/job/shared/a")])
    let bytes = try storage.directory.read("job/chk-1/_metadata")
    try storage.directory.write("job/chk-1/_metadata", bytes.dropLast(20))
    let whole = try storage.checkpoint("job/chk-2", [.file("$/job/shared/a")], id: 2)
    var check = StorageCheck(StorageCheckOptions())
    do throws(CheckError) {
      try check.add(damaged)
      Issue.record("it is damaged")
    } catch {}
    try check.add(whole)
    let report = try check.run([.tree(path: storage.path)])
    #expect(report.results.map(\.decision) == [.restorable] && report.results[0].files == [.present: 1])
  }

  @Test func aDamagedFileIsNoResult() throws {
    let storage = Storage()
    try storage.files("job/chk-1/_metadata", size: 3)
    let metadata = CheckedMetadata(
      path: storage.directory["job/chk-1/_metadata"], name: "chk-1", directory: storage.directory["job/chk-1"])
    #expect(throws: CheckError.self) { try storage.check([metadata]) }
  }
}

/// The problems that a check reports, which it does in one thread after the other.
private final class Problems: @unchecked Sendable {
  private(set) var locations: [Int: [String]] = [:]

  func add(_ checkpoint: Int, _ problem: FileProblem) { locations[checkpoint, default: []].append(problem.location) }
}
