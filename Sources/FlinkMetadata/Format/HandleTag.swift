// SPDX-License-Identifier: Apache-2.0

// SPEC.md 4, "Handle tags"

/// The byte before a state handle. It names the handle's layout: a reader depends on the tag, not on the file's
/// version.
///
/// Later releases of this library add cases: a `switch` over a tag needs `@unknown default`.
@nonexhaustive
public enum HandleTag: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  /// No handle.
  case null = 0
  /// ``ByteStreamStateHandle``
  case byteStream = 1
  /// ``FileStateHandle``
  case file = 2
  /// ``KeyGroupsStateHandle`` without an id
  case keyGroups = 3
  /// ``OperatorStreamStateHandle``
  case partitionableOperatorState = 4
  /// ``IncrementalRemoteKeyedStateHandle`` without size and id
  case incrementalKeyGroups = 5
  /// ``RelativeFileStateHandle``
  case relativeFile = 6
  /// ``KeyGroupsStateHandle`` of a canonical savepoint
  case savepointKeyGroups = 7
  /// ``ChangelogStateBackendHandle`` without the checkpoint's id
  case changelog = 8
  /// ``InMemoryChangelogStateHandle``
  case changelogByteIncrement = 9
  /// ``ChangelogStateHandleStream`` without the kind of storage
  case changelogFileIncrement = 10
  /// ``IncrementalRemoteKeyedStateHandle``
  case incrementalKeyGroupsV2 = 11
  /// ``KeyGroupsStateHandle``
  case keyGroupsV2 = 12
  /// ``ChangelogStateHandleStream``
  case changelogFileIncrementV2 = 13
  /// ``ChangelogStateBackendHandle``
  case changelogV2 = 14
  /// ``SegmentFileStateHandle``
  case fileSegment = 15
  /// A segment that holds nothing (Flink: `EmptySegmentFileStateHandle`)
  case emptyFileSegment = 16
  /// ``OperatorStreamStateHandle`` of merged files
  case fileMergingOperatorState = 17

  /// The tag that was introduced last.
  @inlinable static var newest: HandleTag { .fileMergingOperatorState }

  /// Whether the first was introduced before the second.
  @inlinable public static func < (first: HandleTag, second: HandleTag) -> Bool {
    first.rawValue < second.rawValue
  }

  /// The first Flink release that reads the tag in the standard dialect.
  public var since: FlinkRelease {
    switch self {
    case .null, .byteStream, .file, .keyGroups, .partitionableOperatorState: FlinkRelease(1, 2)
    case .incrementalKeyGroups: FlinkRelease(1, 3)
    case .relativeFile: FlinkRelease(1, 11)
    case .savepointKeyGroups: FlinkRelease(1, 13)
    case .changelog, .changelogByteIncrement, .changelogFileIncrement, .incrementalKeyGroupsV2, .keyGroupsV2:
      FlinkRelease(1, 15)
    case .changelogFileIncrementV2, .changelogV2: FlinkRelease(1, 16)
    case .fileSegment, .emptyFileSegment, .fileMergingOperatorState: FlinkRelease(1, 20)
    }
  }
}
