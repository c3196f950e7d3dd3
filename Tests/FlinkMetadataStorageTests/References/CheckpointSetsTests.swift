// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

struct CheckpointSetsTests {
  /// Adds up 1 for each file, and compares with plain sets.
  @Test func distributesWhatWasAddedUp() {
    var generator = SystemRandomNumberGenerator()
    var sets = CheckpointSets()
    var files = [CheckpointSets.Index](repeating: CheckpointSets.none, count: 200)
    var expected = [Int](repeating: 0, count: 10)
    for checkpoint in 0..<10 {
      sets.begin(checkpoint)
      for file in files.indices where Bool.random(using: &generator) {
        #expect(!sets.hasCurrent(files[file]))
        files[file] = sets.adding(to: files[file])
        #expect(sets.hasCurrent(files[file]))
        expected[checkpoint] += 1
      }
    }
    var sums = [Int](repeating: 0, count: sets.count)
    for file in files { sums[Int(file)] += 1 }
    #expect(sets.distribute(sums, empty: 0, checkpointCount: 10) { $0 += $1 } == expected)
    #expect(!sets.overflowed)
  }

  @Test func filesThatAreSharedAlikeHaveOneSet() {
    var sets = CheckpointSets()
    var files = [CheckpointSets.Index](repeating: CheckpointSets.none, count: 1000)
    for checkpoint in 0..<20 {
      sets.begin(checkpoint)
      for file in files.indices { files[file] = sets.adding(to: files[file]) }
    }
    #expect(sets.count == 2 + 20)
  }
}

struct FileRecordTests {
  private func found(_ needs: [SizeNeed], size: Int64?) -> FileRecord {
    var record = FileRecord(needs[0])
    for need in needs.dropFirst() { record.add(need) }
    _ = record.find(size: size, modified: 5, isArchived: false)
    return record
  }

  @Test(arguments: [
    ([SizeNeed.any], 0, true), ([.exactly(5)], 5, true), ([.exactly(5)], 4, false), ([.exactly(5)], 6, false),
    ([.atLeast(5)], 5, true), ([.atLeast(5)], 6, true), ([.atLeast(5)], 4, false),
    ([.atLeast(5), .atLeast(9), .atLeast(2)], 9, true), ([.atLeast(5), .atLeast(9), .atLeast(2)], 8, false),
    ([.exactly(5), .exactly(5)], 5, true), ([.exactly(5), .exactly(6)], 5, false),
    ([.atLeast(5), .exactly(6)], 6, true),
    ([.beforeCompression(5)], 6, true), ([.beforeCompression(5)], 5, false),
    ([.beforeCompression(5), .beforeCompression(7)], 7, false), ([.beforeCompression(5), .exactly(6)], 6, false),
    ([.exactly(5), .atLeast(6)], 5, false), ([.any, .exactly(5)], 4, false), ([.exactly(5), .any], 5, true),
  ])
  func aSizeMeetsEveryNeed(_ needs: [SizeNeed], _ size: Int64, _ isGood: Bool) {
    #expect(found(needs, size: size).isGood == isGood)
  }

  /// A table keeps a need in fewer bits than a size has.
  @Test(arguments: [
    (SizeNeed.exactly(.max), Int64.max, true), (.exactly(1 << 62), 1 << 62, true), (.exactly(.max), 1 << 60, false),
    (.exactly(1 << 60), .max, false), (.atLeast(.max), .max, true), (.atLeast(.max), 1 << 60, false),
    (.beforeCompression(.max), .max, true), (.beforeCompression(.max), 1 << 60, false),
  ])
  func sizesBeyondAllStoragesMeetEachOther(_ need: SizeNeed, _ size: Int64, _ isMet: Bool) {
    #expect(SizeNeed(packed: need.packed).isMet(by: size) == isMet)
    #expect(need.isMet(by: size) == isMet)
  }

  @Test func anUnknownSizeWillDo() {
    #expect(found([.exactly(5)], size: nil).isGood)
  }

  @Test func aSecondListingHasToSayTheSame() {
    var record = FileRecord(.exactly(5))
    let answers = [
      record.find(size: 5, modified: 1, isArchived: false), record.find(size: 5, modified: 2, isArchived: false),
      record.find(size: 6, modified: 2, isArchived: false), record.find(size: 5, modified: 2, isArchived: true),
    ]
    #expect(answers == [true, true, false, false])
  }

  @Test func setsAndMarksDoNotMix() {
    var record = FileRecord(.atLeast(7), isShared: true)
    record.checkpoints = 0x00FF_FFFF
    record.findOlderVersion()
    #expect(record.checkpoints == 0x00FF_FFFF && record.isShared && record.hasOlderVersion && !record.isFound)
    record.checkpoints = 0
    let isSame = record.find(size: 7, modified: 1, isArchived: true)
    #expect(isSame && record.checkpoints == 0 && record.isArchived && !record.hasWrongSize && !record.isGood)
  }
}
