// SPDX-License-Identifier: Apache-2.0

// SPEC.md 9, "Checkpoint properties"

/// What kind of checkpoint a file describes and when Flink may delete it (Flink: `CheckpointProperties`, in the file
/// since 1.16).
public struct CheckpointProperties: Sendable, Hashable {
  /// Whether the checkpoint is deleted when the job is cancelled.
  public var discardCancelled: Bool
  /// Whether the checkpoint is deleted when the job fails.
  public var discardFailed: Bool
  /// Whether the checkpoint is deleted when the job finishes.
  public var discardFinished: Bool
  /// Whether the checkpoint is deleted when newer ones take its place.
  public var discardSubsumed: Bool
  /// Whether the checkpoint is deleted when the job is suspended.
  public var discardSuspended: Bool
  /// Whether it was triggered without regard to the limits on checkpoints; true for savepoints.
  public var forced: Bool
  /// Whether a job was restored from it without taking it over (`NO_CLAIM`).
  public var unclaimed: Bool
  /// Checkpoint or savepoint, and which.
  public var checkpointType: SnapshotType

  /// Makes properties.
  public init(
    discardCancelled: Bool, discardFailed: Bool, discardFinished: Bool, discardSubsumed: Bool,
    discardSuspended: Bool, forced: Bool, unclaimed: Bool, checkpointType: SnapshotType
  ) {
    self.discardCancelled = discardCancelled
    self.discardFailed = discardFailed
    self.discardFinished = discardFinished
    self.discardSubsumed = discardSubsumed
    self.discardSuspended = discardSuspended
    self.forced = forced
    self.unclaimed = unclaimed
    self.checkpointType = checkpointType
  }
}

/// Checkpoint or savepoint (Flink: `SnapshotType`).
@nonexhaustive
public enum SnapshotType: Sendable, Hashable {
  /// A checkpoint (Flink: `CheckpointType`).
  case checkpoint(CheckpointType)
  /// A savepoint (Flink: `SavepointType`).
  case savepoint(SavepointType)

  /// Whether this is a savepoint.
  public var isSavepoint: Bool {
    if case .savepoint = self { true } else { false }
  }

  /// Flink's name of the kind, such as "Checkpoint" or "Terminate Savepoint".
  public var name: ModifiedUTF8String {
    switch self {
    case .checkpoint(let type): type.name
    case .savepoint(let type): type.name
    }
  }
}

/// A kind of checkpoint (Flink: `CheckpointType`).
public struct CheckpointType: Sendable, Hashable {
  /// "Checkpoint" or "Full Checkpoint".
  public var name: ModifiedUTF8String
  /// Which files it may share with other checkpoints.
  public var sharingFilesStrategy: SharingFilesStrategy

  /// Makes a kind of checkpoint.
  public init(name: ModifiedUTF8String, sharingFilesStrategy: SharingFilesStrategy) {
    self.name = name
    self.sharingFilesStrategy = sharingFilesStrategy
  }
}

/// A kind of savepoint (Flink: `SavepointType`).
public struct SavepointType: Sendable, Hashable {
  /// "Savepoint", "Terminate Savepoint" or "Suspend Savepoint".
  public var name: ModifiedUTF8String
  /// The format of its state.
  public var formatType: SavepointFormatType
  /// What happens to the job once the savepoint is complete.
  public var postCheckpointAction: PostCheckpointAction

  /// Makes a kind of savepoint.
  public init(
    name: ModifiedUTF8String, formatType: SavepointFormatType, postCheckpointAction: PostCheckpointAction
  ) {
    self.name = name
    self.formatType = formatType
    self.postCheckpointAction = postCheckpointAction
  }
}

/// Which files a checkpoint may share (Flink: `SnapshotType.SharingFilesStrategy`).
@nonexhaustive
public enum SharingFilesStrategy: String, Sendable, Hashable, CaseIterable {
  /// With earlier and later checkpoints: incremental checkpoints.
  case forwardBackward = "FORWARD_BACKWARD"
  /// With later checkpoints only: full checkpoints.
  case forward = "FORWARD"
  /// With none: savepoints.
  case noSharing = "NO_SHARING"

  /// Flink's name of the constant.
  public var flinkName: StaticString {
    switch self {
    case .forwardBackward: "FORWARD_BACKWARD"
    case .forward: "FORWARD"
    case .noSharing: "NO_SHARING"
    }
  }
}

/// The format of a savepoint's state (Flink: `SavepointFormatType`).
@nonexhaustive
public enum SavepointFormatType: String, Sendable, Hashable, CaseIterable {
  /// One for all state backends.
  case canonical = "CANONICAL"
  /// The state backend's own.
  case native = "NATIVE"

  /// Flink's name of the constant.
  public var flinkName: StaticString {
    switch self {
    case .canonical: "CANONICAL"
    case .native: "NATIVE"
    }
  }
}

/// What happens to a job after a savepoint (Flink: `SavepointType.PostCheckpointAction`).
@nonexhaustive
public enum PostCheckpointAction: String, Sendable, Hashable, CaseIterable {
  /// It runs on.
  case none = "NONE"
  /// It stops, and can be resumed.
  case suspend = "SUSPEND"
  /// It stops after draining its sources.
  case terminate = "TERMINATE"

  /// Flink's name of the constant.
  public var flinkName: StaticString {
    switch self {
    case .none: "NONE"
    case .suspend: "SUSPEND"
    case .terminate: "TERMINATE"
    }
  }
}
