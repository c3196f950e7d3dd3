// SPDX-License-Identifier: Apache-2.0

// SPEC.md 7, "Keyed state handles"
//
//   tag 0          (nothing)
//   tag 3, 7, 12   KeyGroupsStateHandle
//   tag 5, 11      IncrementalRemoteKeyedStateHandle
//   tag 8, 14      ChangelogStateBackendHandle
//   tag 9          InMemoryChangelogStateHandle
//   tag 10, 13     ChangelogStateHandleStreamImpl

/// Keyed state of a subtask (Flink: `KeyedStateHandle` and its implementations). Flink's null is Swift's nil.
///
/// Takes 8 bytes, and the handle's own on the heap. Later releases of this library add cases: a `switch` over a handle
/// needs `@unknown default`.
@nonexhaustive
public indirect enum KeyedStateHandle: Sendable, Hashable {
  /// State by key group (tags 3 and 12).
  case keyGroups(KeyGroupsStateHandle)
  /// State by key group in a canonical savepoint (tag 7, Flink: `KeyGroupsSavepointStateHandle`).
  case savepointKeyGroups(KeyGroupsStateHandle)
  /// RocksDB's or ForSt's files (tags 5 and 11).
  case incrementalRemote(IncrementalRemoteKeyedStateHandle)
  /// State of the changelog backend (tags 8 and 14).
  case changelogBackend(ChangelogStateBackendHandle)
  /// Changes in the metadata file itself (tag 9).
  case inMemoryChangelog(InMemoryChangelogStateHandle)
  /// Changes in files (tags 10 and 13).
  case changelogStream(ChangelogStateHandleStream)
}

// MARK: Walking

extension MetadataWalk {
  /// A keyed state handle that is a field of a subtask's state.
  @inlinable
  mutating func keyedStateHandle<Visitor: MetadataVisitor & ~Copyable>(
    _ field: MetadataPath.Field, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try enterListOfOne(field, &visitor)
    try keyedStateHandle(&visitor)
    try leave(field, &visitor)
  }

  /// A keyed state handle, or null. Returns its tag.
  @inlinable @discardableResult
  mutating func keyedStateHandle<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError) -> HandleTag
  {
    try nest()
    let tagValue = try reader.uint8()
    let lastTag = version > .version1 ? dialect.lastTag : .keyGroups
    guard let tag = HandleTag(rawValue: tagValue), tag <= lastTag else {
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .keyedStateHandle))
    }
    note(tag)
    switch tag {
    case .null:
      try visitor.nullHandle()
    case .keyGroups, .savepointKeyGroups, .keyGroupsV2:
      try keyGroupsStateHandle(tag, &visitor)
    case .incrementalKeyGroups, .incrementalKeyGroupsV2:
      try incrementalRemoteKeyedStateHandle(tag, &visitor)
    case .changelog, .changelogV2:
      try changelogStateBackendHandle(tag, &visitor)
    case .changelogByteIncrement:
      try inMemoryChangelogStateHandle(&visitor)
    case .changelogFileIncrement, .changelogFileIncrementV2:
      try changelogStateHandleStream(tag, &visitor)
    default:
      throw reader.errorBefore(1, .unexpectedTag(tagValue, expected: .keyedStateHandle))
    }
    unnest()
    return tag
  }
}

// MARK: Walking values

extension ValueWalk where Visitor: ~Copyable {
  mutating func keyedStateHandle(
    _ field: MetadataPath.Field, _ handle: KeyedStateHandle?, _ visitor: inout Visitor
  ) throws(FlinkMetadataError) {
    try part(field, &visitor) { walk, visitor throws(FlinkMetadataError) in
      try walk.keyedStateHandle(handle, &visitor)
    }
  }

  mutating func keyedStateHandle(_ handle: KeyedStateHandle?, _ visitor: inout Visitor) throws(FlinkMetadataError) {
    guard let handle else { return try visitor.nullHandle() }
    try nested { walk throws(FlinkMetadataError) in
      switch handle {
      case .keyGroups(let handle):
        try walk.keyGroups(handle, handle.stateHandleId == nil ? .keyGroups : .keyGroupsV2, &visitor)
      case .savepointKeyGroups(let handle):
        try walk.require(handle.stateHandleId == nil, .savepointWithId)
        try walk.keyGroups(handle, .savepointKeyGroups, &visitor)
      case .incrementalRemote(let handle): try walk.incremental(handle, &visitor)
      case .changelogBackend(let handle): try walk.changelog(handle, &visitor)
      case .inMemoryChangelog(let handle): try walk.inMemoryChangelog(handle, &visitor)
      case .changelogStream(let handle): try walk.changelogStream(handle, &visitor)
      }
    }
  }
}

// MARK: View

/// Keyed state of a subtask (Flink: `KeyedStateHandle` and its implementations), in place.
///
/// Later releases of this library add cases: a `switch` over a view needs `@unknown default`.
@nonexhaustive
public enum KeyedStateHandleView: HandleView, ~Escapable {
  /// State by key group (tags 3 and 12).
  case keyGroups(KeyGroupsStateHandleView)
  /// State by key group in a canonical savepoint (tag 7).
  case savepointKeyGroups(KeyGroupsStateHandleView)
  /// RocksDB's or ForSt's files (tags 5 and 11).
  case incrementalRemote(IncrementalRemoteKeyedStateHandleView)
  /// State of the changelog backend (tags 8 and 14).
  case changelogBackend(ChangelogStateBackendHandleView)
  /// Changes in the metadata file itself (tag 9).
  case inMemoryChangelog(InMemoryChangelogStateHandleView)
  /// Changes in files (tags 10 and 13).
  case changelogStream(ChangelogStateHandleStreamView)

  /// Reads the handle; see ``MetadataViews/next()->Element?``.
  @_lifetime(copy source)
  public init?(_ source: MetadataViewSource, at offset: inout Int) throws(FlinkMetadataError) {
    let file = source.file
    switch file.tag(at: offset) {
    case .null:
      offset += 1
      return nil
    case .keyGroups, .keyGroupsV2:
      self = .keyGroups(try KeyGroupsStateHandleView(file, at: &offset))
    case .savepointKeyGroups:
      self = .savepointKeyGroups(try KeyGroupsStateHandleView(file, at: &offset))
    case .incrementalKeyGroups, .incrementalKeyGroupsV2:
      self = .incrementalRemote(try IncrementalRemoteKeyedStateHandleView(file, at: &offset))
    case .changelog, .changelogV2:
      self = .changelogBackend(try ChangelogStateBackendHandleView(file, at: &offset))
    case .changelogByteIncrement:
      self = .inMemoryChangelog(try InMemoryChangelogStateHandleView(file, at: &offset))
    case .changelogFileIncrement, .changelogFileIncrementV2:
      self = .changelogStream(try ChangelogStateHandleStreamView(file, at: &offset))
    default:
      throw FlinkMetadataError(
        .unexpectedTag(file.tag(at: offset)?.rawValue ?? .max, expected: .keyedStateHandle), offset: Int64(offset))
    }
  }
}

extension RecordOutline {
  /// Applies the rule of keyed state handles to the handle at an offset, and moves the offset to its end.
  @inline(__always)
  mutating func readKeyedStateHandle(_ file: ViewedFile, at offset: inout Int) throws(FlinkMetadataError) {
    offset = try file.walk(TrustingScanner(), at: offset, &self) { walk, visitor throws(FlinkMetadataError) in
      try walk.keyedStateHandle(&visitor)
    }
  }
}
