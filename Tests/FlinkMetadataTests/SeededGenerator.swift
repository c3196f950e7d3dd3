import Foundation

/// Random numbers that come again for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The seed of this run: another one each time, unless FLINK_METADATA_SEED says which. Printed, so that a failure
  /// can be had again.
  static let seedOfRun: UInt64 = {
    let given = ProcessInfo.processInfo.environment["FLINK_METADATA_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
    print("FLINK_METADATA_SEED=\(seed)")
    return seed
  }()
}
