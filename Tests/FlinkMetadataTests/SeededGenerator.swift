import CorpusSupport
import Foundation

extension SeededGenerator {
  /// The seed of this run: another one each time, unless FLINK_METADATA_SEED says which. Printed, so that a failure
  /// can be had again.
  static let seedOfRun: UInt64 = {
    let given = ProcessInfo.processInfo.environment["FLINK_METADATA_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0...UInt64(UInt32.max))
    print("FLINK_METADATA_SEED=\(seed)")
    return seed
  }()
}
