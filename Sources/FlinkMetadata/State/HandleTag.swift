// SPEC.md 4, "Handle tags"

/// The byte in front of a state handle. It names the layout: a reader goes by it and not by the file's version.
public enum HandleTag: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  case null = 0
  case byteStream = 1
  case file = 2
  case keyGroups = 3
  case partitionableOperatorState = 4
  case incrementalKeyGroups = 5
  case relativeFile = 6
  case savepointKeyGroups = 7
  case changelog = 8
  case changelogByteIncrement = 9
  case changelogFileIncrement = 10
  case incrementalKeyGroupsV2 = 11
  case keyGroupsV2 = 12
  case changelogFileIncrementV2 = 13
  case changelogV2 = 14
  case fileSegment = 15
  case emptyFileSegment = 16
  case fileMergingOperatorState = 17

  /// Whether the first was introduced before the second.
  @inlinable public static func < (first: HandleTag, second: HandleTag) -> Bool {
    first.rawValue < second.rawValue
  }
}

extension Dialect {
  /// The last tag that the releases of a dialect know.
  @inlinable var lastTag: HandleTag {
    switch self {
    case .standard: .fileMergingOperatorState
    case .flink1_11: .relativeFile
    case .flink1_14: .changelogFileIncrement
    }
  }
}
