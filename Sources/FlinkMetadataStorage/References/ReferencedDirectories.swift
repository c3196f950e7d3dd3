// SPDX-License-Identifier: Apache-2.0

/// How many references there are in each directory.
struct ReferencedDirectories {
  /// The most directories that are told apart; entropy can give each file its own.
  private static let limit = 10_000

  /// By the directories as they are spelled, with a slash at their ends.
  private(set) var counts: [[UInt8]: Int64] = [:]

  /// Counts references, unless their directory is one too many.
  mutating func add(_ directory: [UInt8], _ count: Int64) {
    if counts[directory] != nil || counts.count < Self.limit { counts[directory, default: 0] += count }
  }
}
