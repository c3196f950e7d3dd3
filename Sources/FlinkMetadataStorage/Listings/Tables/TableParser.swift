// SPDX-License-Identifier: Apache-2.0

/// Rows of CSV or of text separated by tabs, after a header.
struct TableParser: LineParser, ~Copyable {
  private(set) var clock: ListingClock
  private var rows: TableRows
  private var isFirst = true

  init(_ options: ListingOptions, _ header: TableHeader) {
    clock = ListingClock(options)
    rows = TableRows(header.columns, separator: header.separator, form: .table)
  }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    if isFirst {
      isFirst = false
      return .nothing
    }
    return try rows.parse(line, &clock)
  }
}

/// The first line of a table.
struct TableHeader {
  let columns: ListingColumns
  let separator: UInt8

  /// Reads a header; nil if the line is none.
  ///
  /// - Parameter isInsisted: whether a column for the location is enough, because the caller knows that it is a table.
  init?(_ line: LentBytes, isInsisted: Bool = false) {
    for separator in [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")] {
      let columns = ListingColumns(names: Self.names(line, separator))
      if columns.isListing || (isInsisted && columns.hasLocation) {
        self.columns = columns
        self.separator = separator
        return
      }
    }
    return nil
  }

  private static func names(_ line: LentBytes, _ separator: UInt8) -> [String] {
    var names: [String] = []
    var fields = CSVFields(line, separator: separator)
    // More columns than any export has would only cost time.
    while names.count < 1000, case .field(let field) = fields.next() { names.append(field.bytes.text) }
    return names
  }
}

/// Lines `key⇥size⇥time`, as `aws s3api list-objects-v2 --query 'Contents[].[Key,Size,LastModified]' --output text`
/// writes them. The key is not quoted, and may have tabs.
struct AwsTextParser: LineParser {
  private(set) var clock: ListingClock

  init(_ options: ListingOptions) { clock = ListingClock(options) }

  static func recognises(_ line: LentBytes) -> Bool { line == "None" || fields(line) != nil }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    // What the client writes if there is nothing.
    if line == "None" { return .nothing }
    guard let (key, size, time) = Self.fields(line) else {
      throw ListingError(.malformed(.table, expected: "a key, a tab, a size, a tab and a time"))
    }
    return .file(LineEntry(key: key, size: size, modified: clock.utc(time)))
  }

  private static func fields(_ line: LentBytes) -> (key: LentBytes, size: Int64, time: CivilTime.Parsed)? {
    guard let second = line.lastIndex(of: UInt8(ascii: "\t"), before: line.count),
      let first = line.lastIndex(of: UInt8(ascii: "\t"), before: second), first > 0,
      let size = line[(first + 1)..<second].wholeNumber
    else { return nil }
    let time = line.dropFirst(second + 1)
    // A number would be a time, too, but this client writes none.
    guard time.count > 4, time[4] == UInt8(ascii: "-"), let parsed = CivilTime.parse(time.raw) else { return nil }
    return (line.prefix(first), size, parsed)
  }
}
