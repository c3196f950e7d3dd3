// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import TestSupport
import Testing

private let job = "0123456789abcdef0123456789abcdef"
private let otherJob = "fedcba9876543210fedcba9876543210"

struct OrphanTests {
  private static let day: Int64 = 86_400
  private static let now: Int64 = 1_800_000_000
  private static let old = now - 30 * day

  /// Looks for orphans among files below `job/`, all 30 days old unless said otherwise, beside a checkpoint of today.
  private func orphans(
    _ names: [String], size: Int = 4, modified: Int64 = old, metadataModified: Int64? = now,
    _ change: (inout OrphanRules) -> Void = { _ in }
  ) throws -> (orphans: [String], report: StorageReport) {
    let storage = Storage()
    var checkpoint = try storage.checkpoint("\(job)/chk-1", [.file("$/\(job)/shared/needed")])
    checkpoint.modified = nil
    var options = StorageCheckOptions()
    var rules = OrphanRules(now: Self.now)
    change(&rules)
    options.orphans = rules
    var files = names.map { ($0, size, modified) } + [("\(job)/shared/needed", 4, Self.old)]
    if let metadataModified { files.append(("\(job)/chk-1/_metadata", 100, metadataModified)) }
    let report = try storage.check([checkpoint], options, [try storage.listing(files)])
    let prefix = storage.path.utf8.count + 1
    return (report.orphans?.map { String(decoding: $0.location.dropFirst(prefix), as: UTF8.self) } ?? [], report)
  }

  @Test func whatNothingNeedsIsAnOrphan() throws {
    let found = try orphans(["\(job)/shared/left", "\(job)/chk-0/left"])
    #expect(found.orphans == ["\(job)/shared/left", "\(job)/chk-0/left"])
    #expect(found.report.kept.isEmpty && found.report.decision == .restorable)
  }

  /// Each of these is kept by one guard alone: without the guard it would be an orphan.
  @Test(arguments: [
    ("other/shared/left", OrphanGuard.otherPlace), ("\(otherJob)/shared/left", .otherPlace),
    ("\(job)/taskowned/left", .taskOwned), ("\(job)/taskowned/deep/left", .taskOwned),
    ("\(job)/shared/op_Sum_0a__1_4__attempt_2/db/000123.sst", .forSt), ("\(job)/dstl/left", .changelog),
    ("\(job)/left", .unknownPlace), ("\(job)/chk-0/deep/left", .unknownPlace), ("\(job)/Taskowned/left", .unknownPlace),
    ("\(job)/chk-99/_metadata.gz", .metadata), ("\(job)/chk-99/._metadata.inprogress.1", .metadata),
    ("\(job)/chk-99/_metadata\u{301}", .metadata),
    ("\(job)/shared/a//left", .strangeName), ("\(job)/shared/../left", .strangeName),
  ])
  func placesAreKept(_ name: String, _ reason: OrphanGuard) throws {
    let found = try orphans([name])
    #expect(found.orphans == [])
    #expect(found.report.kept == [reason: 1])
  }

  @Test func placesCanBeIncluded() throws {
    let names = ["\(job)/taskowned/a", "\(job)/shared/op_Sum_0a__1_4__attempt_2/db/b", "\(job)/dstl/c"]
    let found = try orphans(names) {
      $0.includesTaskOwned = true
      $0.includesForSt = true
      $0.includesChangelog = true
    }
    #expect(found.orphans == names)
  }

  @Test func ofOtherMetadataNothingIsAnOrphan() throws {
    let found = try orphans(["\(job)/chk-2/_metadata", "elsewhere/chk-9/_metadata"])
    #expect(found.orphans == [])
    #expect(found.report.otherMetadata.count == 2)
  }

  @Test(arguments: [(3 * day, 1), (3 * day - 1, 0), (day, 0), (0, 0), (-day, 0)])
  func theYoungAreKept(_ age: Int64, _ count: Int) throws {
    let found = try orphans(["\(job)/shared/left"], modified: Self.now - age)
    #expect(found.orphans.count == count)
    #expect(found.report.kept == (count == 0 ? [.young: 1] : [:]))
  }

  @Test func whatIsNewerThanTheNewestMetadataIsKept() throws {
    let found = try orphans(["\(job)/shared/left"], modified: Self.old, metadataModified: Self.old - 1)
    #expect(found.orphans == [] && found.report.kept == [.newerThanMetadata: 1])
    #expect(try orphans(["\(job)/shared/left"], modified: Self.old, metadataModified: Self.old).orphans.count == 1)
    // Nobody knows when the metadata was written.
    #expect(try orphans(["\(job)/shared/left"], metadataModified: nil).report.kept == [.newerThanMetadata: 1])
  }

  /// Without a time zone a listed time can be 26 hours wrong.
  @Test(arguments: [(Int64?.none, 2), (0, 3), (3600, 3), (-7200, 2)])
  func localTimesAreNotTrusted(_ secondsFromUTC: Int64?, _ count: Int) throws {
    let storage = Storage()
    var checkpoint = try storage.checkpoint("\(job)/chk-1", [.file("s3://b/\(job)/shared/needed")])
    checkpoint.directory = "s3://b/\(job)/chk-1"
    // Now is 2027-01-15 08:00:00.
    let listing = """
      2027-01-15 07:00:00        100 \(job)/chk-1/_metadata
      2027-01-01 00:00:00          4 \(job)/shared/needed
      2027-01-01 00:00:00          4 \(job)/shared/left
      2027-01-11 05:00:00          4 \(job)/shared/four days old
      2027-01-12 08:00:00          4 \(job)/shared/three days old
      2027-01-12 09:00:01          4 \(job)/shared/younger

      """
    try storage.directory.write("listing", Array(listing.utf8))
    var options = StorageCheckOptions()
    options.orphans = OrphanRules(now: Self.now)
    var listingOptions = ListingOptions(base: "s3://b")
    listingOptions.secondsFromUTC = secondsFromUTC
    let input = StorageInput.listing(path: storage.directory["listing"], listingOptions)
    #expect(try storage.check([checkpoint], options, [input]).orphans?.count == count)
  }

  /// The directory above a checkpoint can be a whole bucket, if it has no job's id for a name.
  @Test func withoutAJobOnlyTheCheckpointsOwnDirectoryIsSearched() throws {
    let storage = Storage()
    let checkpoint = try storage.checkpoint("backup/chk-1", [.file("$/backup/shared/a")])
    var options = StorageCheckOptions()
    options.orphans = OrphanRules(now: Self.now)
    let listing = try storage.listing([
      ("backup/shared/a", 4, Self.old), ("backup/photo.jpg", 4, Self.old), ("backup/chk-1/left", 4, Self.old),
      ("backup/chk-1/_metadata", 1, Self.now),
    ])
    let report = try storage.check([checkpoint], options, [listing])
    #expect(
      report.orphans?.map { String(decoding: $0.location, as: UTF8.self) } == ["\(storage.path)/backup/chk-1/left"])
    #expect(report.kept == [.otherPlace: 1])
  }

  /// The job was copied here, and its paths still lead to where it was.
  @Test func aSharedDirectoryThatNothingRefersToIsKept() throws {
    let storage = Storage()
    let checkpoint = try storage.checkpoint("new/\(job)/chk-1", [.file("$/old/\(job)/shared/a")])
    var options = StorageCheckOptions()
    options.orphans = OrphanRules(now: Self.now)
    let listing = try storage.listing([
      ("old/\(job)/shared/a", 4, Self.old), ("new/\(job)/shared/a", 4, Self.old),
      ("new/\(job)/chk-1/_metadata", 1, Self.now),
    ])
    let report = try storage.check([checkpoint], options, [listing])
    #expect(report.orphans == [] && report.kept == [.otherPlace: 0, .unreferenced: 1].filter { $0.value > 0 })
  }

  /// A savepoint has no directories in it: what is deeper belongs to somebody else.
  @Test func onlyASavepointsOwnFilesAreLookedAt() throws {
    let storage = Storage()
    let checkpoint = try storage.checkpoint("data", [.relative("a")])
    var options = StorageCheckOptions()
    options.orphans = OrphanRules(now: Self.now)
    let listing = try storage.listing([
      ("data/a", 4, Self.old), ("data/left", 4, Self.old), ("data/postgres/base.1", 4, Self.old),
      ("data/_metadata", 1, Self.now),
    ])
    let report = try storage.check([checkpoint], options, [listing])
    #expect(report.orphans?.map { String(decoding: $0.location, as: UTF8.self) } == ["\(storage.path)/data/left"])
    #expect(report.kept == [.otherPlace: 1])
  }

  @Test func segmentsKeepTheirFile() throws {
    let storage = Storage()
    let checkpoint = try storage.checkpoint("\(job)/chk-1", [.segment("$/\(job)/shared/merged", start: 0, size: 1)])
    var options = StorageCheckOptions()
    options.orphans = OrphanRules(now: Self.now)
    let listing = try storage.listing([
      ("\(job)/shared/merged", 1_000_000, Self.old), ("\(job)/chk-1/_metadata", 1, Self.now),
    ])
    #expect(try storage.check([checkpoint], options, [listing]).orphans == [])
  }

  @Test func aFileThatAnotherJobNeedsIsNoOrphan() throws {
    let storage = Storage()
    let first = try storage.checkpoint("\(job)/chk-1", [.file("$/\(job)/shared/a")])
    let second = try storage.checkpoint("\(otherJob)/chk-5", [.file("$/\(job)/shared/b")])
    var options = StorageCheckOptions()
    options.orphans = OrphanRules(now: Self.now)
    let listing = try storage.listing([
      ("\(job)/shared/a", 4, Self.old), ("\(job)/shared/b", 4, Self.old), ("\(job)/shared/c", 4, Self.old),
      ("\(job)/chk-1/_metadata", 1, Self.now), ("\(otherJob)/chk-5/_metadata", 1, Self.now),
    ])
    let report = try storage.check([first, second], options, [listing])
    #expect(report.orphans?.map { String(decoding: $0.location, as: UTF8.self) } == ["\(storage.path)/\(job)/shared/c"])
    // Without the second one, its metadata in the listing is what saves b.
    #expect(
      try storage.check([first], options, [listing]).otherMetadata == [
        "file:\(storage.path)/\(otherJob)/chk-5/_metadata"
      ])
  }
}
