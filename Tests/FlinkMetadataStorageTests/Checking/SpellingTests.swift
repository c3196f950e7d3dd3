// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import Testing

/// A composed and a decomposed letter: to a storage these are two names, to Swift two equal strings.
struct SpellingTests {
  private static let composed = "\u{E9}"
  private static let decomposed = "e\u{301}"
  private static let job = "0123456789abcdef0123456789abcdef"
  private static let now: Int64 = 1_800_000_000
  private static let old = now - 30 * OrphanRules.day

  private let storage = Storage()

  /// Metadata that is stored elsewhere than in the directory where it is made, which may see no difference.
  private func checkpoint(_ name: String, storedIn directory: String, _ handles: [Handle], id: Int64 = 1) throws
    -> CheckedMetadata
  {
    var checkpoint = try storage.checkpoint(name, handles, id: id)
    checkpoint.directory = "\(storage.path)/\(directory)"
    return checkpoint
  }

  private var orphanOptions: StorageCheckOptions {
    var options = StorageCheckOptions()
    options.orphans = OrphanRules(now: Self.now)
    return options
  }

  private func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  @Test func bothDirectoriesOfOthersAreNamed() throws {
    let names = [Self.decomposed, Self.composed]
    let checkpoint = try storage.checkpoint("job/chk-1", names.map { .file("$/\($0)/x") })
    let listing = try storage.listing(names.map { ("\($0)/x", 4, 0) })
    let report = try storage.check([checkpoint], .init(), [listing])
    #expect(report.results[0].files == [.present: 2])
    let foreign = report.results[0].checkpoint.foreignDirectories
    #expect(bytes(foreign.map(\.directory)) == bytes(names.map { "file:\(storage.path)/\($0)" }))
    #expect(foreign.map(\.references) == [1, 1])
  }

  @Test func anotherSpellingOfTheOwnDirectoryIsAnotherDirectory() throws {
    let checkpoint = try checkpoint("sp", storedIn: Self.composed, [.file("$/\(Self.decomposed)/x")])
    let report = try storage.check([checkpoint], .init(), [try storage.listing([("\(Self.decomposed)/x", 4, 0)])])
    let foreign = report.results[0].checkpoint.foreignDirectories.map(\.directory)
    #expect(bytes(foreign) == bytes(["file:\(storage.path)/\(Self.decomposed)"]))
  }

  @Test func aCombiningMarkHidesNoSlash() throws {
    let checkpoint = try storage.checkpoint("job/chk-1", [.file("$/job/\u{301}/x")])
    let report = try storage.check([checkpoint], .init(), [try storage.listing([("job/\u{301}/x", 4, 0)])])
    #expect(report.results[0].checkpoint.foreignDirectories.isEmpty)
  }

  @Test func aMissingFileIsNoOtherOne() throws {
    let names = [Self.composed, Self.decomposed]
    let checkpoint = try storage.checkpoint("sp", [.file("$/x")] + names.map { .file("$/\($0)/gone") })
    // A file of the other spelling is there.
    let listing = try storage.listing([("x", 4, 0), ("\(Self.composed)/gone", 4, 0)])
    let one = try storage.check([checkpoint], .init(), [listing]).results[0]
    #expect(one.files == [.present: 2, .missing: 1])
    #expect(bytes(one.groups.map(\.example.location)) == bytes(["file:\(storage.path)/\(Self.decomposed)/gone"]))
    var options = StorageCheckOptions()
    options.coveredDirectories = [storage.path]
    let both = try storage.check([checkpoint], options, [try storage.listing([("x", 4, 0)])]).results[0]
    #expect(bytes(both.groups.map(\.key.directory)) == bytes(names.map { "file:\(storage.path)/\($0)" }))
  }

  @Test func theNewestIsThatOfEachJob() throws {
    var first = try checkpoint("a", storedIn: "\(Self.composed)/chk-5", [.file("$/x")], id: 5)
    var second = try checkpoint("b", storedIn: "\(Self.decomposed)/chk-1", [.file("$/x")], id: 1)
    first.modified = 1000
    second.modified = 2000
    let report = try storage.check([first, second], .init(), [try storage.listing([("x", 4, 0)])])
    #expect(report.newestRestorable(includingSavepoints: false)?.checkpoint.checkpointId == 1)
  }

  /// The metadata in the other directory is newer than the file.
  @Test func metadataOfAnotherDirectoryMakesNoOrphans() throws {
    let names = [Self.decomposed, Self.composed]
    let savepoints = try names.map { try checkpoint("sp", storedIn: $0, [.file("$/x")]) }
    let listing = try storage.listing([
      ("\(names[0])/_metadata", 1, Self.old - 1), ("\(names[1])/_metadata", 1, Self.now),
      ("\(names[0])/left", 4, Self.old), ("x", 4, Self.old),
    ])
    let report = try storage.check(savepoints, orphanOptions, [listing])
    #expect(report.orphans == [] && report.kept == [.newerThanMetadata: 1])
  }

  /// The job was copied to a directory of the other spelling, and its paths still lead to where it was.
  @Test func aSharedDirectoryOfTheOtherSpellingIsNotReferredTo() throws {
    let (old, new) = ("\(Self.decomposed)/\(Self.job)", "\(Self.composed)/\(Self.job)")
    let checkpoint = try checkpoint("copy", storedIn: "\(new)/chk-1", [.file("$/\(old)/shared/a")])
    let listing = try storage.listing([
      ("\(old)/shared/a", 4, Self.old), ("\(new)/shared/a", 4, Self.old), ("\(new)/chk-1/_metadata", 1, Self.now),
    ])
    let report = try storage.check([checkpoint], orphanOptions, [listing])
    #expect(report.orphans == [] && report.kept == [.unreferenced: 1])
  }
}
