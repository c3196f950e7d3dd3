// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A metadata file that is made of nothing, with the public initialisers alone: every kind of handle in every place
/// where the file's version and the Flink release allow it.
struct Sample {
  var name: String
  var version: FormatVersion
  /// The first release that reads the file.
  var since: FlinkRelease
  /// Whether handles are of the kinds that were written up to 1.14, where newer kinds took their place.
  var hasOldKinds: Bool

  /// For each version one file of every set of handles that was ever written in it; and one with all handles there are,
  /// since a reader goes by the tag and not by the version.
  static let all: [Sample] = [
    Sample(.version2, since: FlinkRelease(1, 9), hasOldKinds: true),
    Sample(.version3, since: FlinkRelease(1, 12), hasOldKinds: true),
    Sample(.version3, since: FlinkRelease(1, 13), hasOldKinds: true),
    Sample(.version3, since: FlinkRelease(1, 15), hasOldKinds: true),
    Sample(.version3, since: FlinkRelease(1, 15), hasOldKinds: false),
    Sample(.version4, since: FlinkRelease(1, 16), hasOldKinds: true),
    Sample(.version4, since: FlinkRelease(1, 16), hasOldKinds: false),
    Sample(.version2, since: FlinkRelease(1, 20), hasOldKinds: true),
    Sample(.version2, since: FlinkRelease(1, 20), hasOldKinds: false),
    Sample(.version3, since: FlinkRelease(1, 20), hasOldKinds: true),
    Sample(.version3, since: FlinkRelease(1, 20), hasOldKinds: false),
    Sample(.version4, since: FlinkRelease(1, 20), hasOldKinds: true),
    Sample(.version4, since: FlinkRelease(1, 20), hasOldKinds: false),
    Sample(.version5, since: FlinkRelease(2, 0), hasOldKinds: true),
    Sample(.version5, since: FlinkRelease(2, 0), hasOldKinds: false),
    Sample(.version6, since: FlinkRelease(2, 1), hasOldKinds: true),
    Sample(.version6, since: FlinkRelease(2, 1), hasOldKinds: false),
  ]

  private init(_ version: FormatVersion, since: FlinkRelease, hasOldKinds: Bool) {
    self.version = version
    self.since = since
    self.hasOldKinds = hasOldKinds
    name = "version-\(version.rawValue)-\(hasOldKinds ? "old" : "new")-kinds.metadata"
  }

  func reads(_ tag: HandleTag) -> Bool { since.reads(tag) }

  func metadata() throws -> CheckpointMetadata {
    var metadata = CheckpointMetadata(version: version, checkpointId: 1_234_567_890_123)
    metadata.masterStates = [
      MasterState(version: 1, name: try text("hook"), bytes: [1, 2, 3]),
      MasterState(version: -7, name: try text("Hük № 🧮\u{0}"), bytes: []),
      MasterState(version: .max, name: try text(""), bytes: SharedBytes(payload(300))),
    ]
    metadata.operatorStates = try [
      operatorStateOperator(), keyedOperator(isRaw: false), keyedOperator(isRaw: true), emptyOperator(),
    ]
    if version >= .version3 {
      metadata.operatorStates.append(try coordinatedOperator())
      metadata.operatorStates.append(try channelOperator())
    }
    if version >= .version3 && since >= FlinkRelease(1, 14) {
      metadata.operatorStates.append(try finishedOperator())
      metadata.operatorStates.append(try partlyFinishedOperator())
    }
    if version >= .version4 {
      let type = SavepointType(name: try text("Savepoint"), formatType: .native, postCheckpointAction: .none)
      metadata.properties = CheckpointProperties(
        discardCancelled: false, discardFailed: false, discardFinished: false, discardSubsumed: false,
        discardSuspended: false, forced: true, unclaimed: false, checkpointType: .savepoint(type))
    }
    return metadata
  }
}

func text(_ string: String) throws -> ModifiedUTF8String { try ModifiedUTF8String(string) }

/// Bytes of every value.
func payload(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) } }
