/// The members that all entries of S3 have.
struct S3Members {
  private(set) var tree = MemberTree()
  let key: MemberSlot
  let size: MemberSlot
  let modified: MemberSlot
  let storageClass: MemberSlot
  let isLatest: MemberSlot

  init() {
    key = tree.add("Key")
    size = tree.add("Size")
    modified = tree.add("LastModified")
    storageClass = tree.add("StorageClass")
    isLatest = tree.add("IsLatest")
  }
}

/// A form of `aws s3api`: pages with lists of entries, or an array of these.
protocol S3Form: JSONListingForm {
  var page: S3Page { get set }
}

extension S3Form {
  var pageMembers: MemberTree? { page.members }

  mutating func endDocument(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {
    try self.page.end(page, &report)
  }

  mutating func end<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try page.checkEnd()
  }
}
