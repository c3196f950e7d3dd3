import FlinkMetadata

/// Goes over every view of a file and looks at what each holds, so that nothing can be left out.
struct ViewTraversal {
  private(set) var handles = 0
  /// A sum of sizes and offsets, which nobody needs but which the compiler cannot know.
  private(set) var sum: Int64 = 0

  mutating func metadata(_ view: borrowing CheckpointMetadataView) throws(FlinkMetadataError) {
    var masters = view.masterStates
    while let master = try masters.next() { sum &+= Int64(master.bytes.byteCount) }
    var operators = view.operatorStates
    while let state = try operators.next() {
      try streams(state.coordinatorState)
      var subtasks = state.subtaskStates
      while let subtask = try subtasks.next() { try subtaskState(subtask) }
    }
  }

  private mutating func subtaskState(_ view: borrowing SubtaskStateView) throws(FlinkMetadataError) {
    try operatorHandles(view.managedOperatorState)
    try operatorHandles(view.rawOperatorState)
    try keyedHandles(view.managedKeyedState)
    try keyedHandles(view.rawKeyedState)
    var inputs = view.inputChannelState
    while let input = try inputs.next() { try channel(input.handle) }
    var results = view.resultSubpartitionState
    while let result = try results.next() { try channel(result.handle) }
  }

  private mutating func operatorHandles(_ views: consuming MetadataViews<OperatorStateHandleView>)
    throws(FlinkMetadataError)
  {
    var views = views
    while let view = try views.next() {
      handles += 1
      var states = view.stateNameToPartitionOffsets
      while let state = try states.next() { sum &+= Int64(state.offsets.count) }
      try streams(view.delegateStateHandle)
    }
  }

  private mutating func keyedHandles(_ views: consuming MetadataViews<KeyedStateHandleView>)
    throws(FlinkMetadataError)
  {
    var views = views
    while let view = try views.next() {
      if view.tag == .null { continue }
      handles += 1
      sum &+= Int64(view.offsets.count)
      try streams(view.stateHandle)
      try streams(view.metaStateHandle)
      try files(view.sharedState)
      try files(view.privateState)
      try keyedHandles(view.materialized)
      try keyedHandles(view.nonMaterialized)
      var changes = view.changes
      while let change = try changes.next() { sum &+= Int64(change.change.byteCount) }
      var pairs = view.streamStateHandles
      while let pair = try pairs.next() { try stream(pair.handle) }
    }
  }

  private mutating func files(_ views: consuming MetadataViews<HandleAndLocalPathView>) throws(FlinkMetadataError) {
    var views = views
    while let view = try views.next() {
      sum &+= Int64(view.localPath.bytes.byteCount)
      try stream(view.handle)
    }
  }

  private mutating func channel(_ view: borrowing ChannelStateHandleView) throws(FlinkMetadataError) {
    handles += 1
    sum &+= Int64(view.offsets.count + view.serializedChannelOffsets.byteCount)
    try streams(view.delegate)
  }

  private mutating func streams(_ views: consuming MetadataViews<StreamStateHandleView>) throws(FlinkMetadataError) {
    var views = views
    while let view = try views.next() { try stream(view) }
  }

  private mutating func stream(_ view: borrowing StreamStateHandleView) throws(FlinkMetadataError) {
    if view.tag == .null { return }
    handles += 1
    sum &+= view.stateSize
    if let path = view.path { sum &+= Int64(path.bytes.byteCount) }
    try streams(view.stateHandle)
  }
}
