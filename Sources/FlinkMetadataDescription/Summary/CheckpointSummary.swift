// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What a metadata file holds, in short: the checkpoint, its operators with the size of their state by kind, and its
/// files.
///
/// ```swift
/// let summary = try CheckpointSummary(try MetadataFile(bytes))
/// for state in summary.operators { print(state.name ?? "\(state.id)", state.totals.sizes.total) }
/// ```
public struct CheckpointSummary: Sendable {
  /// The file's version.
  public var version = FormatVersion.version2
  /// The layout of version 3 that the file has.
  public var dialect = Dialect.standard
  /// The checkpoint's id.
  public var checkpointId: Int64 = 0
  /// What kind of checkpoint this is; nil if the file does not say.
  public var properties: CheckpointProperties?
  /// The operators, or in version 1 the tasks, in file order.
  public var operators: [OperatorSummary] = []
  /// How many hooks of the job manager have state, and how many bytes.
  public var masterStates: (count: Int, size: Int64) = (0, 0)
  /// The names of these states, in file order, if the visitor keeps details.
  public var masterStateNames: [String] = []
  /// The size of header and body in bytes.
  public var byteCount: Int64 = 0
  /// How many bytes follow the body.
  public var trailingByteCount: Int64 = 0
  /// The files that handles refer to.
  public var files = FileCounts()
  /// The directories of these files, those with the largest state first, if files are counted.
  public var directories: [DirectorySummary] = []
  /// What decides how the checkpoint can be restored.
  public var restoreFacts = RestoreFacts()

  /// How many files there are, and how they are referred to.
  public struct FileCounts: Sendable {
    /// How many different files: up to half a million exactly, and more of them by an estimate that is wrong by 0.3 % on
    /// average.
    public var distinct = 0
    /// Whether ``distinct`` is exact.
    public var isDistinctExact = true
    /// How many handles name a file by a path from the directory of the metadata file.
    public var relativeReferences: Int64 = 0
    /// How many handles name a file by an absolute path outside the directory of the metadata file, or by any absolute
    /// path if that directory is not known.
    public var outsideReferences: Int64 = 0
    /// How many of these are in the directory of the job, where incremental checkpoints share files.
    public var jobReferences: Int64 = 0
    /// The first path outside of both.
    public var firstOutside: String?
    /// The directory of the metadata file, with a slash at its end; nil if it is not known.
    public var directory: String?
    /// Whether the directory of the metadata file is known.
    public var isLocationKnown: Bool { directory != nil }
  }

  /// The state of all operators.
  public var totals: StateTotals { operators.reduce(into: StateTotals()) { $0.add($1.totals) } }
}
