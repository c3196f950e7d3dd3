// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// Sizes as Flink's classes compute them, from the values of a file. They are written down here once more, class by
// class, to be compared with what is summed up while a file is being read.

extension StreamStateHandle? {
  /// Flink's `getStateSize`, null being 0.
  var flinkSize: Int64 { self?.stateSize ?? 0 }
}

extension KeyedStateHandle {
  /// Flink's `getStateSize`.
  var flinkSize: Int64 {
    switch self {
    case .keyGroups(let handle), .savepointKeyGroups(let handle): handle.stateHandle.stateSize
    case .incrementalRemote(let handle):
      handle.metaStateHandle.flinkSize &+ (handle.sharedState + handle.privateState).map(\.handle.stateSize).sum
    case .changelogBackend(let handle):
      handle.materialized.map { $0?.flinkSize ?? 0 }.sum &+ handle.nonMaterialized.map(\.flinkSize).sum
    case .inMemoryChangelog(let handle): handle.changes.map { Int64($0.change.count) }.sum
    case .changelogStream(let handle): handle.stateSize
    }
  }

  /// Flink's `getCheckpointedSize`.
  var flinkCheckpointedSize: Int64 {
    switch self {
    case .keyGroups, .savepointKeyGroups, .inMemoryChangelog: flinkSize
    case .incrementalRemote(let handle):
      handle.checkpointedSize.flatMap { $0 == -1 ? nil : $0 } ?? flinkSize
    case .changelogBackend(let handle): handle.checkpointedSize ?? flinkSize
    case .changelogStream(let handle): handle.checkpointedSize ?? flinkSize
    }
  }
}

extension ChannelStateHandle {
  /// Flink's `getStateSize`.
  var flinkSize: Int64 {
    switch self {
    case .single(let handle): handle.stateSize
    case .merged(let handle): handle.stateSize
    }
  }
}

extension OperatorSubtaskState {
  /// Flink's `getCheckpointedSize`.
  var flinkCheckpointedSize: Int64 {
    let operatorStates = [managedOperatorState, rawOperatorState].map { $0?.delegateStateHandle.stateSize ?? 0 }
    let keyedStates = [managedKeyedState, rawKeyedState].map { $0?.flinkCheckpointedSize ?? 0 }
    return operatorStates.sum &+ keyedStates.sum &+ (inputChannelState + resultSubpartitionState).map(\.flinkSize).sum
  }
}

extension OperatorState {
  /// What Flink keeps: of subtasks with the same index the last.
  var flinkSubtaskStates: [OperatorSubtaskState] {
    Array(Dictionary(subtaskStates.map { ($0.subtaskIndex, $0) }, uniquingKeysWith: { $1 }).values)
  }

  /// Flink's `getCheckpointedSize`.
  var flinkCheckpointedSize: Int64 {
    Int64(coordinatorState?.data.count ?? 0) &+ flinkSubtaskStates.map(\.flinkCheckpointedSize).sum
  }
}

extension Sequence<Int64> {
  /// The sum, with Java's overflow.
  var sum: Int64 { reduce(0, &+) }
}

// MARK: Handles of a file

extension CheckpointMetadata {
  /// All stream handles, outermost first; a handle of key groups is followed by what it contains.
  var streamStateHandles: [StreamStateHandle] {
    var handles = operatorStates.compactMap { $0.coordinatorState.map(StreamStateHandle.byteStream) }
    for state in operatorStates.flatMap(\.subtaskStates) {
      handles += state.legacyOperatorState.compactMap { $0 }
      handles += [state.managedOperatorState, state.rawOperatorState].compactMap { $0?.delegateStateHandle }
      handles += [state.managedKeyedState, state.rawKeyedState].compactMap { $0 }.flatMap(\.streamStateHandles)
      handles += (state.inputChannelState + state.resultSubpartitionState).compactMap(\.delegate)
    }
    for state in taskStates.flatMap(\.subtaskStates) {
      handles += state.legacyOperatorState.compactMap { $0 }
      handles += (state.managedOperatorState + state.rawOperatorState).compactMap { $0?.delegateStateHandle }
      handles += [state.managedKeyedState, state.rawKeyedState].compactMap { $0 }.flatMap(\.streamStateHandles)
    }
    return handles.flatMap(\.withContents)
  }

  /// How many handles there are that are no stream handles.
  var otherHandleCount: Int {
    let subtasks = operatorStates.flatMap(\.subtaskStates)
    let taskSubtasks = taskStates.flatMap(\.subtaskStates)
    let operatorHandles =
      subtasks.flatMap { [$0.managedOperatorState, $0.rawOperatorState] }
      + taskSubtasks.flatMap { $0.managedOperatorState + $0.rawOperatorState }
    let keyedHandles =
      subtasks.flatMap { [$0.managedKeyedState, $0.rawKeyedState] }
      + taskSubtasks.flatMap { [$0.managedKeyedState, $0.rawKeyedState] }
    return operatorHandles.compactMap { $0 }.count + keyedHandles.compactMap { $0 }.map(\.handleCount).reduce(0, +)
      + subtasks.map { $0.inputChannelState.count + $0.resultSubpartitionState.count }.reduce(0, +)
  }
}

extension StreamStateHandle {
  fileprivate var withContents: [StreamStateHandle] {
    if case .keyGroups(let handle) = self { [self] + handle.stateHandle.withContents } else { [self] }
  }
}

extension ChannelStateHandle {
  fileprivate var delegate: StreamStateHandle? {
    switch self {
    case .single(let handle): handle.delegate
    case .merged(let handle): handle.delegate
    }
  }
}

extension KeyedStateHandle {
  fileprivate var streamStateHandles: [StreamStateHandle] {
    switch self {
    case .keyGroups(let handle), .savepointKeyGroups(let handle): [handle.stateHandle]
    case .incrementalRemote(let handle):
      [handle.metaStateHandle].compactMap { $0 } + (handle.sharedState + handle.privateState).map(\.handle)
    case .changelogBackend(let handle):
      (handle.materialized + handle.nonMaterialized).compactMap { $0 }.flatMap(\.streamStateHandles)
    case .inMemoryChangelog: []
    case .changelogStream(let handle): handle.streamStateHandles.compactMap(\.handle)
    }
  }

  /// This handle and the keyed handles in it.
  fileprivate var handleCount: Int {
    guard case .changelogBackend(let handle) = self else { return 1 }
    return 1 + (handle.materialized + handle.nonMaterialized).compactMap { $0 }.map(\.handleCount).reduce(0, +)
  }
}
