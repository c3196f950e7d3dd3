// SPDX-License-Identifier: Apache-2.0

/// Lines of `hdfs oiv -p Delimited`, after a header `Path⇥Replication⇥ModificationTime⇥…`.
///
/// The other columns are counted from the right, because a path can have the separator in it. A path with a comma, a
/// quote or a line end is quoted, as in CSV; line ends are written as `%x0A`, and are left so.
struct HDFSImageParser: LineParser, ~Copyable {
  private(set) var clock: ListingClock
  /// Nil before the header, which warnings can come before.
  private var columns: Columns?
  private var scratch = FieldScratch()

  /// Places of columns, counted from the last one, which is 0.
  private struct Columns {
    let separator: UInt8
    let count: Int
    let size: Int
    let time: Int
    let permission: Int

    /// Nil if the line is not the header.
    init?(_ header: LentBytes) {
      guard HDFSImageParser.recognises(header) else { return nil }
      separator = header[4]
      var names: [String] = []
      var fields = CSVFields(header, separator: separator)
      while names.count < 100, case .field(let field) = fields.next() { names.append(field.bytes.text) }
      names.reverse()
      guard let size = names.firstIndex(of: "FileSize"), let time = names.firstIndex(of: "ModificationTime"),
        let permission = names.firstIndex(of: "Permission")
      else { return nil }
      count = names.count
      self.size = size
      self.time = time
      self.permission = permission
    }
  }

  init(_ options: ListingOptions) { clock = ListingClock(options) }

  static func recognises(_ line: LentBytes) -> Bool {
    line.count > 20 && line.hasPrefix("Path") && line.dropFirst(5).hasPrefix("Replication") && line[16] == line[4]
  }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    if line.first != UInt8(ascii: "/"), ClientMessage.isHadoopWarning(line) { return .skippedMessage }
    guard let columns else {
      columns = Columns(line)
      if columns == nil { throw Self.malformed("a header that begins with Path and Replication") }
      return .nothing
    }
    var end = line.count
    var size: Int64?
    var time: Int64?
    var isDirectory = false
    for column in 0..<(columns.count - 1) {
      guard let before = line.lastIndex(of: columns.separator, before: end) else {
        throw Self.malformed("\(columns.count) columns")
      }
      let field = line[(before + 1)..<end]
      if column == columns.size { size = field.wholeNumber }
      if column == columns.time { time = CivilTime.parseMinutes(field.raw) }
      if column == columns.permission { isDirectory = field.first == UInt8(ascii: "d") }
      end = before
    }
    guard let size, let time, end > 0 else { throw Self.malformed("a path, a size and a time as 2026-11-24 19:12") }
    if isDirectory { return .nothing }
    return .file(LineEntry(key: try path(line.prefix(end)), size: size, modified: clock.utc(fromLocal: time)))
  }

  private mutating func path(_ field: LentBytes) throws(ListingError) -> LentBytes {
    guard field.first == UInt8(ascii: "\"") else { return field }
    guard field.count > 2, field.last == UInt8(ascii: "\"") else { throw Self.malformed("a quote after the path") }
    return scratch.withoutDoubledQuotes(field.dropFirst(1).dropLast(1))
  }

  private static func malformed(_ expected: String) -> ListingError {
    ListingError(.malformed(.hdfsImage, expected: expected))
  }
}
