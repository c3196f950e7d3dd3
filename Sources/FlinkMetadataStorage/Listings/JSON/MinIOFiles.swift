// SPDX-License-Identifier: Apache-2.0

/// `mc ls -r --json`: one object for each file, by its key below what was listed, and for each error of the client.
struct MinIOFiles: JSONListingForm {
  let form = ListingForm.mc
  private(set) var entryMembers = MemberTree()
  private let status: MemberSlot
  private let type: MemberSlot
  private let modified: MemberSlot
  private let size: MemberSlot
  private let key: MemberSlot
  private let storageClass: MemberSlot
  private let versionID: MemberSlot
  private let versionOrdinal: MemberSlot
  private let isDeleteMarker: MemberSlot
  private let errorMessage: MemberSlot
  private let errorCause: MemberSlot
  private let totalObjects: MemberSlot

  init() {
    status = entryMembers.add("status")
    type = entryMembers.add("type")
    modified = entryMembers.add("lastModified")
    size = entryMembers.add("size")
    key = entryMembers.add("key")
    storageClass = entryMembers.add("storageClass")
    versionID = entryMembers.add("versionId")
    versionOrdinal = entryMembers.add("versionOrdinal")
    isDeleteMarker = entryMembers.add("isDeleteMarker")
    errorMessage = entryMembers.add("error", "message")
    errorCause = entryMembers.add("error", "cause", "message")
    totalObjects = entryMembers.add("totalObjects")
  }

  func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    guard entry.isString(status) else { throw malformed("a member status") }
    guard entry.bytes(status).isEqual("success") else { throw clientError(entry) }
    if entry.has(totalObjects) { return try checkTotal(entry, report) }
    guard entry.isString(key) else { throw malformed("a member key") }
    // Which version is the current one is not in the entry, and time alone cannot decide it.
    let isVersion = entry.isText(versionID) && !entry.bytes(versionID).isEqual("null")
    if isVersion || entry.isTrue(isDeleteMarker) || entry.integer(versionOrdinal) ?? 1 != 1 {
      throw ListingError(.unsupported("a listing of mc with versions; list without --versions"))
    }
    if entry.isString(type), entry.bytes(type).isEqual("folder") { return report.skipDirectory(entry.bytes(key)) }
    try report.report(
      entry.bytes(key), size: size(entry, size), modified: time(entry, modified),
      isArchived: isArchived(entry, storageClass), to: &visitor)
  }

  private func clientError(_ entry: borrowing JSONRecord) -> ListingError {
    // The first says what mc was doing, the second what went wrong.
    let message = [errorMessage, errorCause].filter { entry.isText($0) }.map { entry.string($0) }
    if message.isEmpty { return ListingError(.clientError(form, message: "status \(entry.string(status))")) }
    return ListingError(.clientError(form, message: message.joined(separator: " ")))
  }

  /// The last line that `--summarize` adds.
  private func checkTotal(_ entry: borrowing JSONRecord, _ report: borrowing ListingReport) throws(ListingError) {
    guard let total = entry.integer(totalObjects) else { throw malformed("a number of objects") }
    // Whether markers of directories count is not documented.
    if total != report.entryCount, total != report.summary.fileCount {
      throw ListingError(.wrongTotal(form, declared: total, found: report.entryCount))
    }
  }
}
