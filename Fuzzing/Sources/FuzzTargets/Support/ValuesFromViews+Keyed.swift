// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// Keyed state handles.

extension ValuesFromViews {
  static func keyed(_ view: borrowing KeyedStateHandleView) throws(FlinkMetadataError) -> KeyedStateHandle {
    switch copy view {
    case .keyGroups(let handle): return .keyGroups(try keyGroups(handle))
    case .savepointKeyGroups(let handle): return .savepointKeyGroups(try keyGroups(handle))
    case .incrementalRemote(let handle): return .incrementalRemote(try incremental(handle))
    case .changelogBackend(let handle): return .changelogBackend(try changelog(handle))
    case .inMemoryChangelog(let handle): return .inMemoryChangelog(try inMemoryChangelog(handle))
    case .changelogStream(let handle): return .changelogStream(try changelogStream(handle))
    }
  }

  static func keyGroups(_ view: borrowing KeyGroupsStateHandleView) throws(FlinkMetadataError) -> KeyGroupsStateHandle {
    KeyGroupsStateHandle(
      keyGroupRange: view.keyGroupRange, offsets: offsets(view.offsets), stateHandle: try stream(view.stateHandle),
      stateHandleId: try string(view.stateHandleId))
  }

  private static func incremental(_ view: borrowing IncrementalRemoteKeyedStateHandleView) throws(FlinkMetadataError)
    -> IncrementalRemoteKeyedStateHandle
  {
    IncrementalRemoteKeyedStateHandle(
      checkpointId: view.checkpointId, backendIdentifier: ModifiedUTF8String(copying: view.backendIdentifier),
      keyGroupRange: view.keyGroupRange, checkpointedSize: view.checkpointedSize,
      metaStateHandle: try stream(view.metaStateHandle), sharedState: try files(view.sharedState),
      privateState: try files(view.privateState), stateHandleId: string(view.stateHandleId))
  }

  private static func files(_ views: consuming MetadataViews<HandleAndLocalPathView>) throws(FlinkMetadataError)
    -> [HandleAndLocalPath]
  {
    var views = views
    var values: [HandleAndLocalPath] = []
    while let view = try views.next() {
      values.append(
        HandleAndLocalPath(localPath: ModifiedUTF8String(copying: view.localPath), handle: try stream(view.handle)))
    }
    return values
  }

  private static func changelog(_ view: borrowing ChangelogStateBackendHandleView) throws(FlinkMetadataError)
    -> ChangelogStateBackendHandle
  {
    ChangelogStateBackendHandle(
      keyGroupRange: view.keyGroupRange, checkpointedSize: view.checkpointedSize,
      materialized: try keyedHandles(view.materialized),
      nonMaterialized: try keyedHandles(view.nonMaterialized).compactMap(\.self),
      materializationId: view.materializationId, checkpointId: view.checkpointId,
      stateHandleId: string(view.stateHandleId))
  }

  private static func keyedHandles(_ views: consuming MetadataViews<OptionalHandleView<KeyedStateHandleView>>)
    throws(FlinkMetadataError) -> [KeyedStateHandle?]
  {
    var views = views
    var values: [KeyedStateHandle?] = []
    while let view = try views.next() {
      if let handle = view.handle { values.append(try keyed(handle)) } else { values.append(nil) }
    }
    return values
  }

  private static func inMemoryChangelog(_ view: borrowing InMemoryChangelogStateHandleView) throws(FlinkMetadataError)
    -> InMemoryChangelogStateHandle
  {
    var handle = InMemoryChangelogStateHandle(
      keyGroupRange: view.keyGroupRange, from: view.from, to: view.to, changes: [],
      stateHandleId: string(view.stateHandleId))
    var changes = view.changes
    while let change = try changes.next() {
      handle.changes.append(StateChange(keyGroup: change.keyGroup, change: bytes(change.change)))
    }
    return handle
  }

  private static func changelogStream(_ view: borrowing ChangelogStateHandleStreamView) throws(FlinkMetadataError)
    -> ChangelogStateHandleStream
  {
    var handle = ChangelogStateHandleStream(
      keyGroupRange: view.keyGroupRange, streamStateHandles: [], stateSize: view.stateSize,
      checkpointedSize: view.checkpointedSize, stateHandleId: string(view.stateHandleId),
      storageIdentifier: string(view.storageIdentifier))
    var streams = view.streamStateHandles
    while let pair = try streams.next() {
      handle.streamStateHandles.append(
        StreamStateHandleAndOffset(offset: pair.offset, handle: try stream(pair.handle)))
    }
    return handle
  }
}
