// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Random numbers that are the same for the same seed (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Makes the generator of a seed.
  public init(seed: UInt64) { state = seed }

  /// Makes a generator for a part of this run: each number of `part` gives another one. Repeat a run by its seed.
  public init(part: some BinaryInteger) { self.init(seed: Self.seedOfRun &+ UInt64(truncatingIfNeeded: part)) }

  /// The seed of this run. The environment variable `FLINK_METADATA_SEED` sets it: a number, or `random` for a new one each
  /// time; 1 if it is not set. Printed, so that a failure can be repeated.
  public static let seedOfRun: UInt64 = {
    let given = ProcessInfo.processInfo.environment["FLINK_METADATA_SEED"]
    let seed: UInt64
    switch given {
    case nil: seed = 1
    case "random": seed = UInt64.random(in: 0...UInt64(UInt32.max))
    case let text?:
      guard let number = UInt64(text) else { preconditionFailure("FLINK_METADATA_SEED=\(text): expected a number") }
      seed = number
    }
    print("FLINK_METADATA_SEED=\(seed)")
    return seed
  }()

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
