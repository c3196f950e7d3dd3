// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.6, "ChangelogStateHandleStreamImpl (tags 10, 13)"
//
//   KeyGroupRange, i32 m, StreamStateHandleAndOffset * m, i64 stateSize, i64 checkpointedSize, utf stateHandleId
//   tag 13: utf storageIdentifier
//
// The dialect of Flink 1.14 has tag 10 without checkpointedSize and stateHandleId.

/// Changes that are in files (Flink: `ChangelogStateHandleStreamImpl`).
public struct ChangelogStateHandleStream: Sendable, Hashable {
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// The files and where in them the changes begin.
  public var streamStateHandles: [StreamStateHandleAndOffset]
  /// The size of the changes in bytes.
  public var stateSize: Int64
  /// The bytes that this checkpoint wrote itself; nil in the dialect of Flink 1.14.
  public var checkpointedSize: Int64?
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8String?
  /// The kind of changelog storage, such as `filesystem` (tag 13, since 1.16); nil in tag 10.
  public var storageIdentifier: ModifiedUTF8String?

  /// Makes a handle. With `storageIdentifier` it is written as tag 13, without as tag 10.
  public init(
    keyGroupRange: KeyGroupRange, streamStateHandles: [StreamStateHandleAndOffset], stateSize: Int64,
    checkpointedSize: Int64?, stateHandleId: ModifiedUTF8String?, storageIdentifier: ModifiedUTF8String?
  ) {
    self.keyGroupRange = keyGroupRange
    self.streamStateHandles = streamStateHandles
    self.stateSize = stateSize
    self.checkpointedSize = checkpointedSize
    self.stateHandleId = stateHandleId
    self.storageIdentifier = storageIdentifier
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func changelogStateHandleStream<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let range = try keyGroupRange()
    try visitor.beginChangelogStateHandleStream(tag: tag, keyGroupRange: range)
    try streamHandlesAndOffsets(&visitor)
    let stateSize = try reader.int64()
    if dialect == .flink1_14 {
      return try visitor.endChangelogStateHandleStream(
        stateSize: stateSize, checkpointedSize: nil, stateHandleId: nil, storageIdentifier: nil)
    }
    let checkpointedSize = try reader.int64()
    if tag == .changelogFileIncrementV2 {
      let (stateHandleId, storageIdentifier) = try twoUTF()
      try visitor.endChangelogStateHandleStream(
        stateSize: stateSize, checkpointedSize: checkpointedSize, stateHandleId: span(stateHandleId),
        storageIdentifier: span(storageIdentifier))
    } else {
      let stateHandleId = try utf()
      try visitor.endChangelogStateHandleStream(
        stateSize: stateSize, checkpointedSize: checkpointedSize, stateHandleId: span(stateHandleId),
        storageIdentifier: nil)
    }
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func changelogStream(_ handle: ChangelogStateHandleStream, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let tag = handle.storageIdentifier == nil ? HandleTag.changelogFileIncrement : .changelogFileIncrementV2
    try requireSizesAndIds(tag, handle.checkpointedSize != nil, handle.stateHandleId != nil)
    try requireLegal(handle.keyGroupRange)
    try visitor.beginChangelogStateHandleStream(tag: tag, keyGroupRange: handle.keyGroupRange)
    try streamHandlesAndOffsets(handle.streamStateHandles, &visitor)
    try visitor.endChangelogStateHandleStream(
      stateSize: handle.stateSize, checkpointedSize: handle.checkpointedSize,
      stateHandleId: span(handle.stateHandleId), storageIdentifier: span(handle.storageIdentifier))
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins changes in files.
  @inlinable
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {
    try beginHandle(.changelogStateHandleStream, tag)
    try self.keyGroupRange(keyGroupRange)
  }

  /// Ends changes in files.
  @inlinable
  public mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    try visitor.field("stateSize", stateSize)
    try optional("checkpointedSize", checkpointedSize)
    try optional("stateHandleId", stateHandleId)
    try optional("storageIdentifier", storageIdentifier)
    try visitor.endRecord(.changelogStateHandleStream)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes what comes before the files.
  public mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    self.tag(tag)
    write(keyGroupRange)
  }

  /// Writes what comes after the files.
  public mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) throws(FlinkMetadataError) {
    writer.int64(stateSize)
    writeIfPresent(checkpointedSize)
    try writeIfPresent(stateHandleId)
    try writeIfPresent(storageIdentifier)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    changelogStream = ChangelogStateHandleStream(
      keyGroupRange: keyGroupRange, streamStateHandles: [], stateSize: 0, checkpointedSize: nil, stateHandleId: nil,
      storageIdentifier: nil)
  }

  mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    guard var handle = changelogStream.take() else { return }
    handle.stateSize = stateSize
    handle.checkpointedSize = checkpointedSize
    handle.stateHandleId = string(stateHandleId)
    handle.storageIdentifier = string(storageIdentifier)
    keyed = .changelogStream(handle)
  }
}

// MARK: View

/// Changes that are in files (Flink: `ChangelogStateHandleStreamImpl`), in place.
public struct ChangelogStateHandleStreamView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let outline: ChangelogStreamOutline

  @_lifetime(copy file)
  init(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError) {
    self.file = file
    var outline = ChangelogStreamOutline()
    try outline.readKeyedStateHandle(file, at: &offset)
    self.outline = outline
  }

  /// The key groups.
  public var keyGroupRange: KeyGroupRange { outline.keyGroupRange }
  /// The files and where in them the changes begin.
  public var streamStateHandles: MetadataViews<StreamStateHandleAndOffsetView> {
    @_lifetime(copy self) get { MetadataViews(file, outline.streamStateHandles) }
  }
  /// The size of the changes in bytes.
  public var stateSize: Int64 { outline.stateSize }
  /// The bytes that this checkpoint wrote itself; nil in the dialect of Flink 1.14.
  public var checkpointedSize: Int64? { outline.checkpointedSize }
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.stateHandleId) }
  }
  /// The kind of changelog storage (tag 13); nil in tag 10.
  public var storageIdentifier: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.storageIdentifier) }
  }
}

private struct ChangelogStreamOutline: RecordOutline {
  var depth = 0
  var keyGroupRange = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)
  var streamStateHandles = StoredList()
  var stateSize: Int64 = 0
  var checkpointedSize: Int64?
  var stateHandleId: StoredString?
  var storageIdentifier: StoredString?

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    self.keyGroupRange = keyGroupRange
  }

  mutating func endChangelogStateHandleStream(
    stateSize: Int64, checkpointedSize: Int64?, stateHandleId: ModifiedUTF8Span?,
    storageIdentifier: ModifiedUTF8Span?
  ) {
    self.stateSize = stateSize
    self.checkpointedSize = checkpointedSize
    self.stateHandleId = StoredString(stateHandleId)
    self.storageIdentifier = StoredString(storageIdentifier)
  }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) { streamStateHandles = list }
}
