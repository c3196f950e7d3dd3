// SPEC.md 2, "File header and versions"

/// The version of the format, as the second number of a file says.
public enum FormatVersion: Int32, Sendable, Hashable, Comparable, CaseIterable {
  /// Written by Flink 1.2.
  case version1 = 1
  /// Written by Flink 1.3 to 1.10.
  case version2 = 2
  /// Written by Flink 1.11 to 1.15: coordinator state, channel state; since 1.14 finished operators.
  case version3 = 3
  /// Written by Flink 1.16 to 1.20: ``CheckpointProperties``.
  case version4 = 4
  /// Written by Flink 2.0: operator names and uids.
  case version5 = 5
  /// Written by Flink 2.1 to 2.3: merged channel state.
  case version6 = 6
  /// Of Flink's development branch, not released: a reference to the checkpoint that a subtask's state comes from.
  case version7 = 7

  /// Whether the first was introduced before the second.
  @inlinable public static func < (first: FormatVersion, second: FormatVersion) -> Bool {
    first.rawValue < second.rawValue
  }

  /// The Flink releases that write this version, as text for people.
  public var writtenBy: String {
    switch self {
    case .version1: "Flink 1.2"
    case .version2: "Flink 1.3 to 1.10"
    case .version3: "Flink 1.11 to 1.15"
    case .version4: "Flink 1.16 to 1.20"
    case .version5: "Flink 2.0"
    case .version6: "Flink 2.1 to 2.3"
    case .version7: "Flink's development branch"
    }
  }
}

// SPEC.md 11, "Dialects"

/// Two Flink releases wrote version 3 with a layout of their own, which no other release reads and no byte announces.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
  /// What every other release writes.
  case standard
  /// Flink 1.11: channel-state handles without a subtask index.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case flink1_11 = "flink-1.11"
  /// Flink 1.14: changelog handles (tags 8, 9 and 10) without sizes and ids.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case flink1_14 = "flink-1.14"
}
