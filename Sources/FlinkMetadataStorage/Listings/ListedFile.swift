// SPDX-License-Identifier: Apache-2.0

/// A file of a listing, lent to a ``ListingVisitor``. Costs nothing to make, and cannot outlive the listing's buffer.
public struct ListedFile: ~Escapable {
  /// Where the file is: a URI, or a path where the listing has no scheme. The bytes as they are stored, without any
  /// encoding of the listing.
  public let location: RawSpan
  /// The size in bytes; nil if the listing does not say.
  public let size: Int64?
  /// When the file was last changed, in seconds since 1970 in UTC; nil if the listing does not say.
  public let modified: Int64?
  /// Whether the file can be opened under its name.
  public let state: State
  /// The storage's own id of this version; empty if the listing has none.
  public let versionID: RawSpan
  /// Whether the file is in a storage class that has to be thawed before it can be read.
  public let isArchived: Bool

  /// What a line of a listing with versions stands for.
  @nonexhaustive
  public enum State: Sendable, Hashable, CaseIterable {
    /// The file, as a reader gets it.
    case current
    /// An older version of a file, which a reader does not get.
    case noncurrent
    /// A marker that the file is deleted; older versions may exist.
    case deleteMarker
  }

  /// Makes a file of a listing.
  @_lifetime(copy location, copy versionID)
  public init(
    location: RawSpan, size: Int64?, modified: Int64?, state: State = .current, versionID: RawSpan = RawSpan(),
    isArchived: Bool = false
  ) {
    self.location = location
    self.size = size
    self.modified = modified
    self.state = state
    self.versionID = versionID
    self.isArchived = isArchived
  }
}

/// Hears what a listing holds. Compiled into the reader if its type is known.
public protocol ListingVisitor: ~Copyable {
  /// The form of the listing is known; the files follow. The default does nothing.
  mutating func begin(_ form: ListingForm)
  /// A file, in the order of the listing. Directories and markers of directories are not reported.
  ///
  /// Throw a ``ListingError`` to stop; the reader adds the name of the listing and the line.
  mutating func listed(_ file: ListedFile) throws(ListingError)
}

extension ListingVisitor where Self: ~Copyable {
  /// Does nothing.
  public mutating func begin(_ form: ListingForm) {}
}
