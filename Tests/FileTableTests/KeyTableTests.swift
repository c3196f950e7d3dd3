// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FileTable

struct KeyTableTests {
  /// Keys that are as even as a hash's, from a number.
  private func key(_ number: Int) -> FileKey {
    var generator = SplitMix(state: UInt64(number))
    return FileKey(high: generator.next(), low: generator.next())
  }

  @Test func keepsEachKeyWithItsValue() {
    var table = KeyTable<Int64>()
    for number in 0..<50_000 {
      let isNew = table.update(key(number), inserting: Int64(number)) { _, isNew in isNew }
      #expect(isNew)
    }
    #expect(table.count == 50_000)
    for number in 0..<50_000 { #expect(table.value(key(number)) == Int64(number)) }
    for number in 50_000..<60_000 { #expect(table.value(key(number)) == nil) }
    table.update(key(7), inserting: 0) { value, isNew in
      #expect(!isNew)
      value = -1
    }
    #expect(table.value(key(7)) == -1)
    let missing = table.find(key(60_001)) { $0 }
    #expect(missing == nil)
  }

  @Test func keysThatCrowdOnePlaceAreFound() {
    // All have their home near the end of the same part.
    var table = KeyTable<Int64>()
    for low in 1...500 {
      table.update(FileKey(high: 0x42FF_FFFF_FFFF_FFFF, low: UInt64(low)), inserting: Int64(low)) { _, _ in }
    }
    for low in 1...500 {
      #expect(table.value(FileKey(high: 0x42FF_FFFF_FFFF_FFFF, low: UInt64(low))) == Int64(low))
    }
    #expect(table.value(FileKey(high: 0x42FF_FFFF_FFFF_FFFF, low: 501)) == nil)
  }

  @Test func listsEachKeyOnce() {
    var table = KeyTable<Int64>()
    for number in 0..<1000 { table.update(key(number), inserting: Int64(number)) { _, _ in } }
    var seen: Set<Int64> = []
    table.forEach { key, value in #expect(seen.insert(value).inserted && key == self.key(Int(value))) }
    #expect(seen.count == 1000)
  }

  /// Keys in any order of time, of which many crowd places near the end, through many growths.
  @Test func growsWithCrowdsNearTheEnd() {
    var table = KeyTable<Int64>()
    var expected: [FileKey: Int64] = [:]
    for number in 0..<3000 {
      for key in [key(number), FileKey(high: .max, low: UInt64(number) + 1), FileKey(high: 1, low: UInt64(number) + 1)]
      {
        table.update(key, inserting: Int64(number)) { _, isNew in #expect(isNew) }
        expected[key] = Int64(number)
      }
    }
    #expect(table.count == expected.count)
    for (key, value) in expected { #expect(table.value(key) == value) }
    var last: FileKey?
    table.forEach { key, _ in
      if let last { #expect(last < key) }
      last = key
    }
  }

  /// At any size, also just after a growth, the table keeps to its bound. Large tables have whole pages of 2 MiB.
  @Test func takesAtMostOneAndAHalfTimesTheEntries() {
    var table = KeyTable<SIMD2<Int64>>()
    let constant = (64 + 16 + 4) * 32
    for number in 0..<300_000 {
      table.update(key(number), inserting: .zero) { _, _ in }
      if number % 1009 == 0 { #expect(table.byteCount <= 48 * table.count + constant) }
    }
  }
}

struct DistinctCountTests {
  /// The mistake of a sample of 65 thousand is 0.4 % on average; 2 % is never seen.
  @Test(arguments: [0, 1, 1000, 524_288, 524_289, 3_000_000])
  func countsEachKeyOnce(_ number: Int) {
    var count = DistinctCount()
    for seed in [1, 1, 1, 2] as [UInt64] {
      var generator = SplitMix(state: seed)
      for _ in 0..<(seed == 1 ? number : min(number, 1000)) {
        _ = count.insert(FileKey(high: generator.next(), low: generator.next()), group: 0)
      }
    }
    let expected = number + min(number, 1000)
    #expect(count.isExact == (expected <= 524_288))
    #expect(abs(count.count - expected) <= (count.isExact ? 0 : expected / 50))
  }

  /// Each group has its own keys and half of those of the group before, each of them twice.
  @Test(arguments: [1, 100, 30_000, 400_000])
  func countsTheKeysOfEachGroup(_ size: Int) {
    var count = DistinctCount()
    var generator = SplitMix(state: 1)
    var previous: [FileKey] = []
    var all = 0
    for group in 0..<4 as Range<UInt16> {
      let new = (0..<size).map { _ in FileKey(high: generator.next(), low: generator.next()) }
      let repeated = Array(previous.prefix(previous.count / 2))
      var (keys, keysOfGroup) = (0, 0)
      for key in new + repeated + new + repeated {
        let insertion = count.insert(key, group: group)
        keys += insertion.keys
        keysOfGroup += insertion.keysOfGroup
      }
      func isClose(_ number: Int, _ expected: Int) -> Bool {
        abs(number - expected) <= (count.isExact ? 0 : expected / 40)
      }
      #expect(isClose(keys, new.count))
      #expect(isClose(keysOfGroup, new.count + repeated.count))
      all += keys
      previous = new
    }
    #expect(abs(all - count.count) <= (count.isExact ? 0 : all / 40))
  }
}

struct SampledTableTests {
  /// Whatever becomes of the keys, each one that is kept has its value and stands for as many.
  @Test(arguments: [0, 1, 2049, 100_000, 524_288, 524_289, 1_200_000])
  func keysKeepTheirValues(_ number: Int) {
    var table = SampledTable<UInt64>()
    var generator = SplitMix(state: 7)
    let keys = (0..<number).map { _ in FileKey(high: generator.next(), low: generator.next()) }
    for key in keys { _ = table.update(key, inserting: key.high) { _, _ in } }
    for key in keys {
      let value = table.update(key, inserting: 0) { value, isNew in isNew ? 0 : value }
      #expect(value == (table.keeps(key) ? key.high : nil))
    }
    var kept = 0
    table.forEach { _ in kept += 1 }
    #expect(kept * table.weight == table.count)
    #expect(table.isExact == (number <= 524_288))
    #expect(kept <= 524_288 && abs(table.count - number) <= (table.isExact ? 0 : number / 50))
  }
}

struct FileKeyTests {
  private let hash = KeyHash()

  private func key(_ text: String) -> FileKey { Array(text.utf8).withUnsafeBytes { hash($0, after: hash.start) } }

  @Test func differentTextsHaveDifferentKeys() {
    var seen: Set<FileKey> = []
    for length in 0..<80 { #expect(seen.insert(key(String(repeating: "a", count: length))).inserted) }
    for number in 0..<10_000 { #expect(seen.insert(key("s3://bucket/shared/\(number)")).inserted) }
    #expect(key("s3://bucket/shared/1") == key("s3://bucket/shared/1"))
  }

  @Test func eachByteCounts() {
    for length in 1..<70 {
      let text = [UInt8](repeating: 0x61, count: length)
      var keys: Set<FileKey> = [text.withUnsafeBytes { hash($0, after: hash.start) }]
      for index in text.indices {
        var changed = text
        changed[index] = 0x62
        #expect(keys.insert(changed.withUnsafeBytes { hash($0, after: hash.start) }).inserted)
      }
    }
  }

  @Test func eachProcessHasKeysOfItsOwn() {
    let other = KeyHash()
    let bytes = Array("s3://bucket/x".utf8)
    #expect(bytes.withUnsafeBytes { hash($0, after: hash.start) != other($0, after: other.start) })
  }
}

/// A generator with a seed (splitmix64).
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
