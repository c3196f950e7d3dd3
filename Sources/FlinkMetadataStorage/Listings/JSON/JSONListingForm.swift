// SPDX-License-Identifier: Apache-2.0

/// What the entries of a form mean.
protocol JSONListingForm {
  var form: ListingForm { get }
  /// How keys become locations.
  var rule: LocationJoin.Rule { get }
  /// Whether an array is all that a command lists, and not a page of it.
  var hasArrayForCommand: Bool { get }
  /// The members that are wanted of an entry.
  var entryMembers: MemberTree { get }
  /// The members that are wanted of the object that holds lists of entries; nil if each object is an entry itself.
  var pageMembers: MemberTree? { get }

  /// Reports an entry.
  ///
  /// - Parameter list: the number of the list that holds it; -1 if the document is an array of entries, or an entry.
  mutating func entry<V: ListingVisitor & ~Copyable>(
    _ entry: borrowing JSONRecord, in list: Int, _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError)

  /// A document has ended.
  ///
  /// - Parameter page: what was wanted of the object; empty if the document is an array.
  mutating func endDocument(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError)

  /// The listing has ended: reports what had to wait for it, and throws if it is not whole.
  mutating func end<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError)
}

extension JSONListingForm {
  var rule: LocationJoin.Rule { .key }

  var hasArrayForCommand: Bool { false }

  var pageMembers: MemberTree? { nil }

  mutating func endDocument(_ page: borrowing JSONRecord, _ report: inout ListingReport) throws(ListingError) {}

  mutating func end<V: ListingVisitor & ~Copyable>(
    _ report: inout ListingReport, _ visitor: inout V
  ) throws(ListingError) {}

  // MARK: What forms have in common

  func malformed(_ expected: String) -> ListingError { ListingError(.malformed(form, expected: expected)) }

  /// A size: an integer, which may be written as a string. Nil if the member is absent or null.
  func size(_ entry: borrowing JSONRecord, _ slot: MemberSlot) throws(ListingError) -> Int64? {
    guard entry.has(slot) else { return nil }
    guard let size = entry.integer(slot), size >= 0 else { throw malformed("a size of 0 or more") }
    return size
  }

  /// A time. Nil if the member is absent, null or empty.
  func time(_ entry: borrowing JSONRecord, _ slot: MemberSlot) throws(ListingError) -> Int64? {
    guard entry.has(slot) else { return nil }
    guard entry.isString(slot) else { throw malformed("a time") }
    if !entry.isText(slot) { return nil }
    let time = entry.bytes(slot).withUnsafeBytes { CivilTime.parse($0) }
    guard let time else { throw malformed("a time") }
    // These clients write UTC where they write no zone.
    return time.seconds
  }

  /// Whether the file is in a storage class that has to be thawed.
  func isArchived(_ entry: borrowing JSONRecord, _ slot: MemberSlot) -> Bool {
    entry.isText(slot) && entry.bytes(slot).withUnsafeBytes { StorageClass.isArchived($0) }
  }
}
