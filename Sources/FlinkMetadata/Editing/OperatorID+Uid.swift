// SPDX-License-Identifier: Apache-2.0

extension OperatorID {
  /// The id that Flink derives from the uid that a job gives an operator: the 128-bit MurmurHash3 of its UTF-8 bytes
  /// with seed 0 (Flink: `StreamGraphHasherV2`, the same since 1.2).
  public init(uid: some StringProtocol) {
    let (first, second) = murmur3(Array(uid.utf8))
    // The hash is a row of bytes, the least significant first; the id takes them the other way round.
    self.init(lowerPart: Int64(bitPattern: first.byteSwapped), upperPart: Int64(bitPattern: second.byteSwapped))
  }
}

/// MurmurHash3_x64_128 with seed 0 (Austin Appleby, in the public domain).
private func murmur3(_ bytes: [UInt8]) -> (UInt64, UInt64) {
  let (factor1, factor2): (UInt64, UInt64) = (0x87C3_7B91_1142_53D5, 0x4CF5_AD43_2745_937F)
  var (hash1, hash2): (UInt64, UInt64) = (0, 0)

  func rotated(_ value: UInt64, by count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
  func word(_ start: Int, count: Int) -> UInt64 {
    bytes[start..<start + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
  func mixed1(_ word: UInt64) -> UInt64 { rotated(word &* factor1, by: 31) &* factor2 }
  func mixed2(_ word: UInt64) -> UInt64 { rotated(word &* factor2, by: 33) &* factor1 }
  func avalanche(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ value >> 33
  }

  var start = 0
  while bytes.count - start >= 16 {
    hash1 ^= mixed1(word(start, count: 8))
    hash1 = (rotated(hash1, by: 27) &+ hash2) &* 5 &+ 0x52DC_E729
    hash2 ^= mixed2(word(start + 8, count: 8))
    hash2 = (rotated(hash2, by: 31) &+ hash1) &* 5 &+ 0x3849_5AB5
    start += 16
  }
  let rest = bytes.count - start
  if rest > 8 { hash2 ^= mixed2(word(start + 8, count: rest - 8)) }
  if rest > 0 { hash1 ^= mixed1(word(start, count: min(rest, 8))) }

  hash1 ^= UInt64(bytes.count)
  hash2 ^= UInt64(bytes.count)
  hash1 &+= hash2
  hash2 &+= hash1
  hash1 = avalanche(hash1)
  hash2 = avalanche(hash2)
  hash1 &+= hash2
  hash2 &+= hash1
  return (hash1, hash2)
}
