// SPDX-License-Identifier: Apache-2.0

/// The bounds that keep a hostile file from using up the machine, and those of the format itself.
public enum MetadataLimits {
  /// How deep handles may contain handles. Flink writes at most three levels; the bound keeps the stack small.
  public static let nestingDepth = 64
  /// The most bytes that a string of the format can have, since its length has 16 bits.
  public static let stringByteCount = 65_535
  /// The greatest max parallelism that Flink accepts (Flink: `KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM`).
  public static let maxParallelism: Int32 = 1 << 15
}

/// Sizes of the buffers that bytes pass through, in bytes.
package enum BufferSize {
  /// The size of one read or write: larger ones are hardly faster.
  package static let chunk = 256 * 1024
  /// Runs of at least this many bytes are passed on without a copy: a system call costs less than the copy.
  package static let longRun = 64 * 1024
  /// Buffers begin on a boundary of this many bytes, a multiple of every system's page: the kernel copies to and from
  /// page boundaries at full speed.
  package static let alignment = 16 * 1024
  /// The most bytes that a reader can ask to have side by side: two strings of the greatest length and the fields around
  /// them.
  package static let longestRun = 2 * (UncheckedString.lengthByteCount + MetadataLimits.stringByteCount) + 64
  /// The memory before a chunk, for bytes of the chunk before that are still needed.
  package static let headroom = (longestRun + alignment - 1) / alignment * alignment
}
