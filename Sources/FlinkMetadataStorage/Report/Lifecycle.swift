// SPDX-License-Identifier: Apache-2.0

/// What a rule that deletes files by their age does to checkpoints.
public struct Lifecycle: Sendable {
  /// After how many days the rule deletes a file.
  public let days: Int64
  /// What becomes of each checkpoint, in the order of the report.
  public let checkpoints: [Effect]

  /// What the rule does to a checkpoint.
  public struct Effect: Sendable {
    /// When it breaks the checkpoint, in seconds since 1970, if it deletes everywhere. Nil if no time is known.
    public var all: Int64?
    /// The same, if it deletes only under `shared/`. Nil also if the checkpoint needs no file there.
    public var shared: Int64?
    /// Whether a file of the checkpoint is missing already.
    public var isBroken: Bool
  }

  /// Says what a rule would do to the checkpoints of a report.
  ///
  /// - Parameters:
  ///   - report: the result of a check, with the times of files.
  ///   - days: the age at which the rule deletes files.
  ///   - now: seconds since 1970.
  public init(_ report: StorageReport, days: Int64, now: Int64) {
    self.days = days
    self.now = now
    func end(_ oldest: Int64?) -> Int64? {
      guard let oldest else { return nil }
      let (age, overflows) = days.multipliedReportingOverflow(by: OrphanRules.day)
      let (end, alsoOverflows) = oldest.addingReportingOverflow(age)
      return overflows || alsoOverflows ? nil : end
    }
    checkpoints = report.results.map { result in
      let lost = (result.files[.missing] ?? 0) + (result.files[.recoverable] ?? 0)
      return Effect(all: end(result.oldest), shared: end(result.oldestShared), isBroken: lost > 0)
    }
  }

  /// The time from which "today" and "next" are told.
  public let now: Int64
}
