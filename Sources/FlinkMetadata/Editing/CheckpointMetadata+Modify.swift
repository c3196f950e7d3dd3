// SPDX-License-Identifier: Apache-2.0

extension CheckpointMetadata {
  /// Calls a closure with every stream state handle of the checkpoint, so that it can replace the handle. The outermost
  /// comes first: a handle that contains others (key groups) is followed by those.
  ///
  /// To change paths in a file of any size, without values, use a ``PathRewriter``.
  public mutating func modifyStreamStateHandles(_ modify: (inout StreamStateHandle) -> Void) {
    for index in operatorStates.indices {
      for subtask in operatorStates[index].subtaskStates.indices {
        operatorStates[index].subtaskStates[subtask].modifyStreamStateHandles(modify)
      }
    }
    for index in taskStates.indices {
      for subtask in taskStates[index].subtaskStates.indices {
        taskStates[index].subtaskStates[subtask].modifyStreamStateHandles(modify)
      }
    }
  }
}

extension OperatorSubtaskState {
  mutating func modifyStreamStateHandles(_ modify: (inout StreamStateHandle) -> Void) {
    for index in legacyOperatorState.indices { legacyOperatorState[index]?.modify(modify) }
    managedOperatorState?.delegateStateHandle.modify(modify)
    rawOperatorState?.delegateStateHandle.modify(modify)
    managedKeyedState?.modify(modify)
    rawKeyedState?.modify(modify)
    for index in inputChannelState.indices { inputChannelState[index].modify(modify) }
    for index in resultSubpartitionState.indices { resultSubpartitionState[index].modify(modify) }
  }
}

extension TaskSubtaskState {
  mutating func modifyStreamStateHandles(_ modify: (inout StreamStateHandle) -> Void) {
    for index in legacyOperatorState.indices { legacyOperatorState[index]?.modify(modify) }
    for index in managedOperatorState.indices { managedOperatorState[index]?.delegateStateHandle.modify(modify) }
    for index in rawOperatorState.indices { rawOperatorState[index]?.delegateStateHandle.modify(modify) }
    managedKeyedState?.modify(modify)
    rawKeyedState?.modify(modify)
  }
}

extension StreamStateHandle {
  fileprivate mutating func modify(_ modify: (inout StreamStateHandle) -> Void) {
    modify(&self)
    guard case .keyGroups(var handle) = self else { return }
    handle.stateHandle.modify(modify)
    self = .keyGroups(handle)
  }
}

extension KeyedStateHandle {
  fileprivate mutating func modify(_ modify: (inout StreamStateHandle) -> Void) {
    switch self {
    case .keyGroups(var handle):
      handle.stateHandle.modify(modify)
      self = .keyGroups(handle)
    case .savepointKeyGroups(var handle):
      handle.stateHandle.modify(modify)
      self = .savepointKeyGroups(handle)
    case .incrementalRemote(var handle):
      handle.metaStateHandle?.modify(modify)
      for index in handle.sharedState.indices { handle.sharedState[index].handle.modify(modify) }
      for index in handle.privateState.indices { handle.privateState[index].handle.modify(modify) }
      self = .incrementalRemote(handle)
    case .changelogBackend(var handle):
      for index in handle.materialized.indices { handle.materialized[index]?.modify(modify) }
      for index in handle.nonMaterialized.indices { handle.nonMaterialized[index].modify(modify) }
      self = .changelogBackend(handle)
    case .changelogStream(var handle):
      for index in handle.streamStateHandles.indices { handle.streamStateHandles[index].handle?.modify(modify) }
      self = .changelogStream(handle)
    case .inMemoryChangelog:
      break
    }
  }
}

extension ChannelStateHandle {
  fileprivate mutating func modify(_ modify: (inout StreamStateHandle) -> Void) {
    switch self {
    case .single(var handle):
      handle.delegate.modify(modify)
      self = .single(handle)
    case .merged(var handle):
      handle.delegate?.modify(modify)
      self = .merged(handle)
    }
  }
}
