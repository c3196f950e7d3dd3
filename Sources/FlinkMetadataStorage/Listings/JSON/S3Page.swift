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
  /// The sign of the last page that it is not the last one of the storage.
  private var sign: String?

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
    // Not of interest, but all that the client writes for a storage without objects.
    _ = members.add("RequestCharged")
  }

  /// Throws if the entries of a list are of the other form, or are directories, as a delimiter makes them.
  func check(_ list: Int) throws(ListingError) {
    if list == commonPrefixes { throw ListingError(.notRecursive(form)) }
    if form == .s3Objects, list == versions || list == deleteMarkers {
      throw ListingError(.mixedForms(form, .s3Versions))
    }
    if form == .s3Versions, list == contents { throw ListingError(.mixedForms(form, .s3Objects)) }
  }

  func isDeleteMarker(_ list: Int) -> Bool { list == deleteMarkers }

  /// A document has ended; an array is a page without members.
  mutating func end(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {
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
