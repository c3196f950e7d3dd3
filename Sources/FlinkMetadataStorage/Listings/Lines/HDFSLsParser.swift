// SPDX-License-Identifier: Apache-2.0

/// Lines of `hdfs dfs -ls -R`:
/// ```
/// -rw-r--r--   3 flink hadoop      20481 2026-11-24 19:12 /flink/ck/0b1a/shared/6f15f9c8
/// ```
/// Columns are as wide as each directory needs, there can be one more for the erasure coding, and owners can have
/// spaces: so size and path are found by the time between them, the first thing in the line that looks like one.
struct HDFSLsParser: LineParser {
  private(set) var clock: ListingClock

  /// The bytes of `2026-11-24 19:12`.
  private static let timeCount = 16

  init(_ options: ListingOptions) { clock = ListingClock(options) }

  static func recognises(_ line: LentBytes) -> Bool { hasPermissions(line) || isItemCount(line) }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    guard Self.hasPermissions(line) else {
      if Self.isItemCount(line) { throw ListingError(.notRecursive(.hdfsLs)) }
      if ClientMessage.isHadoopWarning(line) { return .skippedMessage }
      throw Self.malformed("permissions, replication, owner, group, size, time and path")
    }
    guard let (timeStart, time) = Self.time(line), timeStart + Self.timeCount + 1 < line.count else {
      throw Self.malformed("a time as 2026-11-24 19:12 and a path")
    }
    if line.first == UInt8(ascii: "d") { return .nothing }
    // Before the time: a space, and the size with a space before it.
    let sizeStart = (line.lastIndex(of: UInt8(ascii: " "), before: timeStart - 1) ?? 0) + 1
    guard let (size, sizeEnd) = line.number(at: sizeStart), sizeEnd == timeStart - 1 else {
      let unit = line[sizeStart..<(timeStart - 1)]
      throw unit.count == 1 || unit.firstIndex(of: UInt8(ascii: ".")) != nil
        ? ListingError(.roundedSizes(.hdfsLs)) : Self.malformed("a size before the time")
    }
    let path = line.dropFirst(timeStart + Self.timeCount + 1)
    return .file(LineEntry(key: path, size: size, modified: clock.utc(fromLocal: time)))
  }

  /// The first time that has a space before and after it.
  private static func time(_ line: LentBytes) -> (start: Int, seconds: Int64)? {
    var searched = 11
    while searched < line.count, let space = line.firstIndex(of: UInt8(ascii: " "), from: searched) {
      let start = space + 1
      let end = start + timeCount
      guard end < line.count else { return nil }
      if line[start + 4] == UInt8(ascii: "-"), line[end] == UInt8(ascii: " "),
        let seconds = CivilTime.parseMinutes(line[start..<end].raw)
      {
        return (start, seconds)
      }
      searched = start
    }
    return nil
  }

  /// Whether a line begins as `drwxr-xr-x`.
  private static func hasPermissions(_ line: LentBytes) -> Bool {
    guard line.count > 11, line[0] == UInt8(ascii: "d") || line[0] == UInt8(ascii: "-") else { return false }
    for index in 1..<10 {
      switch line[index] {
      case UInt8(ascii: "r"), UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "-"), UInt8(ascii: "s"),
        UInt8(ascii: "S"), UInt8(ascii: "t"), UInt8(ascii: "T"):
        continue
      default: return false
      }
    }
    return line[10] == UInt8(ascii: " ") || line[10] == UInt8(ascii: "+")
  }

  /// Whether a line is `Found 3 items`, which the client writes for each directory if it lists one level.
  private static func isItemCount(_ line: LentBytes) -> Bool {
    line.hasPrefix("Found ") && (line.hasSuffix(" items") || line.hasSuffix(" item"))
  }

  private static func malformed(_ expected: String) -> ListingError {
    ListingError(.malformed(.hdfsLs, expected: expected))
  }
}
