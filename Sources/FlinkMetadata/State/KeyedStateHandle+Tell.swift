// SPEC.md 7, "Keyed state handles"

extension ValueWalk where Visitor: ~Copyable {
  mutating func keyedStateHandle(
    _ field: MetadataPath.Field, _ handle: KeyedStateHandle?, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try part(field, &visitor) { walk, visitor throws(FlinkMetadataError) in
      try walk.keyedStateHandle(handle, &visitor)
    }
  }

  mutating func keyedStateHandle(_ handle: KeyedStateHandle?, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    guard let handle else { return try visitor.nullHandle() }
    try nested { walk throws(FlinkMetadataError) in
      switch handle {
      case .keyGroups(let handle):
        try walk.keyGroups(handle, handle.stateHandleId == nil ? .keyGroups : .keyGroupsV2, &visitor)
      case .savepointKeyGroups(let handle):
        try walk.require(handle.stateHandleId == nil, .savepointWithId)
        try walk.keyGroups(handle, .savepointKeyGroups, &visitor)
      case .incrementalRemote(let handle): try walk.incremental(handle, &visitor)
      case .changelogBackend(let handle): try walk.changelog(handle, &visitor)
      case .inMemoryChangelog(let handle): try walk.inMemoryChangelog(handle, &visitor)
      case .changelogStream(let handle): try walk.changelogStream(handle, &visitor)
      }
    }
  }

  mutating func keyGroups(_ handle: KeyGroupsStateHandle, _ tag: HandleTag, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    if tag != .keyGroups { try requireTag(tag) }
    let range = handle.keyGroupRange
    try requireLegal(range)
    try require(handle.offsets.count == Int(range.numberOfKeyGroups), .offsetCount)
    try require(!(range.isEmpty && range.numberOfKeyGroups > 0), .offsetCount)
    try visitor.beginKeyGroupsStateHandle(tag: tag, keyGroupRange: range)
    try offsets(handle.offsets, &visitor)
    try streamStateHandle(.stateHandle, handle.stateHandle, &visitor)
    try visitor.endKeyGroupsStateHandle(stateHandleId: span(handle.stateHandleId))
  }

  private mutating func incremental(_ handle: IncrementalRemoteKeyedStateHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let isV2 = handle.stateHandleId != nil
    try requireTag(isV2 ? .incrementalKeyGroupsV2 : .incrementalKeyGroups)
    try require((handle.checkpointedSize != nil) == isV2, .incompleteV2)
    try requireLegal(handle.keyGroupRange)
    try visitor.beginIncrementalRemoteKeyedStateHandle(
      tag: isV2 ? .incrementalKeyGroupsV2 : .incrementalKeyGroups, checkpointId: handle.checkpointId,
      backendIdentifier: handle.backendIdentifier.span, keyGroupRange: handle.keyGroupRange,
      checkpointedSize: handle.checkpointedSize)
    try streamStateHandle(.metaStateHandle, handle.metaStateHandle, &visitor)
    try files(.sharedState, handle.sharedState, &visitor)
    try files(.privateState, handle.privateState, &visitor)
    try visitor.endIncrementalRemoteKeyedStateHandle(stateHandleId: span(handle.stateHandleId))
  }

  private mutating func files(
    _ field: MetadataPath.Field, _ files: [HandleAndLocalPath], _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try list(field, files, &visitor) { walk, file, visitor throws(FlinkMetadataError) in
      try visitor.localPath(file.localPath.span)
      try walk.streamStateHandle(.handle, file.handle, &visitor)
    }
  }
}
