// SPDX-License-Identifier: Apache-2.0

/// What a check says of a checkpoint.
public struct CheckpointResult: Sendable {
  /// The checkpoint.
  public var checkpoint: CheckedCheckpoint
  /// How many of its files have each verdict. A file counts once, with the worst of its verdicts that was met first.
  public var files: [FileVerdict: Int64] = [:]
  /// The problems, grouped; the first 1000 groups.
  public var groups: [ProblemGroup] = []
  /// How many problems are in no group.
  public var otherProblems: Int64 = 0
  /// The time of the oldest file that is needed and there, in seconds since 1970.
  public var oldest: Int64?
  /// The same, of files under `shared/` alone.
  public var oldestShared: Int64?

  /// Whether Flink can restore from it.
  public var decision: RestoreDecision {
    files.filter { $0.value > 0 }.map(\.key.decision).max() ?? .restorable
  }
}
