/// `aws s3api list-object-versions`: a page with `Versions` and `DeleteMarkers`, or an array of versions.
struct S3Versions: JSONListingForm {
  let form = ListingForm.s3Versions
  private(set) var entryMembers = MemberTree()
  private let key: MemberSlot
  private let versionID: MemberSlot
  private let isLatest: MemberSlot
  private let size: MemberSlot
  private let modified: MemberSlot
  private let storageClass: MemberSlot
  private var page: S3Page

  var pageMembers: MemberTree? { page.members }

  init() {
    key = entryMembers.add("Key")
    versionID = entryMembers.add("VersionId")
    isLatest = entryMembers.add("IsLatest")
    size = entryMembers.add("Size")
    modified = entryMembers.add("LastModified")
    storageClass = entryMembers.add("StorageClass")
    page = S3Page(form)
  }

  mutating func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try page.count(in: list)
    guard entry.isString(key) else { throw malformed("a member Key") }
    guard entry.isTrue(isLatest) || entry.isFalse(isLatest) else { throw malformed("IsLatest, true or false") }
    let size = try size(entry, size)
    let state: ListedFile.State
    if page.isDeleteMarker(list) {
      // An older marker deletes nothing: either something was written after it, or a newer marker says the same.
      if entry.isFalse(isLatest) { return report.skip() }
      state = .deleteMarker
    } else {
      // In an array of both lists a marker has no size; taken for a version, it would be a file that is there.
      if size == nil { throw malformed("the Size of a version") }
      state = entry.isTrue(isLatest) ? .current : .noncurrent
    }
    try report.report(
      entry.bytes(key), size: size, modified: time(entry, modified), state: state, versionID: entry.bytes(versionID),
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
