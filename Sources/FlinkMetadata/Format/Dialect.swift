// SPDX-License-Identifier: Apache-2.0

// SPEC.md 11, "Dialects"

/// The layout of a file of version 3. Two Flink releases wrote that version with a layout of their own, which no other
/// release reads and which no byte of the file announces.
@nonexhaustive
public enum Dialect: String, Sendable, Hashable, CaseIterable {
  /// What all other releases write. Files of other versions have this dialect only.
  case standard
  /// Flink 1.11: channel state handles without a subtask index.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case flink1_11 = "flink-1.11"
  /// Flink 1.14: changelog handles (tags 8, 9 and 10) without sizes and ids.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case flink1_14 = "flink-1.14"

  /// The highest tag that the releases of the dialect know.
  @inlinable var lastTag: HandleTag {
    switch self {
    case .standard: .newest
    case .flink1_11: .relativeFile
    case .flink1_14: .changelogFileIncrement
    }
  }
}
