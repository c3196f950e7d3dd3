// SPDX-License-Identifier: Apache-2.0

/// `s5cmd --json ls`: one object for each file, by its URI.
struct S5cmdFiles: JSONListingForm {
  let form = ListingForm.s5cmd
  private(set) var entryMembers = MemberTree()
  private let key: MemberSlot
  private let etag: MemberSlot
  private let modified: MemberSlot
  private let type: MemberSlot
  private let size: MemberSlot
  private let storageClass: MemberSlot
  private let error: MemberSlot

  var rule: LocationJoin.Rule { .uriOrKey }

  init() {
    key = entryMembers.add("key")
    etag = entryMembers.add("etag")
    modified = entryMembers.add("last_modified")
    type = entryMembers.add("type")
    size = entryMembers.add("size")
    storageClass = entryMembers.add("storage_class")
    error = entryMembers.add("error")
  }

  func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    if entry.has(error) { throw ListingError(.clientError(form, message: entry.string(error))) }
    guard entry.isString(key), entry.bytes(key).hasPrefix("s3://") else { throw malformed("a key with s3://") }
    if entry.isString(type), entry.bytes(type).isEqual("directory") {
      // The marker of a directory is an object, with what all objects have. Everything else stands for what is below it.
      if entry.has(etag) || entry.has(modified) { return report.skip() }
      return report.skipDirectory(entry.bytes(key))
    }
    // The client shows a delete marker as a time only, and never says which of the other versions are old.
    if !entry.has(etag), !entry.has(size), !entry.has(storageClass) {
      throw ListingError(.unsupported("a listing of s5cmd with old versions; list without --all-versions"))
    }
    try report.report(
      // The client leaves out a size of 0.
      entry.bytes(key), size: size(entry, size) ?? 0, modified: time(entry, modified),
      isArchived: isArchived(entry, storageClass), to: &visitor)
  }
}
