// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What changed from one checkpoint to another one: operators, files, and what kind of checkpoint it is.
///
/// ```swift
/// let difference = try CheckpointDifference(from: first, to: second)
/// for state in difference.operators { print(state.name ?? "\(state.id)", state.sizeChange) }
/// print(difference.files.new.count, difference.incrementSize)
/// ```
///
/// Operators are matched by their ids, as Flink does in a restore. Of two operators with the same id in one file the last
/// counts, as in Flink.
public struct CheckpointDifference: Sendable {
  /// The first checkpoint. Its files are in ``files``.
  public let before: CheckpointSummary
  /// The second checkpoint. Its files are in ``files``.
  public let after: CheckpointSummary
  /// The files of both.
  public let files: FileComparison
  /// The operators (in version 1: the tasks) that were added, removed or changed, those whose size changed most first.
  public let operators: [OperatorDifference]
  /// The other operators, as in the second checkpoint.
  public let unchangedOperators: [OperatorSummary]
  /// The properties that differ; empty if one of the checkpoints has none.
  public let properties: [PropertyDifference]

  /// Compares summaries. Takes time for sorting the operators.
  ///
  /// - Parameters:
  ///   - before: the first checkpoint.
  ///   - after: the second checkpoint.
  ///   - files: the comparison of their files.
  public init(from before: CheckpointSummary, to after: CheckpointSummary, files: FileComparison) {
    self.before = before
    self.after = after
    self.files = files
    (operators, unchangedOperators) = OperatorDifference.all(from: before, to: after)
    properties = PropertyDifference.all(from: before.properties, to: after.properties)
  }

  /// Compares files in memory. Linear.
  ///
  /// - Parameters:
  ///   - before: the first checkpoint.
  ///   - after: the second checkpoint.
  ///   - locations: the directories of the files, if known, to resolve relative paths.
  ///   - operators: the operators that are compared.
  /// - Throws: `FlinkMetadataError` if a file is damaged.
  public init(
    from before: MetadataFile, to after: MetadataFile,
    locations: (before: FileLocation?, after: FileLocation?) = (nil, nil),
    operators: OperatorSelection = OperatorSelection()
  ) throws(FlinkMetadataError) {
    var comparer = CheckpointComparer(operators: operators)
    try comparer.read(location: locations.before) { visitor throws(FlinkMetadataError) in try before.walk(&visitor) }
    try comparer.read(location: locations.after) { visitor throws(FlinkMetadataError) in try after.walk(&visitor) }
    self = comparer.finish()
  }

  /// How many bytes the second checkpoint wrote beyond the first: its new files, what kept files grew by, and the state in its
  /// metadata file. Exact if ``FileComparison/isExact``. If ``FileComparison/isUnrelated``, this is the size of all its
  /// files and inlined state.
  ///
  /// Flink's own number is `after.totals.checkpointedSize`.
  public var incrementSize: Int64 {
    files.new.size.saturatingAdding(files.grownSize).saturatingAdding(after.totals.inlinedSize)
  }

  /// Whether nothing differs of what is compared. Equal sizes can hide state that differs.
  public var isEmpty: Bool {
    operators.isEmpty && properties.isEmpty && before.version == after.version && before.dialect == after.dialect
      && before.checkpointId == after.checkpointId && before.masterStates == after.masterStates
      && (before.properties == nil) == (after.properties == nil)
      && files.new.count == 0 && files.dropped.count == 0 && files.grownSize == 0
  }
}
