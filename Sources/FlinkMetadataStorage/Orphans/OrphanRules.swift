// SPDX-License-Identifier: Apache-2.0

/// Which files that no metadata refers to may be called orphans.
///
/// The rules err on the side of keeping a file: Flink writes files before it names them, and some it never names.
public struct OrphanRules: Sendable, Hashable {
  /// The least age of an orphan, in seconds.
  public var leastAge: Int64 = 3 * day
  /// What the age is counted from, in seconds since 1970.
  public var now: Int64
  /// Whether files below `taskowned/` are looked at: logs of sinks, which only operator state refers to, and which the
  /// JobManager never deletes (FLINK-8531).
  public var includesTaskOwned = false
  /// Whether the directories of ForSt are looked at (`shared/op_…__attempt_…/`): the database of a running job, which no
  /// metadata names (FLINK-37686).
  public var includesForSt = false
  /// Whether `dstl/` is looked at: changes of the changelog backend, which are there before a checkpoint names them.
  public var includesChangelog = false

  /// A day in seconds.
  public static let day: Int64 = 86_400
  /// An age below this has to be forced.
  public static let leastSafeAge = day
  /// How far times without a zone can be wrong.
  static let unknownTimeZone: Int64 = 26 * 3600

  /// The default rules.
  public init(now: Int64) { self.now = now }
}

/// Why a file that no metadata refers to is kept.
@nonexhaustive
public enum OrphanGuard: String, Sendable, Hashable, CaseIterable {
  /// It is in none of the directories of the given checkpoints' jobs.
  case otherPlace = "outside the given jobs' directories"
  /// It is metadata, or a copy of it.
  case metadata = "metadata files"
  /// It is neither below `shared/` nor in a checkpoint's directory.
  case unknownPlace = "where Flink keeps no files"
  /// It is below the `shared/` of a job whose given metadata does not refer to it: perhaps that was copied here, and its
  /// paths still have to be rewritten.
  case unreferenced = "below a shared/ that its job's metadata does not refer to"
  /// It is below `taskowned/`.
  case taskOwned = "below taskowned/"
  /// It is in a directory of ForSt.
  case forSt = "in a directory of ForSt"
  /// It is below `dstl/`.
  case changelog = "below dstl/"
  /// It has no time.
  case noTime = "without a time"
  /// It is younger than the least age.
  case young = "too young"
  /// It is newer than the job's newest metadata: it may belong to a checkpoint in progress.
  case newerThanMetadata = "newer than the job's newest metadata"
  /// Its name is not in the form that Flink could have written.
  case strangeName = "with a name that Flink does not write"
}

/// A file that nothing needs.
public struct Orphan: Sendable, Hashable {
  /// Where it is, as the listing has it.
  public var location: [UInt8]
  /// Its size in bytes; nil if the listing does not say.
  public var size: Int64?
  /// When it was last changed, in seconds since 1970.
  public var modified: Int64
}
