// SPDX-License-Identifier: Apache-2.0

/// What is the matter with a file that a checkpoint needs.
@nonexhaustive
public enum FileVerdict: String, Sendable, Hashable, CaseIterable {
  /// It is there, with the size that is needed.
  case present
  /// It is there, but with another size; a merged file is too short for a part of it.
  case wrongSize = "wrong size"
  /// It is not there.
  case missing
  /// It was deleted, and the storage has an older version that can be brought back.
  case recoverable
  /// It is there, in a storage class that has to be thawed before it can be read.
  case archived
  /// A relative path leads into the checkpoint's directory, where it is not, but exactly one other known directory has
  /// it (FLINK-39964).
  case elsewhere
  /// It has changes of the changelog backend and is smaller than these: compressed, or cut.
  case perhapsCut = "perhaps cut"
  /// No listing covers its place.
  case notCovered = "not covered"
  /// It is not listed, but the checkpoint is newer than the listing.
  case unknown

  /// What this means for a restore.
  public var decision: RestoreDecision {
    switch self {
    case .present: .restorable
    case .wrongSize, .missing, .recoverable, .archived, .elsewhere: .notRestorable
    case .perhapsCut, .notCovered, .unknown: .undecided
    }
  }
}

/// Whether Flink can restore from a checkpoint, as far as its files matter.
@nonexhaustive
public enum RestoreDecision: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Every file that it needs is there.
  case restorable
  /// Nothing is known to be wrong, but something is not known.
  case undecided = "cannot be decided"
  /// A file that it needs is not as it was written.
  case notRestorable = "not restorable"

  /// The worse one is greater.
  public static func < (first: RestoreDecision, second: RestoreDecision) -> Bool { first.rank < second.rank }

  private var rank: Int {
    switch self {
    case .restorable: 0
    case .undecided: 1
    case .notRestorable: 2
    }
  }
}
