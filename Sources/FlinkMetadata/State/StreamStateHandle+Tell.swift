// SPEC.md 5, "Stream state handles", and 6, "Operator state handles"

extension ValueWalk where Visitor: ~Copyable {
  // MARK: 5. Stream state handles

  mutating func streamStateHandle(
    _ field: MetadataPath.Field, _ handle: StreamStateHandle?, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try part(field, &visitor) { walk, visitor throws(FlinkMetadataError) in
      try walk.streamStateHandle(handle, &visitor)
    }
  }

  mutating func streamStateHandle(_ handle: StreamStateHandle?, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    switch handle {
    case nil: try visitor.nullHandle()
    case .byteStream(let handle): try byteStream(handle, &visitor)
    case .file(let handle):
      try requirePath(handle.filePath)
      try requireFileSize(handle.stateSize)
      try visitor.fileStateHandle(filePath: handle.filePath.span, stateSize: handle.stateSize)
    case .relativeFile(let handle):
      try requireTag(.relativeFile)
      try requirePath(handle.relativePath)
      try requireFileSize(handle.stateSize)
      try visitor.relativeFileStateHandle(relativePath: handle.relativePath.span, stateSize: handle.stateSize)
    case .segment(let handle):
      try requireTag(.fileSegment)
      try requirePath(handle.filePath)
      try visitor.segmentFileStateHandle(
        filePath: handle.filePath.span, startPos: handle.startPos, stateSize: handle.stateSize,
        scope: handle.scope, logicalFileId: handle.logicalFileId.span)
    case .emptySegment:
      try requireTag(.emptyFileSegment)
      try visitor.emptySegmentFileStateHandle()
    case .keyGroups(let handle):
      try requireTag(.keyGroups)
      try require(dialect != .flink1_11, .tagInDialect)
      try require(handle.stateHandleId == nil, .savepointWithId)
      try nested { walk throws(FlinkMetadataError) in try walk.keyGroups(handle, .keyGroups, &visitor) }
    }
  }

  func byteStream(_ handle: ByteStreamStateHandle, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try visitor.byteStreamStateHandle(handleName: handle.handleName.span, byteCount: handle.data.count)
    try bytes(handle.data, &visitor)
  }

  // MARK: 6. Operator state handles

  mutating func operatorStateHandle(_ handle: OperatorStreamStateHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let isMerged = handle.fileMerging != nil
    if isMerged { try requireTag(.fileMergingOperatorState) }
    try visitor.beginOperatorStateHandle(tag: isMerged ? .fileMergingOperatorState : .partitionableOperatorState)
    try list(.stateNameToPartitionOffsets, handle.stateNameToPartitionOffsets, &visitor) {
      walk, state, visitor throws(FlinkMetadataError) in
      try visitor.stateMetaInfo(
        name: state.name.span, distributionMode: state.distributionMode, offsetCount: state.offsets.count)
      try walk.offsets(state.offsets, &visitor)
    }
    if let directories = handle.fileMerging {
      switch handle.delegateStateHandle {
      case .segment, .emptySegment: break
      default: throw error(.notRepresentable(.delegateOfMergedFiles))
      }
      try requirePath(directories.taskOwnedDirectory)
      try requirePath(directories.sharedDirectory)
      try visitor.fileMergingDirectories(
        taskOwnedDirectory: directories.taskOwnedDirectory.span, sharedDirectory: directories.sharedDirectory.span,
        isEmpty: directories.isEmpty)
    }
    try streamStateHandle(.delegateStateHandle, handle.delegateStateHandle, &visitor)
    try visitor.endOperatorStateHandle()
  }
}
