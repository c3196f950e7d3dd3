import FlinkMetadata

/// The size of all files of incremental state that other checkpoints may use too. Nothing is copied or allocated.
func sharedSize(_ bytes: RawSpan) throws(FlinkMetadataError) -> Int64 {
  var size: Int64 = 0
  var operators = try CheckpointMetadataView(bytes).operatorStates
  while let operatorState = try operators.next() {
    var subtasks = operatorState.subtaskStates
    while let subtask = try subtasks.next() {
      var handles = subtask.managedKeyedState
      while let handle = try handles.next() {
        var files = handle.sharedState
        while let file = try files.next() { size &+= file.handle.stateSize }
      }
    }
  }
  return size
}
