// SPDX-License-Identifier: Apache-2.0

/// What the columns of a table are for.
struct ListingColumns {
  enum Role: Sendable, Equatable {
    case location, bucket, size, modified, storageClass, versionID, isLatest, isDeleteMarker, isDirectory
    /// The column of inventories that hold only what changed.
    case change
    case ignored
  }

  /// One for each column.
  let roles: [Role]
  /// Whether the location is a path or URI, and not a key of an object store.
  let hasPaths: Bool
  /// The names of two columns that say the same, so that nobody knows which one to take; nil if there are none.
  let ambiguity: (String, String)?

  /// Names of the column with the location, best first. If a table has several, the best one is taken.
  private static let pathNames = ["url", "uri", "location", "path", "filepath", "file"]
  private static let keyNames = ["key", "objectkey", "objectname", "name"]

  /// Makes the roles from the names. Case, spaces and punctuation do not matter.
  init(names: [String]) {
    let normalized = names.map(Self.normalized)
    let best = (Self.pathNames + Self.keyNames).first { normalized.contains($0) }
    hasPaths = best.map { Self.pathNames.contains($0) } ?? false
    let roles = normalized.map { $0 == best ? .location : Self.role($0) }
    self.roles = roles
    ambiguity =
      roles.indices.lazy.compactMap { index in
        // A file can have several classes; one that is archived is enough.
        if roles[index] == .ignored || roles[index] == .storageClass { return nil }
        return roles[..<index].firstIndex(of: roles[index]).map { (names[$0], names[index]) }
      }.first
  }

  /// Throws if two columns say the same.
  func requireOneOfEach(_ form: ListingForm) throws(ListingError) {
    guard let (first, second) = ambiguity else { return }
    throw ListingError(
      .malformed(form, expected: "one of the columns '\(first)' and '\(second)', which say the same"),
      line: form == .table ? 1 : nil)
  }

  /// Whether the columns are those of a listing.
  var hasLocation: Bool { roles.contains(.location) }
  /// Whether the columns can be those of nothing else.
  var isListing: Bool { hasLocation && (roles.contains(.size) || roles.contains(.modified)) }

  private static func role(_ name: String) -> Role {
    switch name {
    case "bucket", "bucketname": .bucket
    case "size", "sizebytes", "sizeb", "bytes", "length", "contentlength", "filesize": .size
    case "modified", "lastmodified", "lastmodifieddate", "lastmodifiedtime", "modificationtime", "modifiedat", "mtime",
      "updated", "updatetime":
      .modified
    case "storageclass", "tier", "accesstier", "blobtier", "intelligenttieringaccesstier": .storageClass
    case "versionid": .versionID
    case "islatest", "iscurrentversion": .isLatest
    case "isdeletemarker": .isDeleteMarker
    case "isdir", "isdirectory": .isDirectory
    case "recordtype": .change
    default: .ignored
    }
  }

  private static func normalized(_ name: String) -> String {
    String(decoding: name.utf8.filter { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }.map { $0 | 0x20 }, as: UTF8.self)
  }
}
