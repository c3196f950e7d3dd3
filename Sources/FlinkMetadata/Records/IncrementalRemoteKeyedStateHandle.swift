// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.3, "IncrementalRemoteKeyedStateHandle (tags 5, 11)"
//
//   tag 5   i64 checkpointId, utf backendIdentifier, KeyGroupRange,
//           StreamStateHandle meta, files shared, files private
//   tag 11  i64 checkpointId, utf backendIdentifier, KeyGroupRange, i64 checkpointedSize,
//           StreamStateHandle meta, files shared, files private, utf stateHandleId
//   files   i32 n, HandleAndLocalPath * n

/// The files of an incremental checkpoint of RocksDB or ForSt (Flink: `IncrementalRemoteKeyedStateHandle`).
public struct IncrementalRemoteKeyedStateHandle: Sendable, Hashable {
  /// The checkpoint that the files were written for.
  public var checkpointId: Int64
  /// The id of the state backend that wrote them: a UUID in text, any text in old files.
  public var backendIdentifier: ModifiedUTF8String
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// The bytes that this checkpoint wrote itself (tag 11, since 1.15); -1 where not known, nil in tag 5.
  public var checkpointedSize: Int64?
  /// The backend's description of its state.
  public var metaStateHandle: StreamStateHandle?
  /// The files that other checkpoints may use too.
  public var sharedState: [HandleAndLocalPath]
  /// The files of this checkpoint alone.
  public var privateState: [HandleAndLocalPath]
  /// The handle's id (tag 11, since 1.15); nil in tag 5.
  public var stateHandleId: ModifiedUTF8String?

  /// Makes a handle. With `checkpointedSize` and `stateHandleId` it is written as tag 11, without both as tag 5.
  public init(
    checkpointId: Int64, backendIdentifier: ModifiedUTF8String, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?, metaStateHandle: StreamStateHandle?, sharedState: [HandleAndLocalPath],
    privateState: [HandleAndLocalPath], stateHandleId: ModifiedUTF8String?
  ) {
    self.checkpointId = checkpointId
    self.backendIdentifier = backendIdentifier
    self.keyGroupRange = keyGroupRange
    self.checkpointedSize = checkpointedSize
    self.metaStateHandle = metaStateHandle
    self.sharedState = sharedState
    self.privateState = privateState
    self.stateHandleId = stateHandleId
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func incrementalRemoteKeyedStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let isV2 = tag == .incrementalKeyGroupsV2
    let checkpointId = try reader.int64()
    let backendIdentifier = try utf(followedBy: 4 + 4 + (isV2 ? 8 : 0))
    let range = try keyGroupRange()
    let checkpointedSize: Int64? = isV2 ? try reader.int64() : nil
    try visitor.beginIncrementalRemoteKeyedStateHandle(
      tag: tag, checkpointId: checkpointId, backendIdentifier: span(backendIdentifier), keyGroupRange: range,
      checkpointedSize: checkpointedSize)
    try streamStateHandle(.metaStateHandle, isOptional: true, &visitor)
    try handlesAndLocalPaths(.sharedState, &visitor)
    try handlesAndLocalPaths(.privateState, &visitor)
    if isV2 {
      let stateHandleId = try utf()
      try visitor.endIncrementalRemoteKeyedStateHandle(stateHandleId: span(stateHandleId))
    } else {
      try visitor.endIncrementalRemoteKeyedStateHandle(stateHandleId: nil)
    }
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func incremental(_ handle: IncrementalRemoteKeyedStateHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let isV2 = handle.stateHandleId != nil
    let tag = isV2 ? HandleTag.incrementalKeyGroupsV2 : .incrementalKeyGroups
    try requireTag(tag)
    try require((handle.checkpointedSize != nil) == isV2, .incompleteV2)
    try requireLegal(handle.keyGroupRange)
    try visitor.beginIncrementalRemoteKeyedStateHandle(
      tag: tag, checkpointId: handle.checkpointId, backendIdentifier: handle.backendIdentifier.span,
      keyGroupRange: handle.keyGroupRange, checkpointedSize: handle.checkpointedSize)
    try streamStateHandle(.metaStateHandle, handle.metaStateHandle, &visitor)
    try handlesAndLocalPaths(.sharedState, handle.sharedState, &visitor)
    try handlesAndLocalPaths(.privateState, handle.privateState, &visitor)
    try visitor.endIncrementalRemoteKeyedStateHandle(stateHandleId: span(handle.stateHandleId))
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins incremental state.
  @inlinable
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    try beginHandle(.incrementalRemoteKeyedStateHandle, tag)
    try visitor.field("checkpointId", checkpointId)
    try visitor.field("backendIdentifier", backendIdentifier)
    try self.keyGroupRange(keyGroupRange)
    try optional("checkpointedSize", checkpointedSize)
  }

  /// Ends incremental state.
  @inlinable
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {
    try optional("stateHandleId", stateHandleId)
    try visitor.endRecord(.incrementalRemoteKeyedStateHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes what comes before the files.
  public mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    self.tag(tag)
    writer.int64(checkpointId)
    try writer.utf(backendIdentifier)
    write(keyGroupRange)
    writeIfPresent(checkpointedSize)
  }

  /// Writes the id of tag 11.
  public mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?)
    throws(FlinkMetadataError)
  {
    try writeIfPresent(stateHandleId)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    incremental = IncrementalRemoteKeyedStateHandle(
      checkpointId: checkpointId, backendIdentifier: string(backendIdentifier), keyGroupRange: keyGroupRange,
      checkpointedSize: checkpointedSize, metaStateHandle: nil, sharedState: [], privateState: [],
      stateHandleId: nil)
  }

  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    guard var handle = incremental.take() else { return }
    handle.stateHandleId = string(stateHandleId)
    keyed = .incrementalRemote(handle)
  }
}

// MARK: View

/// The files of an incremental checkpoint of RocksDB or ForSt (Flink: `IncrementalRemoteKeyedStateHandle`), in place.
public struct IncrementalRemoteKeyedStateHandleView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let outline: IncrementalOutline

  @_lifetime(copy file)
  init(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError) {
    self.file = file
    var outline = IncrementalOutline()
    try outline.readKeyedStateHandle(file, at: &offset)
    self.outline = outline
  }

  /// The checkpoint that the files were written for.
  public var checkpointId: Int64 { outline.checkpointId }
  /// The id of the state backend that wrote them.
  public var backendIdentifier: ModifiedUTF8Span {
    @_lifetime(copy self) get { file.string(outline.backendIdentifier) }
  }
  /// The key groups.
  public var keyGroupRange: KeyGroupRange { outline.keyGroupRange }
  /// The bytes that this checkpoint wrote itself (tag 11); -1 where not known, nil in tag 5.
  public var checkpointedSize: Int64? { outline.checkpointedSize }
  /// The backend's description of its state.
  public var metaStateHandle: StreamStateHandleView? {
    @_lifetime(copy self) get throws(FlinkMetadataError) {
      try file.handle(StreamStateHandleView.self, at: outline.metaState)
    }
  }
  /// The files that other checkpoints may use too.
  public var sharedState: MetadataViews<HandleAndLocalPathView> {
    @_lifetime(copy self) get { MetadataViews(file, outline.sharedState) }
  }
  /// The files of this checkpoint alone.
  public var privateState: MetadataViews<HandleAndLocalPathView> {
    @_lifetime(copy self) get { MetadataViews(file, outline.privateState) }
  }
  /// The handle's id (tag 11); nil in tag 5.
  public var stateHandleId: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.stateHandleId) }
  }
}

private struct IncrementalOutline: RecordOutline {
  var depth = 0
  var checkpointId: Int64 = 0
  var backendIdentifier = StoredString()
  var keyGroupRange = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)
  var checkpointedSize: Int64?
  var metaState = 0
  var sharedState = StoredList()
  var privateState = StoredList()
  var stateHandleId: StoredString?

  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    self.checkpointId = checkpointId
    self.backendIdentifier = StoredString(backendIdentifier)
    self.keyGroupRange = keyGroupRange
    self.checkpointedSize = checkpointedSize
  }

  mutating func endIncrementalRemoteKeyedStateHandle(stateHandleId: ModifiedUTF8Span?) {
    self.stateHandleId = StoredString(stateHandleId)
  }

  mutating func part(_ field: MetadataPath.Field, at offset: Int) { metaState = offset }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) {
    if field == .sharedState { sharedState = list } else { privateState = list }
  }
}
