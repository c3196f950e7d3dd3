// SPDX-License-Identifier: Apache-2.0

/// Something that a conversion to another version would lose, or change in a way that Flink would notice.
public struct ConversionLoss: Sendable, Hashable, CustomStringConvertible {
  /// The kinds of losses; each can be accepted when converting.
  @nonexhaustive
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Names and uids of operators: below version 5. Flink finds state by the operator's id and does not need them.
    case operatorNames = "operator name and uid are dropped"
    /// What kind of checkpoint it is: below version 4. Flink then treats it as an ordinary savepoint or checkpoint.
    case checkpointProperties = "checkpoint properties are dropped"
    /// State of operator coordinators, such as the splits of a source: below version 3. Sources begin anew.
    case coordinatorState = "coordinator state is dropped"
    /// Data in flight: below version 3. Records that were in flight are lost.
    case channelState = "channel state is dropped"
    /// That operators or subtasks have finished: below version 3, and for releases before 1.14. They run again.
    case finishedState = "finished operators and subtasks become operators and subtasks without state"
    /// The checkpoint that a regional checkpoint took state from: below version 7.
    case refCheckpointId = "the reference to another checkpoint is dropped"
    /// State of Flink 1.1 in versions 1 and 2.
    case legacyOperatorState = "state of Flink 1.1 is dropped"
    /// Sizes or ids of handles, where the release has only older tags. Flink makes new ids; sizes are only shown.
    case handleIds = "checkpointed size, materialization and ids of the handle are dropped"
    /// A handle whose kind the release does not know: the state that it refers to is lost.
    case handle = "the handle is dropped, and with it the state"
  }

  /// The kind of loss.
  public var kind: Kind
  /// The part of the checkpoint that is affected.
  public var path: MetadataPath

  /// What is lost where, as one line.
  public var description: String { path.components.isEmpty ? kind.rawValue : "\(path): \(kind.rawValue)" }
}
