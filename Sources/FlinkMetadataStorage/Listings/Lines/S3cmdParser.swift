// SPDX-License-Identifier: Apache-2.0

/// Lines of `s3cmd ls -r`, whose times are in UTC:
/// ```
/// 2026-11-24 19:12        20481  s3://flink-bucket/ck/0b1a/shared/x
/// ```
struct S3cmdParser: LineParser {
  let clock: ListingClock

  private static let timeCount = 16

  init(_ options: ListingOptions) { clock = ListingClock(options) }

  static func recognises(_ line: LentBytes) -> Bool {
    guard line.contains("  s3://") else { return false }
    return isDirectory(line) || (line.count > timeCount && time(line) != nil)
  }

  func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    if Self.isDirectory(line) { throw ListingError(.notRecursive(.s3cmd)) }
    guard line.count > Self.timeCount, let time = Self.time(line) else { throw Self.malformed }
    let sizeStart = line.endOfSpaces(from: Self.timeCount)
    guard let (size, sizeEnd) = line.number(at: sizeStart) else {
      // The marker of a directory, whose size is not shown.
      if line.dropFirst(sizeStart).hasPrefix("DIROBJ  s3://") { return .nothing }
      throw Self.malformed
    }
    let rest = line.dropFirst(sizeEnd)
    guard rest.hasPrefix("  s3://") else {
      // `20K`, and `20` with a space where other sizes have a letter.
      let isUnit = rest.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == UInt8(ascii: ".") } ?? false
      throw isUnit || rest.hasPrefix("   s3://") ? ListingError(.roundedSizes(.s3cmd)) : Self.malformed
    }
    return .file(LineEntry(key: rest.dropFirst(2), size: size, modified: time))
  }

  private static func time(_ line: LentBytes) -> Int64? {
    line[timeCount] == UInt8(ascii: " ") ? CivilTime.parseMinutes(line.prefix(timeCount).raw) : nil
  }

  private static func isDirectory(_ line: LentBytes) -> Bool {
    line.first == UInt8(ascii: " ") && line.dropFirst(line.endOfSpaces(from: 0)).hasPrefix("DIR  s3://")
  }

  private static var malformed: ListingError {
    ListingError(.malformed(.s3cmd, expected: "a date, a time, a size, two spaces and a URI"))
  }
}
