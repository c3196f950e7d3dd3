// SPDX-License-Identifier: Apache-2.0

/// `aws s3api list-object-versions`: a page with `Versions` and `DeleteMarkers`, or an array of versions.
struct S3Versions: S3Form {
  let form = ListingForm.s3Versions
  var page = S3Page(.s3Versions)
  let members = S3Members()
  private(set) var entryMembers: MemberTree
  private let versionID: MemberSlot

  init() {
    entryMembers = members.tree
    versionID = entryMembers.add("VersionId")
  }

  mutating func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try page.count(in: list)
    guard entry.isString(members.key) else { throw malformed("a member Key") }
    guard entry.isTrue(members.isLatest) || entry.isFalse(members.isLatest) else {
      throw malformed("IsLatest, true or false")
    }
    let size = try size(entry, members.size)
    let state: ListedFile.State
    if page.isDeleteMarker(list) {
      // An older marker deletes nothing: either something was written after it, or a newer marker says the same.
      if entry.isFalse(members.isLatest) { return report.skip() }
      state = .deleteMarker
    } else {
      // In an array of both lists a marker has no size; taken for a version, it would be a file that is there.
      if size == nil { throw malformed("the Size of a version") }
      state = entry.isTrue(members.isLatest) ? .current : .noncurrent
    }
    try report.report(
      entry.bytes(members.key), size: size, modified: time(entry, members.modified), state: state,
      versionID: entry.bytes(versionID), isArchived: isArchived(entry), to: &visitor)
  }
}
