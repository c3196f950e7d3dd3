// SPDX-License-Identifier: Apache-2.0

/// `gcloud storage ls --json`, `gcloud storage objects list --format=json`, and the answers of Google's API.
///
/// The URI is made from the bucket and the name: the URL of the listing has the generation after a `#`, which a name
/// can contain, too.
struct GoogleObjects: JSONListingForm {
  let form = ListingForm.gcloudJSON
  private(set) var entryMembers = MemberTree()
  private let url: MemberSlot
  private let type: MemberSlot
  /// The members of an object in `metadata`, as `ls` writes them, and outside.
  private let inMetadata: ObjectMembers
  private let outside: ObjectMembers
  /// The name of `updated` in the output of `objects list`.
  private let updateTime: MemberSlot

  private var tree = MemberTree()
  private let nextPageToken: MemberSlot
  private let prefixes: MemberSlot
  private var isTruncated = false
  private var uri: [UInt8] = []

  var rule: LocationJoin.Rule { .uriOrKey }

  var hasArrayForCommand: Bool { true }

  var pageMembers: MemberTree? { tree }

  private struct ObjectMembers {
    var bucket: MemberSlot
    var name: MemberSlot
    var size: MemberSlot
    var modified: MemberSlot
    var generation: MemberSlot
    var ends: [MemberSlot]
  }

  init() {
    url = entryMembers.add("url")
    type = entryMembers.add("type")
    inMetadata = ObjectMembers(
      bucket: entryMembers.add("metadata", "bucket"), name: entryMembers.add("metadata", "name"),
      size: entryMembers.add("metadata", "size"), modified: entryMembers.add("metadata", "updated"),
      generation: entryMembers.add("metadata", "generation"),
      ends: [entryMembers.add("metadata", "timeDeleted"), entryMembers.add("metadata", "softDeleteTime")])
    outside = ObjectMembers(
      bucket: entryMembers.add("bucket"), name: entryMembers.add("name"), size: entryMembers.add("size"),
      modified: entryMembers.add("updated"), generation: entryMembers.add("generation"),
      ends: [
        entryMembers.add("timeDeleted"), entryMembers.add("softDeleteTime"), entryMembers.add("noncurrent_time"),
        entryMembers.add("soft_delete_time"),
      ])
    updateTime = entryMembers.add("update_time")
    _ = tree.addList("items")
    nextPageToken = tree.add("nextPageToken")
    prefixes = tree.add("prefixes")
    // Not of interest, but all that the API writes for a storage without objects.
    _ = tree.add("kind")
  }

  mutating func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    if entry.isString(type), entry.bytes(type).isEqual("prefix") { return report.skipDirectory(entry.bytes(url)) }
    if entry.isString(type), entry.bytes(type).hasSuffix("bucket") { throw ListingError(.notRecursive(form)) }
    let members = entry.names(inMetadata.name) ? inMetadata : outside
    guard entry.isText(members.bucket), entry.isText(members.name) else {
      throw malformed("the bucket and the name of an object")
    }
    uri.removeAll(keepingCapacity: true)
    uri.append(contentsOf: "gs://".utf8)
    uri.append(copying: entry.bytes(members.bucket))
    uri.append(UInt8(ascii: "/"))
    uri.append(copying: entry.bytes(members.name))
    let isGone = members.ends.contains { entry.isText($0) }
    // No class of this storage has to be thawed, whatever its name.
    try report.report(
      uri.span.bytes, size: size(entry, members.size),
      modified: time(entry, entry.isText(updateTime) ? updateTime : members.modified),
      state: isGone ? .noncurrent : .current, versionID: entry.bytes(members.generation), to: &visitor)
  }

  mutating func endDocument(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {
    if page.hasElements(prefixes) { throw ListingError(.notRecursive(form)) }
    isTruncated = page.isText(nextPageToken)
  }

  func end<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {
    if isTruncated { throw ListingError(.incomplete(form, sign: "nextPageToken")) }
  }
}
