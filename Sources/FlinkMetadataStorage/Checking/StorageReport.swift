// SPDX-License-Identifier: Apache-2.0

/// What a check found.
public struct StorageReport: Sendable {
  /// The checkpoints, in the order in which they were added.
  public var results: [CheckpointResult] = []
  /// What was read of each storage input.
  public var listings: [ListedStorage] = []
  /// Files that nothing needs; nil if they were not looked for.
  public var orphans: [Orphan]?
  /// How many files that no metadata refers to were kept, by the reason.
  public var kept: [OrphanGuard: Int64] = [:]
  /// Metadata files that are listed and were not given, in canonical form.
  public var otherMetadata: [String] = []

  /// Makes an empty report.
  public init() {}

  /// The worst decision of all checkpoints.
  public var decision: RestoreDecision { results.map(\.decision).max() ?? .restorable }

  /// What was read of a storage.
  public struct ListedStorage: Sendable {
    /// What messages call it.
    public var name: String
    /// The form of the listing; nil for a local tree.
    public var form: ListingForm?
    /// How many files it has.
    public var fileCount: Int64
    /// How many of them metadata refers to.
    public var matchCount: Int64
    /// How many of these are listed without a size, so that no size was compared.
    public var matchesWithoutSize: Int64 = 0
    /// Whether its times have no zone and none was given, so that they are taken as up to 26 hours off.
    public var hasUncertainTimes = false
    /// The first symbolic link of a local tree; nil if there is none.
    public var firstLink: String?
    /// The directory that it is taken to hold completely, in canonical form; nil if there is none.
    public var directory: String?
    /// When it was made, in seconds since 1970: as it says, else the time of its newest file.
    public var takenAt: Int64?
  }
}
