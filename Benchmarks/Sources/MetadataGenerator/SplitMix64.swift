// SPDX-License-Identifier: Apache-2.0

/// A small random number generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
///
/// The numbers of a seed are the same for ever, which no generator of the standard library promises.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// 64 random bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number from 0 to `bound` - 1.
  mutating func next(below bound: Int64) -> Int64 {
    Int64(bitPattern: next() & UInt64(Int64.max)) % bound
  }
}
