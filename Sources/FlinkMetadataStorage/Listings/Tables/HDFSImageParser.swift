/// Lines of `hdfs oiv -p Delimited`, after a header `Path⇥Replication⇥ModificationTime⇥…`.
///
/// The other columns are counted from the right, because a path can have the separator in it. A path with a comma, a
/// quote or a line end is quoted, as in CSV; line ends are written as `%x0A`, and are left so.
struct HDFSImageParser: LineParser, ~Copyable {
  private(set) var clock: ListingClock
  private let separator: UInt8
  /// Places of columns, counted from the last one, which is 0.
  private let columnCount: Int
  private let sizeColumn: Int
  private let timeColumn: Int
  private let permissionColumn: Int
  private var scratch = FieldScratch()
  private var isFirst = true

  /// Nil if the line is not the header.
  init?(_ options: ListingOptions, header: LentBytes) {
    guard Self.recognises(header) else { return nil }
    let separator = header[4]
    var names: [String] = []
    var fields = CSVFields(header, separator: separator)
    while names.count < 100, case .field(let field) = fields.next() { names.append(field.bytes.text) }
    names.reverse()
    guard let size = names.firstIndex(of: "FileSize"), let time = names.firstIndex(of: "ModificationTime"),
      let permission = names.firstIndex(of: "Permission")
    else { return nil }
    clock = ListingClock(options)
    self.separator = separator
    columnCount = names.count
    sizeColumn = size
    timeColumn = time
    permissionColumn = permission
  }

  static func recognises(_ line: LentBytes) -> Bool {
    line.count > 20 && line.hasPrefix("Path") && line.dropFirst(5).hasPrefix("Replication") && line[16] == line[4]
  }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    if isFirst {
      isFirst = false
      return .nothing
    }
    var end = line.count
    var size: Int64?
    var time: Int64?
    var isDirectory = false
    for column in 0..<(columnCount - 1) {
      guard let before = line.lastIndex(of: separator, before: end) else {
        throw Self.malformed("\(columnCount) columns")
      }
      let field = line[(before + 1)..<end]
      if column == sizeColumn { size = field.wholeNumber }
      if column == timeColumn { time = CivilTime.parseMinutes(field.raw) }
      if column == permissionColumn { isDirectory = field.first == UInt8(ascii: "d") }
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
