import CorpusSupport
import Foundation

extension SeededGenerator {
  /// The seed of this run, which FLINK_METADATA_SEED can say: a number, or `random` for another one each time. Printed, so
  /// that a failure can be had again.
  static let seedOfRun: UInt64 = {
    let seed: UInt64
    switch ProcessInfo.processInfo.environment["FLINK_METADATA_SEED"] {
    case "random": seed = UInt64.random(in: 0...UInt64(UInt32.max))
    case let given: seed = given.flatMap { UInt64($0) } ?? 1
    }
    print("FLINK_METADATA_SEED=\(seed)")
    return seed
  }()
}
