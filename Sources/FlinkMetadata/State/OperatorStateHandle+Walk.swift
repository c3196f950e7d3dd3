// SPEC.md 6, "Operator state handles"
//
//   tag 0   (nothing)
//   tag 4   states, StreamStateHandle delegate
//   tag 17  states, utf taskOwnedDirectory, utf sharedDirectory, bool isEmpty, StreamStateHandle delegate (15 or 16)
//   states  i32 n, n * ( utf name, i8 distributionMode, i32 m, i64 offset * m )

extension MetadataWalk {
  /// An operator state handle that is a field of a subtask's state.
  @inlinable
  mutating func operatorStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try enter(field, &visitor)
    try operatorStateHandle(isOptional: false, &visitor)
    try leave(field, &visitor)
  }

  /// An operator state handle; null only where that is allowed.
  @inlinable
  mutating func operatorStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let tagValue = try reader.uint8()
    switch (HandleTag(rawValue: tagValue), version) {
    case (.null, _) where isOptional:
      try visitor.nullHandle()
    case (.partitionableOperatorState, _):
      try visitor.beginOperatorStateHandle(tag: .partitionableOperatorState)
      try stateMetaInfos(&visitor)
      try streamStateHandle(.delegateStateHandle, isOptional: false, &visitor)
      try visitor.endOperatorStateHandle()
    case (.fileMergingOperatorState, .version2...) where dialect == .standard:
      note(.fileMergingOperatorState)
      try visitor.beginOperatorStateHandle(tag: .fileMergingOperatorState)
      try stateMetaInfos(&visitor)
      try fileMergingDirectories(&visitor)
      let offset = reader.offset
      let delegate = try streamStateHandle(.delegateStateHandle, isOptional: false, &visitor)
      if delegate != .fileSegment && delegate != .emptyFileSegment {
        throw FlinkMetadataError(
          .unexpectedTag(delegate.rawValue, expected: .fileSegment), offset: offset, path: reader.places.path)
      }
      try visitor.endOperatorStateHandle()
    default:
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .operatorStateHandle))
    }
  }

  @inlinable
  mutating func stateMetaInfos<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.stateNameToPartitionOffsets, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try stateMetaInfo(&visitor)
    }
  }

  @inlinable
  mutating func stateMetaInfo<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let name = try reader.utf(followedBy: 1 + 4)
    let modeValue = Int8(bitPattern: try reader.uint8())
    guard let mode = DistributionMode(rawValue: modeValue) else {
      throw reader.errorBefore(1, .distributionMode(modeValue))
    }
    let offsetCount = try reader.count()
    try visitor.stateMetaInfo(name: span(name), distributionMode: mode, offsetCount: offsetCount)
    try offsets(offsetCount, &visitor)
  }

  @inlinable
  mutating func fileMergingDirectories<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let (taskOwnedDirectory, sharedDirectory) = try reader.twoUTF(followedBy: 1)
    try requirePath(taskOwnedDirectory)
    try requirePath(sharedDirectory)
    let isEmpty = flag(Int32(try reader.uint8()))
    try visitor.fileMergingDirectories(
      taskOwnedDirectory: span(taskOwnedDirectory), sharedDirectory: span(sharedDirectory), isEmpty: isEmpty)
  }
}
