// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The checkpoint properties that Flink's factories make, each under the name that `CheckProperties.java` has for it.
struct SampleProperties {
  var name: String
  /// The object stream alone.
  var bytes: [UInt8]

  static func all() throws -> [SampleProperties] {
    var all: [SampleProperties] = []
    func add(_ name: String, _ properties: CheckpointProperties?) throws {
      all.append(SampleProperties(name: name, bytes: try objectStream(properties)))
    }
    try add("checkpoint NEVER_RETAIN_AFTER_TERMINATION", checkpoint(onCancellation: true, onFailure: true))
    try add("checkpoint RETAIN_ON_FAILURE", checkpoint(onCancellation: true, onFailure: false))
    try add("checkpoint RETAIN_ON_CANCELLATION", checkpoint(onCancellation: false, onFailure: false))
    for format in SavepointFormatType.allCases {
      for forced in [false, true] {
        for (prefix, name, action) in [
          ("savepoint", "Savepoint", PostCheckpointAction.none),
          ("savepoint TERMINATE", "Terminate Savepoint", .terminate),
          ("savepoint SUSPEND", "Suspend Savepoint", .suspend),
        ] {
          let type = SavepointType(name: try text(name), formatType: format, postCheckpointAction: action)
          try add(
            "\(prefix) \(format.rawValue)\(forced ? " forced" : "")", savepoint(forced: forced, .savepoint(type)))
        }
      }
    }
    let canonical = SavepointType(
      name: try text("Savepoint"), formatType: .canonical, postCheckpointAction: .none)
    // Flink keeps what it does not own.
    try add("unclaimed", savepoint(forced: false, unclaimed: true, .savepoint(canonical)))
    let full = CheckpointType(name: try text("Full Checkpoint"), sharingFilesStrategy: .forward)
    try add("full checkpoint", alternating(true, false, unclaimed: true, .checkpoint(full)))
    for strategy in SharingFilesStrategy.allCases {
      let type = CheckpointType(name: try text("Prüf—🧮\u{0}"), sharingFilesStrategy: strategy)
      try add("any name \(strategy.rawValue)", alternating(false, true, unclaimed: false, .checkpoint(type)))
    }
    try add("savepoint type", alternating(true, true, unclaimed: true, .savepoint(canonical)))
    try add("null", nil)
    return all
  }

  private static func text(_ string: String) throws -> ModifiedUTF8String { try ModifiedUTF8String(string) }

  /// By retention policy: whether a checkpoint is deleted when its job is cancelled, and when it fails or is suspended.
  static func checkpoint(onCancellation: Bool, onFailure: Bool) throws -> CheckpointProperties {
    CheckpointProperties(
      discardCancelled: onCancellation, discardFailed: onFailure, discardFinished: true, discardSubsumed: true,
      discardSuspended: onCancellation, forced: false, unclaimed: false,
      checkpointType: .checkpoint(
        CheckpointType(name: try text("Checkpoint"), sharingFilesStrategy: .forwardBackward)))
  }

  private static func savepoint(forced: Bool, unclaimed: Bool = false, _ type: SnapshotType) -> CheckpointProperties {
    CheckpointProperties(
      discardCancelled: false, discardFailed: false, discardFinished: false, discardSubsumed: false,
      discardSuspended: false, forced: forced, unclaimed: unclaimed, checkpointType: type)
  }

  private static func alternating(_ even: Bool, _ odd: Bool, unclaimed: Bool, _ type: SnapshotType)
    -> CheckpointProperties
  {
    CheckpointProperties(
      discardCancelled: odd, discardFailed: even, discardFinished: even, discardSubsumed: odd, discardSuspended: odd,
      forced: even, unclaimed: unclaimed, checkpointType: type)
  }

  /// What follows the rest of a file without operators: magic number, version, id and two counts.
  private static func objectStream(_ properties: CheckpointProperties?) throws -> [UInt8] {
    let file = try CheckpointMetadata(version: .version4, checkpointId: 1, properties: properties).encode()
    return Array(file.dropFirst(4 + 4 + 8 + 4 + 4))
  }
}
