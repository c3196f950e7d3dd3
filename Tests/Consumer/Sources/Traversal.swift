import FlinkMetadata

/// Goes over every view of a file and adds up what it finds, so that nothing can be left out.
struct Traversal {
  private(set) var handles = 0
  private(set) var bytes = 0
  private(set) var offsets = 0

  mutating func metadata(_ view: borrowing CheckpointMetadataView) throws(FlinkMetadataError) {
    var masters = view.masterStates
    while let master = try masters.next() { bytes += master.bytes.byteCount + master.name.bytes.byteCount }
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
      while let state = try states.next() {
        bytes += state.name.bytes.byteCount
        offsets += state.offsets.count
      }
      try streams(view.delegateStateHandle)
    }
  }

  private mutating func keyedHandles(_ views: consuming MetadataViews<KeyedStateHandleView>)
    throws(FlinkMetadataError)
  {
    var views = views
    while let view = try views.next() {
      handles += 1
      offsets += view.offsets.count
      try streams(view.stateHandle)
      try streams(view.metaStateHandle)
      try files(view.sharedState)
      try files(view.privateState)
      try keyedHandles(view.materialized)
      try keyedHandles(view.nonMaterialized)
      var changes = view.changes
      while let change = try changes.next() { bytes += change.change.byteCount }
      var pairs = view.streamStateHandles
      while let pair = try pairs.next() { try stream(pair.handle) }
    }
  }

  private mutating func files(_ views: consuming MetadataViews<HandleAndLocalPathView>) throws(FlinkMetadataError) {
    var views = views
    while let view = try views.next() {
      bytes += view.localPath.bytes.byteCount
      try stream(view.handle)
    }
  }

  private mutating func channel(_ view: borrowing ChannelStateHandleView) throws(FlinkMetadataError) {
    handles += 1
    offsets += view.offsets.count
    bytes += view.serializedChannelOffsets.byteCount
    try streams(view.delegate)
  }

  private mutating func streams(_ views: consuming MetadataViews<StreamStateHandleView>) throws(FlinkMetadataError) {
    var views = views
    while let view = try views.next() { try stream(view) }
  }

  private mutating func stream(_ view: borrowing StreamStateHandleView) throws(FlinkMetadataError) {
    handles += 1
    bytes += view.data.byteCount
    if let path = view.path { bytes += path.bytes.byteCount }
    offsets += view.offsets.count
    try streams(view.stateHandle)
  }
}
