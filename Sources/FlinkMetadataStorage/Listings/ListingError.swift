// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Why a listing could not be read, or is not one that a verdict can rest on.
public struct ListingError: Error, Sendable, Hashable {
  /// What is wrong.
  public var problem: Problem
  /// The listing's file, as the caller named it; nil until the reader adds it.
  public var name: String?
  /// The line, from 1; for JSON the line that the reader had come to. Nil if the whole listing is meant.
  public var line: Int64?

  /// Makes an error.
  public init(_ problem: Problem, name: String? = nil, line: Int64? = nil) {
    self.problem = problem
    self.name = name
    self.line = line
  }

  /// What can be wrong with a listing.
  @nonexhaustive
  public enum Problem: Sendable, Hashable {
    /// It has no bytes, or lists nothing. A failed command leaves such a file.
    case empty
    /// All that it lists is deleted.
    case allDeleted
    /// It cannot be read.
    case cannotRead(FlinkMetadataError.Kind)
    /// It begins like none of the forms.
    case unknownForm
    /// It is in UTF-16, as older shells of Windows write.
    case utf16
    /// A line or entry is not of the listing's form; with what was expected.
    case malformed(ListingForm, expected: String)
    /// It is cut off in the middle of a line or document.
    case cut(ListingForm)
    /// The client stopped before the end of the storage, and says so; with the sign.
    case incomplete(ListingForm, sign: String)
    /// The listing does not begin where the storage does, and says so; with the sign.
    case startsLate(ListingForm, sign: String)
    /// It lists one level only.
    case notRecursive(ListingForm)
    /// Sizes are rounded for people.
    case roundedSizes(ListingForm)
    /// Its total differs from what it lists.
    case wrongTotal(ListingForm, declared: Int64, found: Int64)
    /// Two forms are in one file.
    case mixedForms(ListingForm, ListingForm)
    /// Keys lack what stands before them, and no base was given.
    case needsBase(ListingForm)
    /// It holds an error of the client instead of a file; with its text.
    case clientError(ListingForm, message: String)
    /// It holds only what changed.
    case incremental
    /// A data file of an inventory is not where the manifest is.
    case missingData(file: String)
    /// A data file of an inventory has another size than the manifest says.
    case dataSize(file: String, declared: Int64, found: Int64)
    /// A file is listed twice, and the two lines differ.
    case contradiction(location: String)
    /// A form that is not read: ORC, Parquet and others; with what to do.
    case unsupported(String)
  }
}
