// SPDX-License-Identifier: Apache-2.0

/// Reads rows whose columns are known.
struct TableRows: ~Copyable {
  private let form: ListingForm
  private let columns: ListingColumns
  private let separator: UInt8
  /// The bucket of all rows; nil before the first one that has one.
  private var bucket: [UInt8]?
  private var scratch = FieldScratch()

  init(_ columns: ListingColumns, separator: UInt8, form: ListingForm, bucket: String? = nil) {
    self.form = form
    self.columns = columns
    self.separator = separator
    self.bucket = bucket.map { Array($0.utf8) }
  }

  mutating func parse(_ row: LentBytes, _ clock: inout ListingClock) throws(ListingError) -> ParsedLine {
    var fields = CSVFields(row, separator: separator)
    var entry = LineEntry(key: .none, size: nil, modified: nil)
    var flags = Flags()
    for index in columns.roles.indices {
      switch fields.next() {
      case .field(let field): try take(field, columns.roles[index], &entry, &flags, &clock)
      case .unfinished: return .unfinished
      case .end: throw wrongFieldCount
      case .misquoted: throw malformed("a quoted field that ends with its second quote")
      }
    }
    guard case .end = fields.next() else { throw wrongFieldCount }
    if entry.key.isEmpty { throw malformed("a key or path that is not empty") }
    // An old marker says nothing of the file as it is.
    if flags.isDirectory || (flags.isDeleteMarker && !flags.isLatest) { return .nothing }
    if flags.isDeleteMarker { entry.state = .deleteMarker } else if !flags.isLatest { entry.state = .noncurrent }
    return .file(entry)
  }

  private struct Flags {
    var isLatest = true
    var isDeleteMarker = false
    var isDirectory = false
  }

  @inline(__always)
  private mutating func take(
    _ field: CSVFields.Field, _ role: ListingColumns.Role, _ entry: inout LineEntry, _ flags: inout Flags,
    _ clock: inout ListingClock
  ) throws(ListingError) {
    let bytes = field.bytes
    switch role {
    case .ignored: break
    case .location: entry.key = field.hasDoubledQuotes ? scratch.withoutDoubledQuotes(bytes) : bytes
    case .bucket: try check(bucket: bytes)
    case .size: entry.size = bytes.isEmpty ? nil : try size(bytes)
    case .modified: entry.modified = bytes.isEmpty ? nil : try time(bytes, &clock)
    case .storageClass: if StorageClass.isArchived(bytes.raw) { entry.isArchived = true }
    case .versionID: entry.versionID = bytes
    case .isLatest: if !bytes.isEmpty { flags.isLatest = try flag(bytes) }
    case .isDeleteMarker: if !bytes.isEmpty { flags.isDeleteMarker = try flag(bytes) }
    case .isDirectory: if !bytes.isEmpty { flags.isDirectory = try flag(bytes) }
    case .change: throw ListingError(.incremental)
    }
  }

  private func size(_ bytes: LentBytes) throws(ListingError) -> Int64 {
    if let size = bytes.wholeNumber { return size }
    throw isRounded(bytes) ? ListingError(.roundedSizes(form)) : malformed("a size in bytes")
  }

  /// Whether a field is as `20.2 KiB` or `3K`.
  private func isRounded(_ bytes: LentBytes) -> Bool {
    guard let (_, numberEnd) = bytes.number(at: 0) else { return false }
    var end = numberEnd
    if end < bytes.count, bytes[end] == UInt8(ascii: "."), let (_, end2) = bytes.number(at: end + 1) { end = end2 }
    let unit = bytes.dropFirst(bytes.endOfSpaces(from: end))
    return !unit.isEmpty && unit.count <= 5 && unit.raw.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
  }

  private func time(_ bytes: LentBytes, _ clock: inout ListingClock) throws(ListingError) -> Int64 {
    guard let time = CivilTime.parse(bytes.raw) else {
      throw malformed("a time as 2026-11-24T19:12:47Z, or seconds since 1970")
    }
    return clock.utc(time)
  }

  private mutating func check(bucket found: LentBytes) throws(ListingError) {
    guard let bucket else {
      self.bucket = Array(found.raw)
      return
    }
    if !found.raw.elementsEqual(bucket) {
      throw malformed("only files of the bucket \(String(decoding: bucket, as: UTF8.self))")
    }
  }

  private func flag(_ bytes: LentBytes) throws(ListingError) -> Bool {
    switch bytes.first {
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "1"): true
    case UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "0"): false
    default: throw malformed("true or false")
    }
  }

  private var wrongFieldCount: ListingError { malformed("\(columns.roles.count) fields") }

  private func malformed(_ expected: String) -> ListingError { ListingError(.malformed(form, expected: expected)) }
}
