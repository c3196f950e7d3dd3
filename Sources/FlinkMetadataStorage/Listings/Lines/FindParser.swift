// SPDX-License-Identifier: Apache-2.0

/// Records of `find -printf '%s\t%T@\t%p\0'`, or with a line feed at the end:
/// ```
/// 20481⇥1795547567.1812251620⇥/mnt/ck/0b1a/shared/6f15f9c8
/// ```
/// The path is the rest, tabs included.
struct FindParser: LineParser {
  let clock: ListingClock
  /// The path of the first record, until the second one has been read.
  private var first: [UInt8]?
  private var recordCount = 0

  init(_ options: ListingOptions) { clock = ListingClock(options) }

  static func recognises(_ line: LentBytes) -> Bool {
    guard let fields = fields(line) else { return false }
    // A key of digits makes `aws s3api --output text` look the same up to the path.
    return CivilTime.parse(fields.path.raw) == nil || fields.path.firstIndex(of: UInt8(ascii: "/")) != nil
  }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    guard let (size, modified, path) = Self.fields(line), path.firstIndex(of: 0) == nil else {
      throw ListingError(.malformed(.find, expected: "a size, a tab, seconds since 1970, a tab and a path"))
    }
    if recordCount < 2, !DirectoryMarker.matches(key: path.raw, size: size) { try checkFirst(path) }
    // `./` is what find puts before paths below the working directory.
    let relative = path.hasPrefix("./") ? path.dropFirst(2) : path
    return .file(LineEntry(key: relative, size: size, modified: modified))
  }

  /// Throws if the first path is the directory above the second one: that is where `find` begins without `-type f`.
  private mutating func checkFirst(_ path: LentBytes) throws(ListingError) {
    recordCount += 1
    guard let first else {
      first = Array(path.raw)
      return
    }
    let isAbove = path.count > first.count && path.raw.starts(with: first)
    if isAbove, path[first.count] == UInt8(ascii: "/") || first.last == UInt8(ascii: "/") {
      throw ListingError(.malformed(.find, expected: "files, found a directory"))
    }
  }

  private static func fields(_ line: LentBytes) -> (size: Int64, modified: Int64, path: LentBytes)? {
    guard let (size, sizeEnd) = line.number(at: 0), sizeEnd < line.count, line[sizeEnd] == UInt8(ascii: "\t"),
      let timeEnd = line.firstIndex(of: UInt8(ascii: "\t"), from: sizeEnd + 1), timeEnd + 1 < line.count,
      let modified = CivilTime.parseEpoch(line[(sizeEnd + 1)..<timeEnd].raw)
    else { return nil }
    return (size, modified, line.dropFirst(timeEnd + 1))
  }
}
