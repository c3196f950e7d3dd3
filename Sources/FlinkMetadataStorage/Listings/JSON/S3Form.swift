// SPDX-License-Identifier: Apache-2.0

/// The members that all entries of S3 have.
struct S3Members {
  private(set) var tree = MemberTree()
  let key: MemberSlot
  let size: MemberSlot
  let modified: MemberSlot
  let storageClass: MemberSlot
  let isLatest: MemberSlot
  private let isBeingRestored: MemberSlot
  private let restoreExpiry: MemberSlot

  init() {
    key = tree.add("Key")
    size = tree.add("Size")
    modified = tree.add("LastModified")
    storageClass = tree.add("StorageClass")
    isLatest = tree.add("IsLatest")
    isBeingRestored = tree.add("RestoreStatus", "IsRestoreInProgress")
    restoreExpiry = tree.add("RestoreStatus", "RestoreExpiryDate")
  }

  /// Whether an object of an archive can be read, for a time.
  func isRestored(_ entry: borrowing JSONRecord) -> Bool {
    entry.isFalse(isBeingRestored) && entry.isText(restoreExpiry)
  }
}

/// A form of `aws s3api`: pages with lists of entries, or an array of these.
protocol S3Form: JSONListingForm {
  var members: S3Members { get }
  var page: S3Page { get set }
}

extension S3Form {
  var pageMembers: MemberTree? { page.members }

  /// Whether an object has to be thawed.
  func isArchived(_ entry: borrowing JSONRecord) -> Bool {
    isArchived(entry, members.storageClass) && !members.isRestored(entry)
  }

  mutating func endDocument(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {
    try self.page.end(page, &report)
  }

  mutating func end<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try page.checkEnd()
  }
}
