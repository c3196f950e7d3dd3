// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// What a ``StorageCheck`` is to assume.
public struct StorageCheckOptions: Sendable {
  /// Which spellings of locations are equal.
  public var equality = LocationEquality()
  /// Where the files of the metadata have been moved: it is checked as if its paths had been rewritten so.
  public var moves = PathRules()
  /// What local directories are copies of: `/tmp/meta` to `s3://bucket/ck`. Applied to the directories of metadata
  /// files and to local trees.
  public var copies = PathRules()
  /// The layout of version 3 files, or nil to detect it.
  public var dialect: Dialect?
  /// The most bytes that compressed metadata may expand to; nil for no limit.
  public var maximumByteCount: Int64? = MetadataInput.standardMaximumByteCount
  /// Directories, as URIs, that the listings hold completely, though they do not say so.
  public var coveredDirectories: [String] = []
  /// How to look for orphans; nil not to.
  public var orphans: OrphanRules?
  /// Called with each problem, if all are wanted: in a thread of the check, which ends before the check returns.
  public var report: (@Sendable (_ checkpoint: Int, FileProblem, _ operatorName: String) -> Void)?
  /// Called with each metadata file that is opened, to show how far reading has come.
  package var opened: (@Sendable (MetadataInput) -> Void)?

  /// The same for each listing; see ``ListingReader/opened``.
  package var listingOpened: (@Sendable (_ name: String, _ size: Int64?) -> (Int64?) -> Void)?

  /// Makes options: no moves, no copies, no orphans.
  public init() {}
}
