// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Values in the form in which they come back from Flink's objects, so that those that say the same are equal:
///
/// - what Flink keeps in maps (subtasks, named operator states, up to 1.15 the files of incremental handles) is sorted;
///   of two such files with the same name the last is left;
/// - what Flink drops when it reads is dropped: chain lengths, durations, state of Flink 1.1, absent materialized handles;
/// - what Flink makes up when it reads a handle without (ids and sizes of newer tags) is dropped, by comparison with the
///   values that Flink has read.
struct AsFlinkKeepsIt {
  private let release: FlinkRelease

  /// The form that a release's objects give the values.
  init(_ release: FlinkRelease) { self.release = release }

  /// The values; if they were read from what Flink has written, `source` is what Flink had read.
  func metadata(_ metadata: CheckpointMetadata, likewise source: CheckpointMetadata? = nil) -> CheckpointMetadata {
    var result = metadata
    for index in result.operatorStates.indices {
      let other = source?.operatorStates.indices.contains(index) == true ? source?.operatorStates[index] : nil
      operatorState(&result.operatorStates[index], other)
    }
    for task in result.taskStates.indices {
      result.taskStates[task].subtaskStates.sort { $0.subtaskIndex < $1.subtaskIndex }
      for index in result.taskStates[task].subtaskStates.indices {
        taskSubtaskState(&result.taskStates[task].subtaskStates[index])
      }
    }
    return result
  }

  private func operatorState(_ state: inout OperatorState, _ source: OperatorState?) {
    state.chainLength = nil
    state.subtaskStates.sort { $0.subtaskIndex < $1.subtaskIndex }
    for index in state.subtaskStates.indices {
      let other = source?.subtaskStates.indices.contains(index) == true ? source?.subtaskStates[index] : nil
      subtaskState(&state.subtaskStates[index], other)
    }
  }

  private func subtaskState(_ state: inout OperatorSubtaskState, _ source: OperatorSubtaskState?) {
    state.duration = nil
    state.legacyOperatorState = []
    sortNames(&state.managedOperatorState)
    sortNames(&state.rawOperatorState)
    keyedState(&state.managedKeyedState, source?.managedKeyedState)
    keyedState(&state.rawKeyedState, source?.rawKeyedState)
  }

  private func taskSubtaskState(_ state: inout TaskSubtaskState) {
    state.duration = -1
    state.legacyOperatorState = []
    for index in state.managedOperatorState.indices { sortNames(&state.managedOperatorState[index]) }
    for index in state.rawOperatorState.indices { sortNames(&state.rawOperatorState[index]) }
  }

  private func sortNames(_ handle: inout OperatorStreamStateHandle?) {
    handle?.stateNameToPartitionOffsets.sort { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
  }

  // MARK: Keyed state handles

  private func keyedState(_ handle: inout KeyedStateHandle?, _ source: KeyedStateHandle?) {
    switch (handle, source) {
    case (.keyGroups(var keyGroups), let source):
      if case .keyGroups(let source) = source, source.stateHandleId == nil { keyGroups.stateHandleId = nil }
      handle = .keyGroups(keyGroups)
    case (.incrementalRemote(var incremental), let source):
      if case .incrementalRemote(let source) = source, source.stateHandleId == nil {
        incremental.stateHandleId = nil
        incremental.checkpointedSize = nil
      }
      sortPaths(&incremental.sharedState)
      sortPaths(&incremental.privateState)
      handle = .incrementalRemote(incremental)
    case (.changelogBackend(var changelog), let source):
      var other: ChangelogStateBackendHandle?
      if case .changelogBackend(let source) = source { other = source }
      changelogBackend(&changelog, other)
      handle = .changelogBackend(changelog)
    case (.changelogStream(var stream), let source):
      if case .changelogStream(let source) = source, source.storageIdentifier == nil { stream.storageIdentifier = nil }
      handle = .changelogStream(stream)
    default: break
    }
  }

  private func changelogBackend(
    _ handle: inout ChangelogStateBackendHandle, _ source: ChangelogStateBackendHandle?
  ) {
    if let source, source.checkpointId == nil { handle.checkpointId = nil }
    handle.materialized.removeAll { $0 == nil }
    for index in handle.materialized.indices {
      let other = source?.materialized.indices.contains(index) == true ? source?.materialized[index] : nil
      keyedState(&handle.materialized[index], other)
    }
    for index in handle.nonMaterialized.indices {
      let other = source?.nonMaterialized.indices.contains(index) == true ? source?.nonMaterialized[index] : nil
      var part: KeyedStateHandle? = handle.nonMaterialized[index]
      keyedState(&part, other)
      if let part { handle.nonMaterialized[index] = part }
    }
  }

  private func sortPaths(_ files: inout [HandleAndLocalPath]) {
    if release < FlinkRelease(1, 16) {
      var last: [ModifiedUTF8String: HandleAndLocalPath] = [:]
      for file in files { last[file.localPath] = file }
      files = Array(last.values)
    }
    files.sort { $0.localPath.utf16.lexicographicallyPrecedes($1.localPath.utf16) }
  }
}
