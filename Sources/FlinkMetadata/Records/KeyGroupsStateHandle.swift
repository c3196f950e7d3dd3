// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7.2, "KeyGroupsStateHandle (tags 3, 12), KeyGroupsSavepointStateHandle (tag 7)"
//
//   KeyGroupRange, i64 offset * n, StreamStateHandle
//   tag 12: utf stateHandleId

/// State of a range of key groups in one stream (Flink: `KeyGroupsStateHandle`, `KeyGroupsSavepointStateHandle`).
public struct KeyGroupsStateHandle: Sendable, Hashable {
  /// The key groups.
  public var keyGroupRange: KeyGroupRange
  /// The handle's id (tag 12, since 1.15); nil in tags 3 and 7.
  public var stateHandleId: ModifiedUTF8String?
  // Fields whose size is not a multiple of 8 come last, so that the handle takes 97 bytes.
  /// For each key group where in the stream it begins, in bytes.
  public var offsets: Offsets
  /// The stream.
  public var stateHandle: StreamStateHandle

  /// Makes a handle.
  public init(
    keyGroupRange: KeyGroupRange, offsets: Offsets, stateHandle: StreamStateHandle,
    stateHandleId: ModifiedUTF8String? = nil
  ) {
    self.keyGroupRange = keyGroupRange
    self.offsets = offsets
    self.stateHandle = stateHandle
    self.stateHandleId = stateHandleId
  }

  /// How many bytes come before the offsets: the tag and the range.
  static let offsetsDistance = 1 + 4 + 4
}

// MARK: Walking

extension MetadataWalk {
  @inlinable
  mutating func keyGroupsStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ tag: HandleTag, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    let range = try keyGroupRange()
    let count = range.numberOfKeyGroups
    if count < 0 { throw reader.errorBefore(4, .negativeCount(count)) }
    // Flink compares the number of offsets with that of the range, which is 0 where start + n overflows.
    if range.isEmpty && count > 0 { throw keyGroupRangeError(range) }
    try visitor.beginKeyGroupsStateHandle(tag: tag, keyGroupRange: range)
    try offsets(Int(count), &visitor)
    try streamStateHandle(.stateHandle, isOptional: false, &visitor)
    if tag == .keyGroupsV2 {
      let stateHandleId = try utf()
      try visitor.endKeyGroupsStateHandle(stateHandleId: span(stateHandleId))
    } else {
      try visitor.endKeyGroupsStateHandle(stateHandleId: nil)
    }
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func keyGroups(_ handle: KeyGroupsStateHandle, _ tag: HandleTag, _ visitor: inout Visitor)
    throws(FlinkMetadataError)
  {
    if tag != .keyGroups { try requireTag(tag) }
    let range = handle.keyGroupRange
    try requireLegal(range)
    try require(handle.offsets.count == Int(range.numberOfKeyGroups), .offsetCount)
    try require(!(range.isEmpty && range.numberOfKeyGroups > 0), .offsetCount)
    try visitor.beginKeyGroupsStateHandle(tag: tag, keyGroupRange: range)
    try offsets(handle.offsets, &visitor)
    try streamStateHandle(.stateHandle, handle.stateHandle, &visitor)
    try visitor.endKeyGroupsStateHandle(stateHandleId: span(handle.stateHandleId))
  }
}

// MARK: Fields

extension MetadataFieldEvents where Visitor: ~Copyable {
  /// Begins key groups.
  @inlinable
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange)
    throws(FlinkMetadataError)
  {
    let type = tag == .savepointKeyGroups ? RecordType.keyGroupsSavepointStateHandle : .keyGroupsStateHandle
    if keyGroupsDepth == 0 { keyGroupsType = type }
    keyGroupsDepth += 1
    try beginHandle(type, tag)
    try self.keyGroupRange(keyGroupRange)
    try beginOffsets(Int(keyGroupRange.numberOfKeyGroups))
  }

  /// Ends key groups.
  @inlinable
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try optional("stateHandleId", stateHandleId)
    keyGroupsDepth -= 1
    try visitor.endRecord(keyGroupsDepth == 0 ? keyGroupsType : .keyGroupsStateHandle)
  }
}

// MARK: Encoding

extension MetadataEncoder {
  /// Writes the range; offsets and delegate follow.
  public mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    self.tag(tag)
    write(keyGroupRange)
  }

  /// Writes the id of tag 12.
  public mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    try writeIfPresent(stateHandleId)
  }
}

// MARK: Building

extension MetadataBuilder {
  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    keyGroups.append((tag, keyGroupRange, []))
    run = .keyGroupOffsets
  }

  mutating func endKeyGroupsStateHandle(stateHandleId: ModifiedUTF8Span?) {
    guard let (tag, range, offsets) = keyGroups.popLast(), let delegate = takeStream() else { return }
    let handle = KeyGroupsStateHandle(
      keyGroupRange: range, offsets: offsets, stateHandle: delegate, stateHandleId: string(stateHandleId))
    // When the walk leaves the field, it takes the one that belongs there.
    stream = .keyGroups(handle)
    keyed = tag == .savepointKeyGroups ? .savepointKeyGroups(handle) : .keyGroups(handle)
  }
}

// MARK: View

/// State of a range of key groups in one stream (Flink: `KeyGroupsStateHandle`), in place.
public struct KeyGroupsStateHandleView: ~Escapable, Copyable {
  private let file: ViewedFile
  private let tag: HandleTag
  private let offsetsPlace: StoredList
  /// The key groups.
  public let keyGroupRange: KeyGroupRange

  /// The handle whose tag is at `offset`.
  @_lifetime(copy file)
  init(_ file: ViewedFile, at offset: Int, tag: HandleTag, keyGroupRange: KeyGroupRange) {
    self.file = file
    self.tag = tag
    self.keyGroupRange = keyGroupRange
    offsetsPlace = StoredList(
      offset: offset + KeyGroupsStateHandle.offsetsDistance, count: Int(keyGroupRange.numberOfKeyGroups))
  }

  /// Reads the handle whose tag is at `offset`, and moves `offset` to its end.
  @_lifetime(copy file)
  init(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError) {
    let start = offset
    var outline = KeyGroupsOutline()
    try outline.readKeyedStateHandle(file, at: &offset)
    self.init(file, at: start, tag: outline.tag, keyGroupRange: outline.keyGroupRange)
  }

  /// For each key group where in the stream it begins.
  public var offsets: OffsetsSpan {
    @_lifetime(copy self) get { file.offsets(offsetsPlace) }
  }
  /// The stream.
  public var stateHandle: StreamStateHandleView {
    @_lifetime(copy self) get throws(FlinkMetadataError) { try .required(file, at: stateHandleOffset) }
  }
  /// The handle's id (tag 12); nil in tags 3 and 7. Walks over the stream's handle, because the id comes after it.
  public var stateHandleId: ModifiedUTF8Span? {
    @_lifetime(copy self) get throws(FlinkMetadataError) {
      guard tag == .keyGroupsV2 else { return nil }
      var offset = stateHandleOffset
      _ = try StreamStateHandleView.required(file, at: &offset)
      return try file.utf(at: &offset)
    }
  }

  private var stateHandleOffset: Int { offsetsPlace.offset + offsetsPlace.count << 3 }
}

private struct KeyGroupsOutline: RecordOutline {
  var depth = 0
  var tag = HandleTag.keyGroups
  var keyGroupRange = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 0)

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    guard depth == 0 else { return }
    self.tag = tag
    self.keyGroupRange = keyGroupRange
  }
}
