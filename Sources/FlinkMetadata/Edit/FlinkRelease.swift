// SPEC.md 2, "File header and versions", and 4, "Handle tags"

/// A minor release of Flink, such as 1.20.
public struct FlinkRelease: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// 1 or 2.
  public var major: Int
  /// The number behind the dot.
  public var minor: Int

  /// Names a release.
  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Whether the first came before the second.
  public static func < (first: FlinkRelease, second: FlinkRelease) -> Bool {
    (first.major, first.minor) < (second.major, second.minor)
  }

  /// Such as "1.20".
  public var description: String { "\(major).\(minor)" }

  /// Whether the release reads a handle of this kind in the standard dialect.
  public func reads(_ tag: HandleTag) -> Bool { self >= tag.since }
}

extension HandleTag {
  /// The first release that reads the tag in the standard dialect.
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

extension FormatVersion {
  /// The newest release that writes this version: what files of the version are written for unless another is named.
  public var newestWriter: FlinkRelease {
    switch self {
    case .version1: FlinkRelease(1, 2)
    case .version2: FlinkRelease(1, 10)
    case .version3: FlinkRelease(1, 15)
    case .version4: FlinkRelease(1, 20)
    case .version5: FlinkRelease(2, 0)
    case .version6, .version7: FlinkRelease(2, 3)
    }
  }
}
