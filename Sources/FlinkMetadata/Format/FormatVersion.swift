// SPDX-License-Identifier: Apache-2.0

// SPEC.md 2, "Header and versions"

/// The version of the format, the second number of a file.
///
/// Later releases of this library add cases: a `switch` over a version needs `@unknown default`.
@nonexhaustive
public enum FormatVersion: Int32, Sendable, Hashable, Comparable, CaseIterable {
  /// Task states instead of operator states.
  case version1 = 1
  /// Operator states.
  case version2 = 2
  /// Adds coordinator state and channel state; since Flink 1.14 also finished operators.
  case version3 = 3
  /// Adds ``CheckpointProperties``.
  case version4 = 4
  /// Adds operator names and uids.
  case version5 = 5
  /// Adds merged channel state.
  case version6 = 6
  /// Adds a reference to the checkpoint that a subtask's state was taken from. No Flink release writes it yet.
  case version7 = 7

  /// Whether the first was introduced before the second.
  @inlinable public static func < (first: FormatVersion, second: FormatVersion) -> Bool {
    first.rawValue < second.rawValue
  }

  /// The oldest and the newest Flink release that write this version, or nil if none was released.
  public var writers: ClosedRange<FlinkRelease>? {
    switch self {
    case .version1: FlinkRelease(1, 2)...FlinkRelease(1, 2)
    case .version2: FlinkRelease(1, 3)...FlinkRelease(1, 10)
    case .version3: FlinkRelease(1, 11)...FlinkRelease(1, 15)
    case .version4: FlinkRelease(1, 16)...FlinkRelease(1, 20)
    case .version5: FlinkRelease(2, 0)...FlinkRelease(2, 0)
    case .version6: FlinkRelease(2, 1)...FlinkRelease(2, 3)
    case .version7: nil
    }
  }

  /// The newest Flink release that writes this version. ``CheckpointMetadata/converted(to:for:accepting:)`` converts
  /// for it unless a release is named. For a version that no release writes, the newest release that is known.
  public var newestWriter: FlinkRelease { writers?.upperBound ?? .newestKnown }

  /// ``writers`` as text for people: "Flink 1.3 to 1.10".
  public var writtenBy: String {
    guard let writers else { return "Flink's development branch" }
    let oldest = "Flink \(writers.lowerBound)"
    return writers.lowerBound == writers.upperBound ? oldest : "\(oldest) to \(writers.upperBound)"
  }

  /// The numbers of all versions, as text for messages: "1 to 7".
  static var knownRange: String {
    let numbers = allCases.map(\.rawValue)
    return "\(numbers.min() ?? 0) to \(numbers.max() ?? 0)"
  }
}

extension FlinkRelease {
  /// The newest release whose files this library knows.
  public static var newestKnown: FlinkRelease {
    FormatVersion.allCases.compactMap(\.writers?.upperBound).max() ?? FlinkRelease(1, 2)
  }
}
