// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.5, "InMemoryChangelogStateHandle (tag 9)"
//
//   KeyGroupRange, i64 from, i64 to, i32 m, StateChange * m, utf stateHandleId
//
// The dialect of Flink 1.14 has no stateHandleId.

/// Changes that are in the metadata file itself (Flink: `InMemoryChangelogStateHandle`).
public struct InMemoryChangelogStateHandle: Sendable, Hashable {
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// The sequence number of the first change.
  public var from: Int64
  /// The sequence number after the last change.
  public var to: Int64
  /// The changes.
  public var changes: [StateChange]
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8String?

  /// Makes a handle.
  public init(
    keyGroupRange: KeyGroupRange, from: Int64, to: Int64, changes: [StateChange],
    stateHandleId: ModifiedUTF8String?
  ) {
    self.keyGroupRange = keyGroupRange
    self.from = from
    self.to = to
    self.changes = changes
    self.stateHandleId = stateHandleId
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func inMemoryChangelogStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let range = try keyGroupRange()
    let fields = try reader.fields(8 + 8)
    let from = fields.int64(at: 0)
    let to = fields.int64(at: 8)
    if from < 0 { throw reader.errorBefore(16, .negativeSequenceNumber(from)) }
    if to < 0 { throw reader.errorBefore(8, .negativeSequenceNumber(to)) }
    try visitor.beginInMemoryChangelogStateHandle(keyGroupRange: range, from: from, to: to)
    try stateChanges(&visitor)
    if dialect == .flink1_14 {
      try visitor.endInMemoryChangelogStateHandle(stateHandleId: nil)
    } else {
      let stateHandleId = try utf()
      try visitor.endInMemoryChangelogStateHandle(stateHandleId: span(stateHandleId))
    }
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func inMemoryChangelog(_ handle: InMemoryChangelogStateHandle, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    try requireSizesAndIds(.changelogByteIncrement, handle.stateHandleId != nil)
    try requireLegal(handle.keyGroupRange)
    for number in [handle.from, handle.to] where number < 0 { throw error(.negativeSequenceNumber(number)) }
    try visitor.beginInMemoryChangelogStateHandle(
      keyGroupRange: handle.keyGroupRange, from: handle.from, to: handle.to)
    try stateChanges(handle.changes, &visitor)
    try visitor.endInMemoryChangelogStateHandle(stateHandleId: span(handle.stateHandleId))
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins changes in the metadata file.
  @inlinable
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64)
    throws(FlinkMetadataError)
  {
    try beginHandle(.inMemoryChangelogStateHandle, .changelogByteIncrement)
    try self.keyGroupRange(keyGroupRange)
    try visitor.field("from", from)
    try visitor.field("to", to)
  }

  /// Ends changes in the metadata file.
  @inlinable
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try optional("stateHandleId", stateHandleId)
    try visitor.endRecord(.inMemoryChangelogStateHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes what comes before the changes.
  public mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    tag(.changelogByteIncrement)
    write(keyGroupRange)
    writer.int64(from)
    writer.int64(to)
  }

  /// Writes the id.
  public mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try writeIfPresent(stateHandleId)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    inMemoryChangelog = InMemoryChangelogStateHandle(
      keyGroupRange: keyGroupRange, from: from, to: to, changes: [], stateHandleId: nil)
  }

  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    guard var handle = inMemoryChangelog.take() else { return }
    handle.stateHandleId = string(stateHandleId)
    keyed = .inMemoryChangelog(handle)
  }
}

// MARK: View

/// Changes that are in the metadata file itself (Flink: `InMemoryChangelogStateHandle`), in place.
public struct InMemoryChangelogStateHandleView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let outline: InMemoryChangelogOutline

  @_lifetime(copy file)
  init(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError) {
    self.file = file
    var outline = InMemoryChangelogOutline()
    try outline.readKeyedStateHandle(file, at: &offset)
    self.outline = outline
  }

  /// The key groups.
  public var keyGroupRange: KeyGroupRange { outline.keyGroupRange }
  /// The sequence number of the first change.
  public var from: Int64 { outline.from }
  /// The sequence number after the last change.
  public var to: Int64 { outline.to }
  /// The changes.
  public var changes: MetadataViews<StateChangeView> {
    @_lifetime(copy self) get { MetadataViews(file, outline.changes) }
  }
  /// The handle's id; nil in the dialect of Flink 1.14.
  public var stateHandleId: ModifiedUTF8Span? {
    @_lifetime(copy self) get { file.string(outline.stateHandleId) }
  }
}

private struct InMemoryChangelogOutline: RecordOutline {
  var depth = 0
  var keyGroupRange = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)
  var from: Int64 = 0
  var to: Int64 = 0
  var changes = StoredList()
  var stateHandleId: StoredString?

  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    self.keyGroupRange = keyGroupRange
    self.from = from
    self.to = to
  }

  mutating func endInMemoryChangelogStateHandle(stateHandleId: ModifiedUTF8Span?) {
    self.stateHandleId = StoredString(stateHandleId)
  }

  mutating func list(_ field: MetadataPath.Field, _ list: StoredList) { changes = list }
}
