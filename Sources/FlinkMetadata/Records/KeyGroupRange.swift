// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.1, "Key groups"
//
//   i32 startKeyGroup, i32 n

/// A range of key groups (Flink: `KeyGroupRange`), as the file gives it.
public struct KeyGroupRange: Sendable, Hashable {
  /// The first key group.
  public var startKeyGroup: Int32
  /// How many key groups. Flink reads a range with none or fewer as the empty range.
  public var numberOfKeyGroups: Int32

  /// Makes a range. Nothing is checked here; see ``isLegal``.
  @inlinable public init(startKeyGroup: Int32, numberOfKeyGroups: Int32) {
    self.startKeyGroup = startKeyGroup
    self.numberOfKeyGroups = numberOfKeyGroups
  }

  /// Whether Flink reads this as the empty range: the last key group, computed with 32 bits that wrap around, comes
  /// before the first.
  @inlinable public var isEmpty: Bool { lastKeyGroup < startKeyGroup }

  /// Whether `KeyGroupRange.of` accepts the numbers.
  @inlinable public var isLegal: Bool {
    isEmpty || (startKeyGroup >= 0 && lastKeyGroup &- startKeyGroup &+ 1 >= 0)
  }

  @inlinable var lastKeyGroup: Int32 { startKeyGroup &+ numberOfKeyGroups &- 1 }
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func keyGroupRange() throws(FlinkMetadataError) -> KeyGroupRange {
    let fields = try reader.fields(4 + 4)
    let range = KeyGroupRange(startKeyGroup: fields.int32(at: 0), numberOfKeyGroups: fields.int32(at: 4))
    if !range.isLegal { throw keyGroupRangeError(range) }
    return range
  }

  /// A range that Flink does not accept if it is empty.
  @inlinable
  mutating func nonEmptyKeyGroupRange() throws(FlinkMetadataError) -> KeyGroupRange {
    let range = try keyGroupRange()
    if range.isEmpty { throw keyGroupRangeError(range) }
    return range
  }

  /// An error in the range that was just read.
  @usableFromInline @inline(never)
  mutating func keyGroupRangeError(_ range: KeyGroupRange) -> FlinkMetadataError {
    reader.errorBefore(8, .keyGroupRange(start: range.startKeyGroup, count: range.numberOfKeyGroups))
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  func requireLegal(_ range: KeyGroupRange) throws(FlinkMetadataError) {
    if !range.isLegal { throw error(range) }
  }

  func error(_ range: KeyGroupRange) -> FlinkMetadataError {
    error(.keyGroupRange(start: range.startKeyGroup, count: range.numberOfKeyGroups))
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  @inlinable
  mutating func keyGroupRange(_ range: KeyGroupRange) throws(FlinkMetadataError) {
    try field("startKeyGroup", range.startKeyGroup)
    try field("numberOfKeyGroups", range.numberOfKeyGroups)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  mutating func write(_ range: KeyGroupRange) {
    writer.int32(range.startKeyGroup)
    writer.int32(range.numberOfKeyGroups)
  }
}
