/// `aws s3api list-objects-v2` and `list-objects`: a page with `Contents`, or an array of these.
struct S3Objects: JSONListingForm {
  let form = ListingForm.s3Objects
  private(set) var entryMembers = MemberTree()
  private let key: MemberSlot
  private let size: MemberSlot
  private let modified: MemberSlot
  private let storageClass: MemberSlot
  private let isLatest: MemberSlot
  private var page: S3Page

  var pageMembers: MemberTree? { page.members }

  init() {
    key = entryMembers.add("Key")
    size = entryMembers.add("Size")
    modified = entryMembers.add("LastModified")
    storageClass = entryMembers.add("StorageClass")
    isLatest = entryMembers.add("IsLatest")
    page = S3Page(form)
  }

  mutating func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try page.count(in: list)
    if entry.has(isLatest) { throw ListingError(.mixedForms(form, .s3Versions)) }
    guard entry.isString(key) else { throw malformed("a member Key") }
    try report.report(
      entry.bytes(key), size: size(entry, size), modified: time(entry, modified),
      isArchived: isArchived(entry, storageClass), to: &visitor)
  }

  mutating func endDocument(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {
    try self.page.end(page, &report)
  }

  func end<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try page.checkEnd()
  }
}
