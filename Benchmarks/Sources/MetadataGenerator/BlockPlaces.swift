// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The places in an encoded block whose content is drawn anew for each subtask: a walk over the block finds them.
struct BlockPlaces: MetadataVisitor {
  /// Where the subtask begins, and where it ends.
  private(set) var start = 0
  private(set) var end = 0
  /// Numbers of the subtask, in its own state and in that of its channels.
  private(set) var subtaskIndices: [Int] = []
  /// First key groups, and how many key groups there are.
  private(set) var keyGroupRanges: [(offset: Int, count: Int32)] = []
  /// Inlined state.
  private(set) var payloads: [Range<Int>] = []
  private(set) var offsets: [Range<Int>] = []

  /// Where the part begins that was entered last.
  private var entered = 0
  /// Whether bytes that come are inlined state.
  private var isPayload = false

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    entered = Self.place(offset)
    if field == .subtaskStates { start = entered }
    if field == .checkpointProperties { end = entered }
  }

  mutating func beginSubtaskState(subtaskIndex: Int32, isFinished: Bool, duration: Int64?) {
    subtaskIndices.append(start)
  }

  // MARK: Key groups

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    add(keyGroupRange, at: entered + 1)
  }

  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    add(keyGroupRange, at: Self.place(backendIdentifier.offset) + backendIdentifier.bytes.byteCount)
  }

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    add(keyGroupRange, at: entered + 1)
  }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) {
    add(keyGroupRange, at: entered + 1)
  }

  private mutating func add(_ range: KeyGroupRange, at offset: Int) {
    keyGroupRanges.append((offset, range.numberOfKeyGroups))
  }

  // MARK: Channels

  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    subtaskIndices.append(entered + 1)
  }

  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    subtaskIndices.append(entered + 1)
  }

  mutating func serializedChannelOffsets(byteCount: Int) { isPayload = false }

  // MARK: Bytes and offsets

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) { isPayload = true }

  mutating func bytes(_ bytes: RawSpan, offset: Int64?) {
    if isPayload { payloads.append(Self.range(offset, bytes)) }
  }

  mutating func offsets(_ offsets: OffsetsSpan) {
    self.offsets.append(Self.range(offsets.offset, offsets.bytes))
  }

  /// Blocks are in a file, where everything has a place.
  private static func place(_ offset: Int64?) -> Int { offset.map(Int.init) ?? 0 }

  private static func range(_ offset: Int64?, _ bytes: RawSpan) -> Range<Int> {
    place(offset)..<place(offset) + bytes.byteCount
  }
}
