// SPDX-License-Identifier: Apache-2.0

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
    while let state = try states.next() {
      bytes += state.name.bytes.byteCount
      offsets += state.offsets.count
    }
    if let directories = view.fileMerging {
      bytes += directories.taskOwnedDirectory.bytes.byteCount + directories.sharedDirectory.bytes.byteCount
    }
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
      while let change = try changes.next() { bytes += change.change.byteCount }
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
    offsets += view.offsets.count
    try stream(view.stateHandle)
  }

  private mutating func files(_ views: consuming MetadataViews<HandleAndLocalPathView>) throws(FlinkMetadataError) {
    var views = views
    while let view = try views.next() {
      bytes += view.localPath.bytes.byteCount
      try stream(view.handle)
    }
  }

  // MARK: Channel state handles

  private mutating func channel(_ view: borrowing ChannelStateHandleView) throws(FlinkMetadataError) {
    handles += 1
    switch copy view {
    case .single(let handle):
      offsets += handle.offsets.count
      try stream(handle.delegate)
    case .merged(let handle):
      bytes += handle.serializedChannelOffsets.byteCount
      if let delegate = try handle.delegate { try stream(delegate) }
    @unknown default: break
    }
  }

  // MARK: Stream state handles

  private mutating func stream(_ view: borrowing StreamStateHandleView) throws(FlinkMetadataError) {
    switch copy view {
    case .byteStream(let handle): return byteStream(handle)
    case .file(let handle): bytes += handle.filePath.bytes.byteCount
    case .relativeFile(let handle): bytes += handle.relativePath.bytes.byteCount
    case .segment(let handle): bytes += handle.filePath.bytes.byteCount
    case .emptySegment: break
    case .keyGroups(let handle): try keyGroups(handle)
    @unknown default: break
    }
    handles += 1
  }

  private mutating func byteStream(_ view: borrowing ByteStreamStateHandleView) {
    handles += 1
    bytes += view.data.byteCount + view.handleName.bytes.byteCount
  }
}
