// SPDX-License-Identifier: Apache-2.0

/// Random choices that come again for the same seed (SplitMix64), of the kinds that files are made of.
public struct Choices: RandomNumberGenerator {
  private var state: UInt64
  /// Lists become shorter as a file grows, so that files stay small.
  private var budget: Int

  /// Begins a row of choices. `budget` is about how many elements of lists there are in a file.
  public init(seed: UInt64, budget: Int = 24) {
    state = seed
    self.budget = budget
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to below `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

  /// True one time in `count`.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  /// One of the values.
  mutating func one<Value>(of values: Value...) -> Value { values[below(values.count)] }

  /// One of the values, or nil if there are none.
  mutating func one<Values: RandomAccessCollection>(of values: Values) -> Values.Element? where Values.Index == Int {
    values.isEmpty ? nil : values[values.startIndex + below(values.count)]
  }

  // MARK: Content of files

  /// How many elements a list has.
  mutating func count(most: Int) -> Int {
    if budget <= 0 { return 0 }
    let count = below(most + 1)
    budget -= count
    return count
  }

  mutating func int32() -> Int32 {
    one(of: 0, 1, 2, -1, .min, .max, 127, Int32(truncatingIfNeeded: next()))
  }

  mutating func int64() -> Int64 {
    one(of: 0, 1, -1, .min, .max, 1 << 32, Int64(below(100_000)), Int64(bitPattern: next()))
  }

  /// A number that may not be negative.
  mutating func natural() -> Int64 { int64() & .max }

  mutating func bytes(most: Int) -> [UInt8] { (0..<below(most + 1)).map { _ in UInt8(truncatingIfNeeded: next()) } }

  /// Modified UTF-8, most often canonical.
  mutating func text() -> [UInt8] {
    switch below(8) {
    case 0: return []
    case 1: return Array("größe".utf8)
    // A character beyond U+FFFF as two surrogates, and a U+0000.
    case 2: return [0xED, 0xA0, 0xBE, 0xED, 0xB7, 0xAE, 0xC0, 0x80]
    case 3: return Array("7f1c2d9e-0000-4abc-8def-001122334455".utf8)
    default: return (0..<below(24)).map { _ in UInt8(ascii: "a") + UInt8(below(26)) }
    }
  }

  /// A path, never empty.
  mutating func path() -> [UInt8] {
    let roots = [
      "s3://bucket/chk", "file:/tmp/chk", "file:///tmp/chk", "/tmp/chk", "hdfs://namenode:8020/flink", "chk",
    ]
    var path = one(of: roots) ?? ""
    for _ in 0..<below(3) { path += one(of: "/shared", "/a", "/b", "/taskowned", "//", "/00017.sst", "/größe") }
    return Array(path.utf8)
  }
}
