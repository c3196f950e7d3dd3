// SPEC.md 5, "Stream state handles"
//
//   tag 0   (nothing)
//   tag 1   utf handleName, i32 byteCount, bytes
//   tag 2   i64 stateSize, utf filePath
//   tag 3   key groups, see KeyedStateHandle+Walk.swift
//   tag 6   utf relativePath, i64 stateSize
//   tag 15  i64 startPos, i64 stateSize, i32 scope, utf filePath, utf logicalFileId
//   tag 16  (nothing)

extension MetadataWalk {
  /// A stream state handle that is a field of another handle. Returns its tag.
  @inlinable @inline(__always) @discardableResult
  mutating func streamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    try enter(field, &visitor)
    let tag = try streamStateHandle(isOptional: isOptional, &visitor)
    try leave(field, &visitor)
    return tag
  }

  /// A stream state handle; null only where that is allowed. Returns its tag.
  @inlinable @inline(__always) @discardableResult
  mutating func streamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    let tag = try reader.peekUInt8()
    if tag == HandleTag.file.rawValue {
      // By far the most frequent one in large files.
      try fileStateHandle(&visitor)
      return .file
    }
    if tag == HandleTag.relativeFile.rawValue && version > .version1 {
      try relativeFileStateHandle(&visitor)
      return .relativeFile
    }
    return try otherStreamStateHandle(try reader.uint8(), isOptional: isOptional, &visitor)
  }

  @inlinable
  mutating func otherStreamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tagValue: UInt8, isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    guard let tag = HandleTag(rawValue: tagValue) else {
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .streamStateHandle))
    }
    switch (tag, version) {
    case (.null, _) where isOptional:
      try visitor.nullHandle()
    case (.byteStream, _):
      try byteStreamStateHandle(&visitor)
    case (.fileSegment, .version2...):
      try segmentFileStateHandle(&visitor)
    case (.emptyFileSegment, .version2...):
      try visitor.emptySegmentFileStateHandle()
    case (.keyGroups, .version2...):
      try nest(behind: 1)
      try keyGroupsStateHandle(.keyGroups, isStreamStateHandle: true, &visitor)
      unnest()
    default:
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .streamStateHandle))
    }
    return tag
  }

  @inlinable
  mutating func byteStreamStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let handleName = try reader.utf(followedBy: 4)
    let byteCount = try reader.count()
    try visitor.byteStreamStateHandle(handleName: handleName.span, byteCount: byteCount)
    try bytes(byteCount, &visitor)
  }

  /// Tag and fields, which are in the window together so that a visitor can replace them.
  @inlinable @inline(__always)
  mutating func fileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try reader.requireUTF(behind: 1 + 8)
    let stateSize = try reader.fields(1 + 8).int64(at: 1)
    let filePath = try path(followedBy: 0)
    if stateSize < -1 { throw negativeSize(stateSize, 8 + 2 + filePath.count) }
    try visitor.fileStateHandle(filePath: filePath.span, stateSize: stateSize)
  }

  /// Tag and fields, which are in the window together so that a visitor can replace them.
  @inlinable
  mutating func relativeFileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try reader.requireUTF(behind: 1, followedBy: 8)
    _ = try reader.uint8()
    let relativePath = try path(followedBy: 8)
    let stateSize = try reader.int64()
    if stateSize < -1 { throw negativeSize(stateSize, 8) }
    try visitor.relativeFileStateHandle(relativePath: relativePath.span, stateSize: stateSize)
  }

  @inlinable
  mutating func segmentFileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let fields = try reader.fields(8 + 8 + 4)
    let startPos = fields.int64(at: 0)
    let stateSize = fields.int64(at: 8)
    let scopeValue = fields.int32(at: 16)
    guard let scope = CheckpointedStateScope(rawValue: scopeValue) else {
      throw reader.errorBefore(4, .checkpointedStateScope(scopeValue))
    }
    let (filePath, logicalFileId) = try reader.twoUTF()
    try requirePath(filePath)
    try visitor.segmentFileStateHandle(
      filePath: filePath.span, startPos: startPos, stateSize: stateSize, scope: scope,
      logicalFileId: logicalFileId.span)
  }

  // MARK: Checks that Flink makes when it builds the handle

  /// A `utf` that Flink makes an `org.apache.flink.core.fs.Path` of, which cannot be empty.
  @inlinable @inline(__always)
  mutating func path(followedBy following: Int) throws(FlinkMetadataError) -> UncheckedString {
    let path = try reader.utf(followedBy: following)
    try requirePath(path)
    return path
  }

  @inlinable @inline(__always)
  func requirePath(_ path: UncheckedString) throws(FlinkMetadataError) {
    if path.count == 0 {
      // The offset of the length, as for any other string.
      throw FlinkMetadataError(.emptyPath, offset: path.offset - 2, path: reader.places.path)
    }
  }

  @usableFromInline @inline(never)
  func negativeSize(_ size: Int64, _ distance: Int) -> FlinkMetadataError {
    reader.errorBefore(distance, .negativeSize(size))
  }
}
