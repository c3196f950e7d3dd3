// SPDX-License-Identifier: Apache-2.0

/// `rclone lsjson -R`: an array of files and directories, by their path below what was listed.
struct RcloneFiles: JSONListingForm {
  let form = ListingForm.rclone
  private(set) var entryMembers = MemberTree()
  private let path: MemberSlot
  private let size: MemberSlot
  private let modified: MemberSlot
  private let isDirectory: MemberSlot
  private let tier: MemberSlot
  /// Whether the storage can read every class at once.
  private let readsAllTiers: Bool

  var hasArrayForCommand: Bool { true }

  init(_ options: ListingOptions) {
    path = entryMembers.add("Path")
    size = entryMembers.add("Size")
    modified = entryMembers.add("ModTime")
    isDirectory = entryMembers.add("IsDir")
    tier = entryMembers.add("Tier")
    // Google's class of the name ARCHIVE needs no thawing.
    readsAllTiers = options.base?.utf8.starts(with: "gs:".utf8) ?? false
  }

  func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    guard entry.isString(path) else { throw malformed("a member Path") }
    // A directory's size is -1 or 0, and its time means nothing.
    if entry.isTrue(isDirectory) { return report.skipDirectory(entry.bytes(path)) }
    guard entry.isFalse(isDirectory) else { throw malformed("IsDir, true or false") }
    try report.report(
      entry.bytes(path), size: size(entry, size), modified: time(entry, modified),
      isArchived: !readsAllTiers && isArchived(entry, tier), to: &visitor)
  }
}
