// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.5, "InMemoryChangelogStateHandle (tag 9)"
//
//   i32 keyGroup, i32 byteCount, bytes

/// A change of the state of a key group (Flink: `StateChange`).
public struct StateChange: Sendable, Hashable {
  /// The key group; -1 is metadata.
  public var keyGroup: Int32
  /// The change in the form of the changelog.
  public var change: SharedBytes

  /// Makes a change.
  public init(keyGroup: Int32, change: SharedBytes) {
    self.keyGroup = keyGroup
    self.change = change
  }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func stateChanges<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    var list = try beginList(.changes, count: try reader.count(), &visitor)
    while try next(&list, &visitor) {
      try stateChange(&visitor)
    }
  }

  @inlinable
  mutating func stateChange<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    let keyGroup = try reader.int32()
    if keyGroup < -1 { throw reader.errorBefore(4, .keyGroup(keyGroup)) }
    let byteCount = try reader.count()
    try visitor.stateChange(keyGroup: keyGroup, byteCount: byteCount)
    try bytes(byteCount, &visitor)
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func stateChanges(_ changes: [StateChange], _ visitor: inout Visitor) throws(FlinkMetadataError) {
    try list(.changes, changes, &visitor) { walk, change, visitor throws(FlinkMetadataError) in
      if change.keyGroup < -1 { throw walk.error(.keyGroup(change.keyGroup)) }
      try visitor.stateChange(keyGroup: change.keyGroup, byteCount: change.change.count)
      try walk.bytes(change.change, &visitor)
    }
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Reports a change.
  @inlinable
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    try field("keyGroup", keyGroup)
    try beginBytes(.change, byteCount)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes a change; its bytes follow.
  public mutating func stateChange(keyGroup: Int32, byteCount: Int) throws(FlinkMetadataError) {
    writer.int32(keyGroup)
    try writer.count(byteCount)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func stateChange(keyGroup: Int32, byteCount: Int) {
    inMemoryChangelog?.changes.append(StateChange(keyGroup: keyGroup, change: SharedBytes()))
    run = .stateChange
  }
}

// MARK: View

/// A change of the state of a key group (Flink: `StateChange`), in place.
public struct StateChangeView: MetadataView, ~Escapable {
  /// The key group; -1 is metadata.
  public let keyGroup: Int32
  /// The change.
  public let change: RawSpan

  /// Reads the change; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    var outline = StateChangeOutline()
    offset = try source.file.walk(TrustingScanner(), at: offset, &outline) { walk, visitor throws(FlinkMetadataError) in
      try walk.stateChange(&visitor)
    }
    keyGroup = outline.keyGroup
    change = source.file.bytes(outline.change)
  }
}

private struct StateChangeOutline: MetadataVisitor {
  var keyGroup: Int32 = 0
  var change = StoredList()

  mutating func stateChange(keyGroup: Int32, byteCount: Int) { self.keyGroup = keyGroup }
  mutating func bytes(_ bytes: RawSpan, offset: Int64?) { change = StoredList(bytes, at: offset) }
}
