// SPDX-License-Identifier: Apache-2.0

/// Lines of `aws s3 ls --recursive`:
/// ```
/// 2026-11-24 19:12:47       1234 ck/0b1a/chk-42/_metadata
/// ```
/// The size takes 10 columns, or more if it has more digits; exactly one space follows, and the rest is the key.
struct AwsLsParser: LineParser {
  private(set) var clock: ListingClock
  private var objectCount: Int64 = 0
  private var byteCount: Int64 = 0
  private var footer = Footer.none

  /// How much of the footer of `--summarize` was read: an empty line, `Total Objects: 5`, `   Total Size: 20691`.
  private enum Footer { case none, emptyLine, objects }

  /// The bytes of date, time and the space after it.
  private static let timeCount = 20
  private static let sizeColumns = 10

  init(_ options: ListingOptions) { clock = ListingClock(options) }

  static func recognises(_ line: LentBytes) -> Bool {
    isPrefix(line) || line.hasPrefix("Total Objects: ")
      || (line.count > timeCount && line[19] == UInt8(ascii: " ") && CivilTime.parseSeconds(line.prefix(19).raw) != nil)
  }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    guard line.count > Self.timeCount, line[19] == UInt8(ascii: " "),
      let time = CivilTime.parseSeconds(line.prefix(19).raw)
    else { return try parseOther(line) }
    if footer != .none { throw Self.malformed("the totals of --summarize after an empty line") }
    let sizeStart = line.endOfSpaces(from: Self.timeCount)
    guard let (size, sizeEnd) = line.number(at: sizeStart) else { throw Self.malformed("a size after the time") }
    let width = sizeEnd - Self.timeCount
    guard width >= Self.sizeColumns, sizeStart == Self.timeCount || width == Self.sizeColumns,
      sizeEnd + 1 < line.count, line[sizeEnd] == UInt8(ascii: " ")
    else {
      // `20.0 KiB`, `3 Bytes`: what follows the number belongs to the columns of the size.
      let unit = line.dropFirst(sizeEnd)
      if unit.hasPrefix(".") || unit.hasPrefix(" Byte") { throw ListingError(.roundedSizes(.awsLs)) }
      throw Self.malformed("a size of \(Self.sizeColumns) columns or more, a space and a key")
    }
    objectCount += 1
    byteCount &+= size
    return .file(
      LineEntry(key: line.dropFirst(sizeEnd + 1), size: size, modified: clock.utc(fromLocal: time)))
  }

  private mutating func parseOther(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    if Self.isPrefix(line) { throw ListingError(.notRecursive(.awsLs)) }
    switch footer {
    case .none:
      if !line.isEmpty { throw Self.malformed("a date, a time, a size and a key") }
      footer = .emptyLine
    case .emptyLine:
      try check(line, "Total Objects: ", found: objectCount)
      footer = .objects
    case .objects:
      // Counts begin anew, because the listings of several prefixes may be in one file.
      try check(line, "   Total Size: ", found: byteCount)
      footer = .none
      objectCount = 0
      byteCount = 0
    }
    return .nothing
  }

  private func check(_ line: LentBytes, _ label: StaticString, found: Int64) throws(ListingError) {
    guard line.hasPrefix(label), let declared = line.dropFirst(label.utf8CodeUnitCount).wholeNumber else {
      throw Self.malformed("\"\(label)\" and a number")
    }
    if declared != found { throw ListingError(.wrongTotal(.awsLs, declared: declared, found: found)) }
  }

  func finish() throws(ListingError) {
    if footer != .none { throw ListingError(.cut(.awsLs)) }
  }

  /// Whether a line is one of a listing of one level: `                           PRE chk-42/`.
  private static func isPrefix(_ line: LentBytes) -> Bool {
    guard line.first == UInt8(ascii: " ") else { return false }
    return line.dropFirst(line.endOfSpaces(from: 0)).hasPrefix("PRE ")
  }

  private static func malformed(_ expected: String) -> ListingError {
    ListingError(.malformed(.awsLs, expected: expected))
  }
}
