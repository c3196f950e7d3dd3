// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What is in the state of an operator, apart from sizes.
public struct OperatorDetails: Sendable {
  /// The named states of operator state, each once, in the order of the file.
  public private(set) var operatorStates: [NamedState] = []
  /// Whether there are more than these, which are at most 1000.
  public private(set) var hasMoreStates = false
  /// How many input channels have state. Merged handles (version 6) count by the channels in them.
  public var inputChannels: Int64 = 0
  /// How many result subpartitions have state.
  public var resultSubpartitions: Int64 = 0

  /// A named state (Flink: `OperatorStateHandle.StateMetaInfo`).
  public struct NamedState: Sendable, Hashable {
    /// The name that the job gave the state; names that begin with an underscore are Flink's own.
    public var name: String
    /// How Flink distributes the state's elements when the parallelism changes.
    public var distributionMode: DistributionMode

    /// Whether both are of one mode and have the same bytes as their names, as Flink compares them.
    public static func == (first: NamedState, second: NamedState) -> Bool {
      first.distributionMode == second.distributionMode && ExactText(first.name) == ExactText(second.name)
    }

    /// Hashes the mode and the bytes of the name.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(distributionMode)
      hasher.combine(ExactText(name))
    }
  }

  private static var mostStates: Int { 1000 }
  private static var mostText: Int { 1 << 18 }
  private var textSize = 0
  private var known: Set<NamedState> = []

  /// No state.
  public init() {}

  /// Adds a state unless the subtask before had it too.
  mutating func add(_ name: ModifiedUTF8Span, _ mode: DistributionMode) {
    add(NamedState(name: String(name), distributionMode: mode))
  }

  /// The same for a state that is no part of a file.
  mutating func add(_ state: NamedState) {
    guard !known.contains(state) else { return }
    textSize += state.name.utf8.count
    guard operatorStates.count < Self.mostStates, textSize <= Self.mostText else { return hasMoreStates = true }
    known.insert(state)
    operatorStates.append(state)
  }

  /// Leaves out the states, as if there were too many.
  mutating func omitStates() { hasMoreStates = true }
}
