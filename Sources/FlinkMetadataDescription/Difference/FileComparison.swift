// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Which files two checkpoints have in common: what the second one added, kept and dropped.
///
/// A file is the same if its path is, byte for byte, where a relative path begins in the directory of its own metadata
/// file. The size of a file is the largest end of a part that a handle of either checkpoint names, up to 64 TiB; a file whose
/// size no handle knows counts as empty.
///
/// Up to a quarter of a million different files the numbers are exact. Of more they are estimates from a sample of at least 65
/// thousand files, the same for both checkpoints. A small part of many files is known only roughly: if 10,000 of 8 million
/// are new, the estimate is off by 800 on average.
public struct FileComparison: Sendable, Hashable {
  /// A number of files and their size.
  public struct Amount: Sendable, Hashable {
    /// How many files.
    public var count = 0
    /// Their size in bytes. Sums stop at the greatest number.
    public var size: Int64 = 0

    /// No files.
    public init() {}

    static func + (first: Amount, second: Amount) -> Amount {
      var sum = first
      sum.count += second.count
      sum.size = sum.size.saturatingAdding(second.size)
      return sum
    }
  }

  /// The files that only the second checkpoint refers to.
  public var new = Amount()
  /// The files that both refer to.
  public var kept = Amount()
  /// The files that only the first refers to.
  public var dropped = Amount()
  /// How many bytes of the kept files lie behind what the first checkpoint refers to: files that Flink merges grow.
  public var grownSize: Int64 = 0
  /// Whether the numbers are exact.
  public var isExact = true

  /// No files.
  public init() {}

  /// The files of the first checkpoint.
  public var before: Amount {
    var before = kept + dropped
    before.size = before.size.saturatingAdding(0 &- grownSize)
    return before
  }

  /// The files of the second checkpoint.
  public var after: Amount { kept + new }

  /// Whether both checkpoints have files, but none in common: they are savepoints, full checkpoints, or of different jobs. Flink
  /// gives files random names, so that all files are new says nothing then.
  public var isUnrelated: Bool { kept.count == 0 && new.count > 0 && dropped.count > 0 }
}
