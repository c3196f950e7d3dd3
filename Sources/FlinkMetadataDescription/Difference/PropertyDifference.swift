// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A property of checkpoints that two of them have with different values.
public struct PropertyDifference: Sendable, Hashable {
  /// Flink's name of the field, as in the JSON of `metadata-dump`.
  public let name: String
  /// The value in the first checkpoint, as `true`, `false` or the text that the file has.
  public let before: String
  /// The value in the second checkpoint.
  public let after: String

  /// Makes a difference.
  public init(name: String, before: String, after: String) {
    self.name = name
    self.before = before
    self.after = after
  }

  /// The properties that differ; none if one of the checkpoints does not record them. What only one kind of checkpoint has is
  /// left out.
  static func all(from before: CheckpointProperties?, to after: CheckpointProperties?) -> [PropertyDifference] {
    guard let before, let after else { return [] }
    let flags: [(String, KeyPath<CheckpointProperties, Bool>)] = [
      ("forced", \.forced), ("discardSubsumed", \.discardSubsumed), ("discardFinished", \.discardFinished),
      ("discardCancelled", \.discardCancelled), ("discardFailed", \.discardFailed),
      ("discardSuspended", \.discardSuspended), ("unclaimed", \.unclaimed),
    ]
    let values =
      flags.map { ($0, "\(before[keyPath: $1])", "\(after[keyPath: $1])") }
      + types(before.checkpointType, after.checkpointType)
    return values.filter { $1 != $2 }.map { PropertyDifference(name: $0, before: $1, after: $2) }
  }

  private static func types(_ before: SnapshotType, _ after: SnapshotType) -> [(String, String, String)] {
    var values = [("checkpointType", String(before.name), String(after.name))]
    switch (before, after) {
    case (.checkpoint(let before), .checkpoint(let after)):
      values.append(
        ("sharingFilesStrategy", before.sharingFilesStrategy.rawValue, after.sharingFilesStrategy.rawValue))
    case (.savepoint(let before), .savepoint(let after)):
      values.append(("formatType", before.formatType.rawValue, after.formatType.rawValue))
      values.append(
        ("postCheckpointAction", before.postCheckpointAction.rawValue, after.postCheckpointAction.rawValue))
    default: break
    }
    return values
  }
}
