// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A setting of Flink, which can have other names in other releases.
public struct FlinkSetting: Sendable {
  /// A name of a setting, and the release that brought it.
  public struct Name: Sendable {
    /// The name, as in Flink's configuration.
    public var name: StaticString
    /// The first release that has the name; nil for the first name of a setting.
    public var since: FlinkRelease?
    /// The default under this name; nil where it is not the same in all releases.
    public var defaultValue: StaticString?

    init(_ name: StaticString, since: FlinkRelease? = nil, default defaultValue: StaticString? = nil) {
      self.name = name
      self.since = since
      self.defaultValue = defaultValue
    }
  }

  /// All names, newest first.
  public var names: [Name]

  init(_ names: Name...) { self.names = names }

  /// The names in the releases that write files of a version, newest first.
  public func names(in version: FormatVersion) -> [Name] {
    guard let writers = version.writers else { return Array(names.prefix(1)) }
    var result: [Name] = []
    for name in names {
      if (name.since ?? writers.lowerBound) <= writers.upperBound { result.append(name) }
      // Older names are of releases before the first writer.
      if let since = name.since, since <= writers.lowerBound { break }
    }
    return result
  }

  /// The size of the largest message between processes, and so of an acknowledgement (Flink: `RpcOptions.FRAMESIZE`).
  public static let frameSize = FlinkSetting(
    Name("pekko.framesize", since: FlinkRelease(1, 18), default: "10485760b"),
    Name("akka.framesize", default: "10485760b"))
  /// The default of ``frameSize`` in bytes.
  public static let defaultFrameSize: Int64 = 10_485_760

  /// Flink: `CheckpointingOptions.FS_SMALL_FILE_THRESHOLD`.
  static let inlineThreshold = FlinkSetting(
    Name("execution.checkpointing.data-inline-threshold", since: FlinkRelease(1, 20), default: "20 kb"),
    Name("state.storage.fs.memory-threshold", since: FlinkRelease(1, 13), default: "20 kb"),
    Name("state.backend.fs.memory-threshold"))
  /// Flink: `RocksDBManualCompactionOptions.MIN_INTERVAL`.
  static let manualCompaction = FlinkSetting(
    Name(
      "state.backend.rocksdb.manual-compaction.min-interval", since: FlinkRelease(1, 20), default: "0 ms, which is off")
  )
  /// Flink: `CheckpointingOptions.CHECKPOINTS_DIRECTORY`.
  static let checkpointDirectory = FlinkSetting(
    Name("execution.checkpointing.dir", since: FlinkRelease(1, 20)), Name("state.checkpoints.dir"))
  /// Flink: `PipelineOptions.MAX_PARALLELISM`.
  static let maxParallelism = FlinkSetting(Name("pipeline.max-parallelism"))
  /// Flink: `CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT`.
  static let alignedTimeout = FlinkSetting(
    Name("execution.checkpointing.aligned-checkpoint-timeout", since: FlinkRelease(1, 14), default: "0 ms"))
}
