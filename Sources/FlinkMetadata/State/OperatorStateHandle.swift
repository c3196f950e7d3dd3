// SPEC.md 6, "Operator state handles"

/// State of an operator that is not keyed (Flink: `OperatorStreamStateHandle`, with its subclass
/// `FileMergingOperatorStreamStateHandle`).
public struct OperatorStreamStateHandle: Sendable, Hashable {
  /// The named states and their elements' offsets, in file order. Flink keeps them in a map: of two with the same name
  /// the last counts.
  public var stateNameToPartitionOffsets: [StateMetaInfo]
  /// The directories of merged files: not nil makes this a `FileMergingOperatorStreamStateHandle` (tag 17), whose
  /// delegate must be a segment or an empty segment.
  public var fileMerging: FileMergingDirectories?
  /// Where the elements lie.
  public var delegateStateHandle: StreamStateHandle

  /// Makes a handle.
  public init(
    stateNameToPartitionOffsets: [StateMetaInfo], fileMerging: FileMergingDirectories? = nil,
    delegateStateHandle: StreamStateHandle
  ) {
    self.stateNameToPartitionOffsets = stateNameToPartitionOffsets
    self.fileMerging = fileMerging
    self.delegateStateHandle = delegateStateHandle
  }
}

/// A named operator state (Flink: `OperatorStateHandle.StateMetaInfo`).
public struct StateMetaInfo: Sendable, Hashable {
  /// The state's name.
  public var name: ModifiedUTF8String
  /// How its elements are distributed when the job is rescaled.
  public var distributionMode: DistributionMode
  /// Where in the delegate each element begins, in bytes.
  public var offsets: Offsets

  /// Makes a named state.
  public init(name: ModifiedUTF8String, distributionMode: DistributionMode, offsets: Offsets) {
    self.name = name
    self.distributionMode = distributionMode
    self.offsets = offsets
  }
}

/// The directories in which merged files lie (Flink: the members of `FileMergingOperatorStreamStateHandle`, since 1.20).
public struct FileMergingDirectories: Sendable, Hashable {
  /// The directory of the files that the task owns.
  public var taskOwnedDirectory: ModifiedUTF8String
  /// The directory of the files that checkpoints share.
  public var sharedDirectory: ModifiedUTF8String
  /// Whether the handle is Flink's `EmptyFileMergingOperatorStreamStateHandle`.
  public var isEmpty: Bool

  /// Makes the directories.
  public init(taskOwnedDirectory: ModifiedUTF8String, sharedDirectory: ModifiedUTF8String, isEmpty: Bool) {
    self.taskOwnedDirectory = taskOwnedDirectory
    self.sharedDirectory = sharedDirectory
    self.isEmpty = isEmpty
  }
}
