// SPDX-License-Identifier: Apache-2.0

/// `aws s3api list-objects-v2` and `list-objects`: a page with `Contents`, or an array of these.
struct S3Objects: S3Form {
  let form = ListingForm.s3Objects
  var page = S3Page(.s3Objects)
  let members = S3Members()

  var entryMembers: MemberTree { members.tree }

  mutating func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    try page.count(in: list)
    if entry.has(members.isLatest) { throw ListingError(.mixedForms(form, .s3Versions)) }
    guard entry.isString(members.key) else { throw malformed("a member Key") }
    try report.report(
      entry.bytes(members.key), size: size(entry, members.size), modified: time(entry, members.modified),
      isArchived: isArchived(entry), to: &visitor)
  }
}
