// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// Why a check came to no result.
@nonexhaustive
public enum CheckError: Error, Sendable {
  /// A metadata file cannot be opened.
  case input(MetadataInputError)
  /// A metadata file cannot be read; with the line that says so.
  case metadata(FlinkMetadataError, message: String)
  /// A listing cannot be read, or is not one that a verdict can rest on.
  case listing(ListingError)
  /// No listed file is one that metadata refers to, though there are both.
  case nothingMatches(Mismatch)

  /// A listing that has nothing in common with the metadata.
  public struct Mismatch: Sendable, Hashable {
    /// A file that metadata refers to, in canonical form.
    public var referenced: String
    /// A file that is listed, in canonical form.
    public var listed: String
    /// How many files were listed, and how many are referred to.
    public var listedCount: Int64
    /// How many files metadata refers to.
    public var referencedCount: Int64
  }
}
