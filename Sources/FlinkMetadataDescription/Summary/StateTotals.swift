// SPDX-License-Identifier: Apache-2.0

/// How much state a subtask, an operator or a checkpoint has. There is one definition of each number, and the tools
/// print these.
///
/// ``sizes`` is the full size, as Flink's `getStateSize` of each handle: what a restore reads. ``checkpointedSize`` is
/// what this checkpoint added, as Flink's `getCheckpointedSize`: what an incremental checkpoint uploaded.
public struct StateTotals: Sendable, Equatable {
  /// The full size of the state in bytes, by kind. Sums stop at the greatest number. A size that a handle does not know
  /// (-1) is left out and counted in ``unknownSizes``.
  public var sizes = StateSizes()
  /// How much of it is in the metadata file, in bytes; the rest is in files.
  public var inlinedSize: Int64 = 0
  /// How much of it is in files that other checkpoints can use too, in bytes: the shared files of incremental state,
  /// merged files of Flink's scope `SHARED`, and changes of the changelog backend.
  public var sharedSize: Int64 = 0
  /// How much of it is in files of this checkpoint alone, in bytes (Flink's scope `EXCLUSIVE`).
  public var privateSize: Int64 { max(0, sizes.total - inlinedSize - sharedSize) }
  /// What the checkpoint itself added, in bytes, exactly as Flink computes it: a size that a handle does not know
  /// counts as -1, and the sum can overflow.
  public var checkpointedSize: Int64 = 0
  /// How many handles do not know the size of their state.
  public var unknownSizes: Int64 = 0

  /// No state.
  public init() {}

  /// Adds other state.
  public mutating func add(_ other: StateTotals) {
    sizes.add(other.sizes)
    inlinedSize = inlinedSize.saturatingAdding(other.inlinedSize)
    sharedSize = sharedSize.saturatingAdding(other.sharedSize)
    checkpointedSize &+= other.checkpointedSize
    unknownSizes = unknownSizes.saturatingAdding(other.unknownSizes)
  }
}
