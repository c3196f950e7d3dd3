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
    // By far the most frequent one in large files.
    if reader.begins(with: HandleTag.file.rawValue, ofAtLeast: 1 + 8 + 2) {
      try fileStateHandle(&visitor)
      return .file
    }
    return try rareStreamStateHandle(isOptional: isOptional, &visitor)
  }

  @inlinable @inline(never)
  mutating func rareStreamStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    isOptional: Bool, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) -> HandleTag {
    let tag = try reader.peekUInt8()
    if tag == HandleTag.file.rawValue {
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
    guard let tag = HandleTag(rawValue: tagValue), tag <= dialect.lastTag else {
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .streamStateHandle))
    }
    // Key groups as a stream came with tag 7.
    note(tag == .keyGroups ? .savepointKeyGroups : tag)
    switch (tag, version) {
    case (.null, _) where isOptional:
      try visitor.nullHandle()
    case (.byteStream, _):
      try byteStreamStateHandle(&visitor)
    case (.fileSegment, .version2...):
      try segmentFileStateHandle(&visitor)
    case (.emptyFileSegment, .version2...):
      try visitor.emptySegmentFileStateHandle()
    case (.keyGroups, .version2...) where dialect != .flink1_11:
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
    try visitor.byteStreamStateHandle(handleName: span(handleName), byteCount: byteCount)
    try bytes(byteCount, &visitor)
  }

  /// Tag and fields, which are in the window together so that a visitor can replace them.
  @inlinable @inline(__always)
  mutating func fileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let (fields, filePath) = try reader.fieldsAndUncheckedUTF(1 + 8)
    try requirePath(filePath)
    if unsafe !visitor._isModifiedUTF8(filePath: filePath.bytes, offset: reader.offset(of: filePath.start)) {
      throw notModifiedUTF8(filePath)
    }
    let stateSize = fields.int64(at: 1)
    if stateSize < -1 { throw negativeSize(stateSize, 8 + 2 + filePath.count) }
    try visitor.fileStateHandle(filePath: span(filePath), stateSize: stateSize)
  }

  /// Tag and fields, which are in the window together so that a visitor can replace them.
  @inlinable
  mutating func relativeFileStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let (_, relativePath) = try reader.fieldsAndUncheckedUTF(1, followedBy: 8)
    if unsafe !isModifiedUTF8(relativePath.bytes) { throw notModifiedUTF8(relativePath) }
    try requirePath(relativePath)
    let stateSize = try reader.int64()
    if stateSize < -1 { throw negativeSize(stateSize, 8) }
    try visitor.relativeFileStateHandle(relativePath: span(relativePath), stateSize: stateSize)
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
      filePath: span(filePath), startPos: startPos, stateSize: stateSize, scope: scope,
      logicalFileId: span(logicalFileId))
  }

  // MARK: Checks that Flink makes when it builds the handle
  //
  // Their errors are made by mutating methods, because a borrowed walk would be copied for them, on the good path too.

  /// A string that Flink makes an `org.apache.flink.core.fs.Path` of cannot be empty.
  @inlinable @inline(__always)
  mutating func requirePath(_ path: UncheckedString) throws(FlinkMetadataError) {
    if path.count == 0 { throw error(.emptyPath, path) }
  }

  @inlinable @inline(__always)
  mutating func notModifiedUTF8(_ path: UncheckedString) -> FlinkMetadataError { error(.modifiedUTF8, path) }

  /// An error in a string, at the offset of its length.
  @usableFromInline @inline(never)
  mutating func error(_ kind: FlinkMetadataError.Kind, _ string: UncheckedString) -> FlinkMetadataError {
    FlinkMetadataError(kind, offset: unsafe reader.offset(of: string.start) - 2, path: reader.places.path)
  }

  @usableFromInline @inline(never)
  mutating func negativeSize(_ size: Int64, _ distance: Int) -> FlinkMetadataError {
    reader.errorBefore(distance, .negativeSize(size))
  }
}
