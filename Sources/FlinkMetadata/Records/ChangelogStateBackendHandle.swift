// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.4, "ChangelogStateBackendHandle (tags 8, 14)"
//
//   KeyGroupRange, i64 checkpointedSize, i32 n, KeyedStateHandle * n (materialized),
//   i32 m, KeyedStateHandle * m (each tag 9, 10 or 13), i64 materializationId
//   tag 14: i64 checkpointId
//   utf stateHandleId
//
// The dialect of Flink 1.14 has tag 8 without checkpointedSize, materializationId and stateHandleId.

/// State of the changelog backend: a materialized part and the changes since (Flink:
/// `ChangelogStateBackendHandle.ChangelogStateBackendHandleImpl`).
public struct ChangelogStateBackendHandle: Sendable, Hashable {
  /// The key groups; Flink accepts no empty range here.
  public var keyGroupRange: KeyGroupRange
  /// The bytes that this checkpoint wrote itself; nil in the dialect of Flink 1.14.
  public var checkpointedSize: Int64?
  /// The materialized part. Flink drops nil when it reads.
  public var materialized: [KeyedStateHandle?]
  /// The changes since: each in memory or in files.
  public var nonMaterialized: [KeyedStateHandle]
  /// The id of the materialization; nil in the dialect of Flink 1.14.
  public var materializationId: Int64?
  /// The checkpoint's id (tag 14, since 1.16); nil in tag 8.
  public var checkpointId: Int64?
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8String?

  /// Makes a handle. With `checkpointId` it is written as tag 14, without as tag 8.
  public init(
    keyGroupRange: KeyGroupRange, checkpointedSize: Int64?, materialized: [KeyedStateHandle?],
    nonMaterialized: [KeyedStateHandle], materializationId: Int64?, checkpointId: Int64?,
    stateHandleId: ModifiedUTF8String?
  ) {
    self.keyGroupRange = keyGroupRange
    self.checkpointedSize = checkpointedSize
    self.materialized = materialized
    self.nonMaterialized = nonMaterialized
    self.materializationId = materializationId
    self.checkpointId = checkpointId
    self.stateHandleId = stateHandleId
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func changelogStateBackendHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let hasSizesAndIds = dialect != .flink1_14
    let range = try nonEmptyKeyGroupRange()
    let checkpointedSize: Int64? = hasSizesAndIds ? try reader.int64() : nil
    try visitor.beginChangelogStateBackendHandle(
      tag: tag, keyGroupRange: range, checkpointedSize: checkpointedSize)
    try materialized(&visitor)
    try nonMaterialized(&visitor)
    guard hasSizesAndIds else {
      return try visitor.endChangelogStateBackendHandle(
        materializationId: nil, checkpointId: nil, stateHandleId: nil)
    }
    let materializationId = try reader.int64()
    let checkpointId: Int64? = tag == .changelogV2 ? try reader.int64() : nil
    let stateHandleId = try utf()
    try visitor.endChangelogStateBackendHandle(
      materializationId: materializationId, checkpointId: checkpointId, stateHandleId: span(stateHandleId))
  }

  @inlinable
  mutating func materialized<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.materialized, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      // Flink skips null here, but 1.14 does not.
      if try keyedStateHandle(&visitor) == .null && dialect == .flink1_14 {
        throw reader.errorBefore(1, .unexpectedTag(0, expected: .keyedStateHandle))
      }
    }
  }

  @inlinable
  mutating func nonMaterialized<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.nonMaterialized, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      let offset = reader.offset
      switch try keyedStateHandle(&visitor) {
      case .changelogByteIncrement, .changelogFileIncrement, .changelogFileIncrementV2: break
      case let tag:
        throw FlinkMetadataError(
          .unexpectedTag(tag.rawValue, expected: .changelogStateHandle), offset: offset, path: reader.places.path)
      }
    }
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func changelog(_ handle: ChangelogStateBackendHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let tag = handle.checkpointId == nil ? HandleTag.changelog : .changelogV2
    try requireSizesAndIds(
      tag, handle.checkpointedSize != nil, handle.materializationId != nil, handle.stateHandleId != nil)
    try requireLegal(handle.keyGroupRange)
    if handle.keyGroupRange.isEmpty { throw error(handle.keyGroupRange) }
    try visitor.beginChangelogStateBackendHandle(
      tag: tag, keyGroupRange: handle.keyGroupRange, checkpointedSize: handle.checkpointedSize)
    try list(.materialized, handle.materialized, &visitor) { walk, part, visitor throws(FlinkMetadataError) in
      try walk.keyedStateHandle(part, &visitor)
    }
    try list(.nonMaterialized, handle.nonMaterialized, &visitor) { walk, part, visitor throws(FlinkMetadataError) in
      switch part {
      case .inMemoryChangelog, .changelogStream: try walk.keyedStateHandle(part, &visitor)
      default: throw walk.error(.notRepresentable(.changelogPart))
      }
    }
    try visitor.endChangelogStateBackendHandle(
      materializationId: handle.materializationId, checkpointId: handle.checkpointId,
      stateHandleId: span(handle.stateHandleId))
  }

  /// The dialect of Flink 1.14 has none of the sizes and ids that every other layout of a changelog handle has.
  func requireSizesAndIds(_ tag: HandleTag, _ present: Bool...) throws(FlinkMetadataError) {
    try requireTag(tag)
    if dialect == .flink1_14 {
      try require(!present.contains(true), .changelogOfFlink114)
    } else {
      try require(!present.contains(false), .incompleteChangelog)
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins state of the changelog backend.
  @inlinable
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) throws(FlinkMetadataError) {
    try beginHandle(.changelogStateBackendHandle, tag)
    try self.keyGroupRange(keyGroupRange)
    try optional("checkpointedSize", checkpointedSize)
  }

  /// Ends state of the changelog backend.
  @inlinable
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    try optional("materializationId", materializationId)
    try optional("checkpointId", checkpointId)
    try optional("stateHandleId", stateHandleId)
    try visitor.endRecord(.changelogStateBackendHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes what comes before the handles.
  public mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    self.tag(tag)
    write(keyGroupRange)
    writeIfPresent(checkpointedSize)
  }

  /// Writes what comes after the handles.
  public mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    writeIfPresent(materializationId)
    writeIfPresent(checkpointId)
    try writeIfPresent(stateHandleId)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    changelogs.append(
      ChangelogStateBackendHandle(
        keyGroupRange: keyGroupRange, checkpointedSize: checkpointedSize, materialized: [], nonMaterialized: [],
        materializationId: nil, checkpointId: nil, stateHandleId: nil))
  }

  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    guard var handle = changelogs.popLast() else { return }
    handle.materializationId = materializationId
    handle.checkpointId = checkpointId
    handle.stateHandleId = string(stateHandleId)
    keyed = .changelogBackend(handle)
  }
}

// MARK: View

/// State of the changelog backend (Flink: `ChangelogStateBackendHandleImpl`), in place.
public struct ChangelogStateBackendHandleView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let outline: ChangelogOutline

  @_lifetime(copy file)
  init(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError) {
    self.file = file
    var outline = ChangelogOutline()
    try outline.readKeyedStateHandle(file, at: &offset)
    self.outline = outline
  }

  /// The key groups.
  public var keyGroupRange: KeyGroupRange { outline.keyGroupRange }
  /// The bytes that this checkpoint wrote itself; nil in the dialect of Flink 1.14.
  public var checkpointedSize: Int64? { outline.checkpointedSize }
  /// The materialized part. Flink drops nil when it reads.
  public var materialized: MetadataViews<OptionalHandleView<KeyedStateHandleView>> {
    @_lifetime(copy self) get { MetadataViews(file, outline.materialized) }
  }
  /// The changes since: each in memory or in files.
  public var nonMaterialized: MetadataViews<OptionalHandleView<KeyedStateHandleView>> {
    @_lifetime(copy self) get { MetadataViews(file, outline.nonMaterialized) }
  }
  /// The id of the materialization; nil in the dialect of Flink 1.14.
  public var materializationId: Int64? { outline.materializationId }
  /// The checkpoint's id (tag 14); nil in tag 8.
  public var checkpointId: Int64? { outline.checkpointId }
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.stateHandleId) }
  }
}

private struct ChangelogOutline: RecordOutline {
  var depth = 0
  var keyGroupRange = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)
  var checkpointedSize: Int64?
  var materialized = StoredList()
  var nonMaterialized = StoredList()
  var materializationId: Int64?
  var checkpointId: Int64?
  var stateHandleId: StoredString?

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    guard depth == 0 else { return }
    self.keyGroupRange = keyGroupRange
    self.checkpointedSize = checkpointedSize
  }

  mutating func endChangelogStateBackendHandle(
    materializationId: Int64?, checkpointId: Int64?, stateHandleId: ModifiedUTF8Span?
  ) {
    guard depth == 0 else { return }
    self.materializationId = materializationId
    self.checkpointId = checkpointId
    self.stateHandleId = StoredString(stateHandleId)
  }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) {
    if field == .materialized { materialized = list } else { nonMaterialized = list }
  }
}
