// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The size of all files of incremental state that other checkpoints may use too. Nothing is copied or allocated.
func sharedSize(_ file: MetadataFile) throws(FlinkMetadataError) -> Int64 {
  var size: Int64 = 0
  var operators = try file.view.operatorStates
  while let operatorState = try operators.next() {
    var subtasks = operatorState.subtaskStates
    while let subtask = try subtasks.next() {
      guard case .incrementalRemote(let state)? = try subtask.managedKeyedState else { continue }
      var files = state.sharedState
      while let file = try files.next() { size &+= try file.handle.stateSize }
    }
  }
  return size
}
