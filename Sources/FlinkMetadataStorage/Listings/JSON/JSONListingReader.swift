// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Reads the documents of a listing, and hands their entries to the form.
struct JSONListingReader<Form: JSONListingForm>: ~Copyable {
  private var form: Form
  private var tokenizer: JSONTokenizer
  private var report: ListingReport
  private let entryMembers: MemberTree
  private let pageMembers: MemberTree?
  private var entry: JSONRecord
  private var page: JSONRecord

  init(_ form: Form, _ source: any ByteSource, _ options: ListingOptions) {
    self.form = form
    tokenizer = JSONTokenizer(source, form: form.form)
    report = ListingReport(form.form, form.rule, options)
    entryMembers = form.entryMembers
    pageMembers = form.pageMembers
    entry = JSONRecord(of: entryMembers)
    page = JSONRecord(of: pageMembers ?? MemberTree())
  }

  /// Reads all of the listing.
  mutating func read<V: ListingVisitor & ~Copyable>(_ visitor: inout V) throws(ListingError) -> ListingSummary {
    while try tokenizer.nextDocument() {
      page.removeAll()
      switch try tokenizer.value() {
      case .array:
        try readEntries(in: -1, &visitor)
        if form.hasArrayForCommand {
          do throws(ListingError) { try report.endCommand() } catch { throw located(error) }
        }
      case .object:
        if let pageMembers { try readPage(pageMembers, &visitor) } else { try readEntry(in: -1, &visitor) }
      // A query for a member that is not there.
      case .null: break
      default: throw tokenizer.malformed("an object or an array")
      }
      do throws(ListingError) { try form.endDocument(page, &report) } catch { throw located(error) }
    }
    do throws(ListingError) {
      try form.end(&report, &visitor)
      return try report.finished()
    } catch {
      throw error.problem.concernsLine ? located(error) : error
    }
  }

  private mutating func readPage<V: ListingVisitor & ~Copyable>(
    _ members: MemberTree, _ visitor: inout V
  ) throws(ListingError) {
    var isPage = false
    while try tokenizer.nextMember() {
      let purpose = try tokenizer.purpose(in: members.root, of: members)
      if purpose != nil { isPage = true }
      switch purpose {
      case .slot(let slot): try page.read(slot, from: &tokenizer)
      case .list(let list):
        switch try tokenizer.value() {
        case .array: try readEntries(in: list, &visitor)
        case .null: break
        default: throw tokenizer.malformed("an array of entries")
        }
      case .object, nil: try tokenizer.skip(tokenizer.value())
      }
    }
    // Of another form, whose files would be passed over in silence.
    if !isPage { throw tokenizer.malformed("a page of the listing") }
  }

  private mutating func readEntries<V: ListingVisitor & ~Copyable>(
    in list: Int, _ visitor: inout V
  ) throws(ListingError) {
    while try tokenizer.nextElement() {
      guard try tokenizer.value() == .object else { throw tokenizer.malformed("an object for each file") }
      try readEntry(in: list, &visitor)
    }
  }

  private mutating func readEntry<V: ListingVisitor & ~Copyable>(
    in list: Int, _ visitor: inout V
  ) throws(ListingError) {
    entry.removeAll()
    try tokenizer.readMembers(of: entryMembers.root, in: entryMembers, into: &entry)
    do throws(ListingError) {
      try form.entry(entry, in: list, &report, &visitor)
    } catch {
      throw located(error)
    }
  }

  private func located(_ error: ListingError) -> ListingError {
    var error = error
    if error.line == nil { error.line = tokenizer.line }
    return error
  }
}
