// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Counts handles of every kind but null: nearly nothing beside the walk itself.
struct HandleCounter: MetadataVisitor {
  private(set) var handles = 0

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) { handles += 1 }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) { handles += 1 }

  mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64) { handles += 1 }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    handles += 1
  }

  mutating func emptySegmentFileStateHandle() { handles += 1 }

  mutating func beginOperatorStateHandle(tag: HandleTag) { handles += 1 }

  mutating func beginKeyGroupsStateHandle(tag: HandleTag, keyGroupRange: KeyGroupRange) { handles += 1 }

  mutating func beginIncrementalRemoteKeyedStateHandle(
    tag: HandleTag, checkpointId: Int64, backendIdentifier: ModifiedUTF8Span, keyGroupRange: KeyGroupRange,
    checkpointedSize: Int64?
  ) {
    handles += 1
  }

  mutating func beginChangelogStateBackendHandle(
    tag: HandleTag, keyGroupRange: KeyGroupRange, checkpointedSize: Int64?
  ) {
    handles += 1
  }

  mutating func beginInMemoryChangelogStateHandle(keyGroupRange: KeyGroupRange, from: Int64, to: Int64) {
    handles += 1
  }

  mutating func beginChangelogStateHandleStream(tag: HandleTag, keyGroupRange: KeyGroupRange) { handles += 1 }

  mutating func beginChannelStateHandle(
    kind: ChannelStateKind, subtaskIndex: Int32?, info: ChannelInfo, offsetCount: Int
  ) {
    handles += 1
  }

  mutating func beginMergedChannelStateHandle(kind: ChannelStateKind, subtaskIndex: Int32, stateSize: Int64) {
    handles += 1
  }
}
