// SPDX-License-Identifier: Apache-2.0

/// `az storage blob list` and `az storage fs file list`: an array of blobs, by their name in the container.
struct AzureBlobs: JSONListingForm {
  let form = ListingForm.azure
  private(set) var entryMembers = MemberTree()
  private let name: MemberSlot
  private let blobLength: MemberSlot
  private let fileLength: MemberSlot
  private let blobModified: MemberSlot
  private let fileModified: MemberSlot
  private let tier: MemberSlot
  private let snapshot: MemberSlot
  private let isDeleted: MemberSlot
  private let isCurrentVersion: MemberSlot
  private let isFolder: MemberSlot
  private let isDirectory: MemberSlot
  private let nextMarker: MemberSlot

  /// How many results the client asks for if it is not told otherwise. It writes no sign where it stops.
  private static let defaultLength = 5000

  private var possibleFolders = PossibleFolders()

  /// What `--show-next-marker` says at the end of a document.
  private enum End {
    case unknown, whole, goesOn
  }

  /// How many results the document has.
  private var count = 0
  private var end = End.unknown
  /// The sign of the last document that the listing goes on.
  private var sign: String?

  init() {
    name = entryMembers.add("name")
    snapshot = entryMembers.add("snapshot")
    isDeleted = entryMembers.add("deleted")
    isCurrentVersion = entryMembers.add("isCurrentVersion")
    blobLength = entryMembers.add("properties", "contentLength")
    blobModified = entryMembers.add("properties", "lastModified")
    tier = entryMembers.add("properties", "blobTier")
    isFolder = entryMembers.add("metadata", "hdi_isfolder")
    fileLength = entryMembers.add("contentLength")
    fileModified = entryMembers.add("lastModified")
    isDirectory = entryMembers.add("isDirectory")
    nextMarker = entryMembers.add("nextMarker")
  }

  mutating func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    if entry.names(nextMarker) {
      end = entry.isText(nextMarker) ? .goesOn : .whole
      return
    }
    count += 1
    guard entry.isString(name) else { throw malformed("a member name") }
    try possibleFolders.decide(before: entry.bytes(name), &report, &visitor)
    if entry.isText(snapshot) || entry.isTrue(isDeleted) || entry.isFalse(isCurrentVersion) { return report.skip() }
    if entry.isTrue(isDirectory) { return report.skipDirectory(entry.bytes(name)) }
    if isMarkedFolder(entry) { return report.skip() }
    guard let size = try size(entry, entry.has(blobLength) ? blobLength : fileLength) else {
      // What a delimiter has cut off ends with a slash and has no properties.
      throw entry.bytes(name).hasSuffix("/") ? ListingError(.notRecursive(form)) : malformed("a contentLength")
    }
    let modified = try time(entry, entry.has(blobModified) ? blobModified : fileModified)
    let isArchived = isArchived(entry, tier)
    if size == 0, !entry.names(isDirectory) {
      return possibleFolders.append(entry.bytes(name), modified: modified, isArchived: isArchived)
    }
    try report.report(entry.bytes(name), size: size, modified: modified, isArchived: isArchived, to: &visitor)
  }

  /// Whether the blob is a directory of a container with a hierarchical namespace. Some drivers capitalise the value.
  private func isMarkedFolder(_ entry: borrowing JSONRecord) -> Bool {
    entry.isTrue(isFolder)
      || entry.isString(isFolder) && (entry.bytes(isFolder).isEqual("true") || entry.bytes(isFolder).isEqual("True"))
  }

  mutating func endDocument(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {
    switch end {
    case .goesOn: sign = "nextMarker"
    case .unknown where count == Self.defaultLength && !report.options.allowsDefaultLength:
      sign = "exactly \(count) entries, where az stops by default"
    case .unknown, .whole: sign = nil
    }
    count = 0
    end = .unknown
  }

  mutating func end<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try possibleFolders.finish(&report, &visitor)
    if let sign { throw ListingError(.incomplete(form, sign: sign)) }
  }
}
