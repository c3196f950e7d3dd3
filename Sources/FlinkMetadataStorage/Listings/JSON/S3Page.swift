// SPDX-License-Identifier: Apache-2.0

/// The object around the lists of entries in the answers of S3, and what it says of whole and part.
struct S3Page {
  let form: ListingForm
  private(set) var members = MemberTree()
  private let contents: Int
  private let versions: Int
  private let deleteMarkers: Int
  private let commonPrefixes: Int
  private let prefix: MemberSlot
  private let isTruncated: MemberSlot
  /// Members that are there only if the listing goes on.
  private let continuations: [(slot: MemberSlot, sign: String)]
  /// Members that are not empty only if the request did not begin where the storage does.
  private let beginnings: [(slot: MemberSlot, sign: String)]
  private let delimiter: MemberSlot
  private let keyCount: MemberSlot
  /// The sign of the last page that it is not the last one of the storage.
  private var sign: String?
  private var isFirst = true
  /// How many entries the page has so far.
  private var entryCount: Int64 = 0

  init(_ form: ListingForm) {
    self.form = form
    contents = members.addList("Contents")
    versions = members.addList("Versions")
    deleteMarkers = members.addList("DeleteMarkers")
    commonPrefixes = members.addList("CommonPrefixes")
    prefix = members.add("Prefix")
    isTruncated = members.add("IsTruncated")
    continuations = [
      (members.add("NextToken"), "NextToken"), (members.add("NextContinuationToken"), "NextContinuationToken"),
      (members.add("NextMarker"), "NextMarker"), (members.add("NextKeyMarker"), "NextKeyMarker"),
      (members.add("NextVersionIdMarker"), "NextVersionIdMarker"),
    ]
    beginnings = [
      (members.add("StartAfter"), "StartAfter"), (members.add("ContinuationToken"), "ContinuationToken"),
      (members.add("Marker"), "Marker"), (members.add("KeyMarker"), "KeyMarker"),
      (members.add("VersionIdMarker"), "VersionIdMarker"),
    ]
    delimiter = members.add("Delimiter")
    keyCount = members.add("KeyCount")
    // Not of interest, but all that the client writes for a storage without objects.
    _ = members.add("RequestCharged")
  }

  /// Counts an entry of a list. Throws if it is of the other form, or a directory, as a delimiter makes them.
  mutating func count(in list: Int) throws(ListingError) {
    entryCount += 1
    if list == commonPrefixes { throw ListingError(.notRecursive(form)) }
    if form == .s3Objects, list == versions || list == deleteMarkers {
      throw ListingError(.mixedForms(form, .s3Versions))
    }
    if form == .s3Versions, list == contents { throw ListingError(.mixedForms(form, .s3Objects)) }
  }

  func isDeleteMarker(_ list: Int) -> Bool { list == deleteMarkers }

  /// A document has ended; an array is a page without members.
  mutating func end(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {
    for (slot, name) in beginnings where isFirst && page.isText(slot) {
      throw ListingError(.startsLate(form, sign: name))
    }
    if page.isText(delimiter) { throw ListingError(.notRecursive(form)) }
    if let declared = page.integer(keyCount), declared != entryCount {
      throw ListingError(.wrongTotal(form, declared: declared, found: entryCount))
    }
    isFirst = false
    entryCount = 0
    sign = page.isTrue(isTruncated) || page.bytes(isTruncated).isEqual("true") ? "\"IsTruncated\": true" : nil
    for (slot, name) in continuations where page.isText(slot) { sign = name }
    // Without a base, the first entry reports that there is none; an empty page is reported as empty.
    guard report.options.base != nil else { return }
    try report.note(prefix: page.isString(prefix) ? page.bytes(prefix) : nil)
  }

  /// Throws if the last page was not the last one of the storage.
  func checkEnd() throws(ListingError) {
    if let sign { throw ListingError(.incomplete(form, sign: sign)) }
  }
}
