// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Goes over every view of a file and looks at what each holds, so that nothing can be left out.
struct ViewTraversal {
  private(set) var handles = 0
  /// A sum of sizes and offsets. It is not used, but the compiler cannot know that.
  private(set) var sum: Int64 = 0

  mutating func metadata(_ view: borrowing CheckpointMetadataView) throws(FlinkMetadataError) {
    var masters = view.masterStates
    while let master = try masters.next() { sum &+= Int64(master.bytes.byteCount) }
    var operators = view.operatorStates
    while let state = try operators.next() {
      if let coordinator = try state.coordinatorState { byteStream(coordinator) }
      var subtasks = state.subtaskStates
      while let subtask = try subtasks.next() { try subtaskState(subtask) }
    }
  }

  private mutating func subtaskState(_ view: borrowing OperatorSubtaskStateView) throws(FlinkMetadataError) {
    if let handle = try view.managedOperatorState { try operatorHandle(handle) }
    if let handle = try view.rawOperatorState { try operatorHandle(handle) }
    if let handle = try view.managedKeyedState { try keyed(handle) }
    if let handle = try view.rawKeyedState { try keyed(handle) }
    var inputs = view.inputChannelState
    while let input = try inputs.next() { try channel(input.handle) }
    var results = view.resultSubpartitionState
    while let result = try results.next() { try channel(result.handle) }
  }

  private mutating func operatorHandle(_ view: borrowing OperatorStreamStateHandleView) throws(FlinkMetadataError) {
    handles += 1
    var states = view.stateNameToPartitionOffsets
    while let state = try states.next() { sum &+= Int64(state.offsets.count) }
    try stream(view.delegateStateHandle)
  }

  // MARK: Keyed state handles

  private mutating func keyed(_ view: borrowing KeyedStateHandleView) throws(FlinkMetadataError) {
    handles += 1
    switch copy view {
    case .keyGroups(let handle), .savepointKeyGroups(let handle): try keyGroups(handle)
    case .incrementalRemote(let handle):
      if let meta = try handle.metaStateHandle { try stream(meta) }
      try files(handle.sharedState)
      try files(handle.privateState)
    case .changelogBackend(let handle):
      try keyedHandles(handle.materialized)
      try keyedHandles(handle.nonMaterialized)
    case .inMemoryChangelog(let handle):
      var changes = handle.changes
      while let change = try changes.next() { sum &+= Int64(change.change.byteCount) }
    case .changelogStream(let handle):
      var pairs = handle.streamStateHandles
      while let pair = try pairs.next() {
        if let part = pair.handle { try stream(part) }
      }
    @unknown default: break
    }
  }

  private mutating func keyedHandles(_ views: consuming MetadataViews<OptionalHandleView<KeyedStateHandleView>>)
    throws(FlinkMetadataError)
  {
    var views = views
    while let view = try views.next() {
      if let handle = view.handle { try keyed(handle) }
    }
  }

  private mutating func keyGroups(_ view: borrowing KeyGroupsStateHandleView) throws(FlinkMetadataError) {
    sum &+= Int64(view.offsets.count)
    try stream(view.stateHandle)
  }

  private mutating func files(_ views: consuming MetadataViews<HandleAndLocalPathView>) throws(FlinkMetadataError) {
    var views = views
    while let view = try views.next() {
      sum &+= Int64(view.localPath.bytes.byteCount)
      try stream(view.handle)
    }
  }

  // MARK: Channel state handles

  private mutating func channel(_ view: borrowing ChannelStateHandleView) throws(FlinkMetadataError) {
    handles += 1
    switch copy view {
    case .single(let handle):
      sum &+= Int64(handle.offsets.count)
      try stream(handle.delegate)
    case .merged(let handle):
      sum &+= Int64(handle.serializedChannelOffsets.byteCount)
      if let delegate = try handle.delegate { try stream(delegate) }
    @unknown default: break
    }
  }

  // MARK: Stream state handles

  private mutating func stream(_ view: borrowing StreamStateHandleView) throws(FlinkMetadataError) {
    switch copy view {
    case .byteStream(let handle): return byteStream(handle)
    case .file(let handle): sum &+= handle.stateSize &+ Int64(handle.filePath.bytes.byteCount)
    case .relativeFile(let handle): sum &+= handle.stateSize &+ Int64(handle.relativePath.bytes.byteCount)
    case .segment(let handle): sum &+= handle.stateSize &+ Int64(handle.filePath.bytes.byteCount)
    case .emptySegment: break
    case .keyGroups(let handle): try keyGroups(handle)
    @unknown default: break
    }
    handles += 1
  }

  private mutating func byteStream(_ view: borrowing ByteStreamStateHandleView) {
    handles += 1
    sum &+= Int64(view.data.byteCount) &+ Int64(view.handleName.bytes.byteCount)
  }
}
