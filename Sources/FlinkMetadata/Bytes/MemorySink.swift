// SPDX-License-Identifier: Apache-2.0

/// A sink that keeps everything in an array, for output that is needed in memory.
///
/// Takes as much memory as the output is long, and up to three times as much for a moment while the array grows. To
/// encode values, ``CheckpointMetadata/encode()`` is shorter; to rewrite bytes, ``PathRewriter/rewrite(_:dialect:)``
/// is.
public final class MemorySink: ByteSink {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []

  /// Makes an empty sink.
  public init() {}

  /// Appends the bytes; amortized, a copy.
  public func write(_ bytes: RawSpan) { unsafe bytes.withUnsafeBytes { unsafe self.bytes.append(contentsOf: $0) } }
}
