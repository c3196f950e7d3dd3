// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// How much of a checkpoint's state is in files of one directory.
public struct DirectorySummary: Sendable {
  /// The directory, with a slash at its end; a relative one behind that of the metadata file, if this is known. Nil for
  /// the sum of directories that are not listed, because there are more than 2000.
  public var path: String?
  /// Whose directory it is.
  public var relation: Relation
  /// How many handles refer to files of the directory.
  public var references: Int64 = 0
  /// How many different files these are; exact if ``CheckpointSummary/FileCounts/isDistinctExact``.
  public var files = 0
  /// The size of the state in these files, in bytes; without sizes that handles do not know.
  public var stateSize: Int64 = 0

  /// Whose directory it is, seen from the metadata file.
  @nonexhaustive
  public enum Relation: Int, Sendable, CaseIterable {
    /// That of the metadata file, or one in it: the checkpoint's own.
    case own
    /// Another one of the same job, where its checkpoints share files.
    case job
    /// Of another job, of a savepoint, or of somebody else.
    case elsewhere
    /// The place of the metadata file is not known.
    case unknown
  }

  init(path: String?, relation: Relation) {
    self.path = path
    self.relation = relation
  }

  mutating func add(_ counted: CountedDirectory) {
    references = references.saturatingAdding(counted.references)
    files += counted.files
    stateSize = stateSize.saturatingAdding(counted.stateSize)
  }
}

/// A directory while its files are being counted.
struct CountedDirectory {
  var relation: DirectorySummary.Relation
  /// What the keys of its files continue.
  var key: FileKey
  var isRelative = false
  /// Where its path is among the texts; nothing for the sum of directories that are not listed.
  var textStart = 0
  var textCount = -1
  var references: Int64 = 0
  var files = 0
  var stateSize: Int64 = 0

  var isListed: Bool { textCount >= 0 }
}
