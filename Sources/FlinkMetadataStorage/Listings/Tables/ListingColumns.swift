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

  /// Names of the column with the location, best first. If a table has several, the best one is taken.
  private static let pathNames = ["url", "uri", "location", "path", "filepath", "file"]
  private static let keyNames = ["key", "objectkey", "objectname", "name"]

  /// Makes the roles from the names. Case, spaces and punctuation do not matter.
  init(names: [String]) {
    let names = names.map(Self.normalized)
    let best = (Self.pathNames + Self.keyNames).first { names.contains($0) }
    let location = best.flatMap { names.firstIndex(of: $0) }
    hasPaths = best.map { Self.pathNames.contains($0) } ?? false
    roles = names.enumerated().map { index, name in index == location ? .location : Self.role(name) }
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
