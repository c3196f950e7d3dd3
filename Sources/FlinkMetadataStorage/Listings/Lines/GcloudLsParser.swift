// SPDX-License-Identifier: Apache-2.0

/// Lines of `gcloud storage ls -l` and `gsutil ls -l`:
/// ```
///       1234  2026-11-24T19:14:12Z  gs://flink-gcs/ck/0b1a/chk-42/_metadata
/// TOTAL: 2 objects, 21715 bytes (21.21 KiB)
/// ```
/// With `-r`, directories come as a URI with a slash at the end, and later as the heading `gs://flink-gcs/ck/0b1a/:` of
/// a block. A directory without a block means that only one level was listed.
struct GcloudLsParser: LineParser {
  let clock: ListingClock
  private var objectCount: Int64 = 0
  private var byteCount: Int64 = 0
  private var hasTotal = false
  /// Directories whose blocks have not come. Few, because blocks come in the order of depth.
  private var pending: Set<[UInt8]> = []

  init(_ options: ListingOptions) { clock = ListingClock(options) }

  static func recognises(_ line: LentBytes) -> Bool {
    let start = line.dropFirst(line.endOfSpaces(from: 0))
    if start.hasPrefix("gs://") { return start.last == UInt8(ascii: "/") || start.hasSuffix("/:") }
    if start.hasPrefix("TOTAL: ") { return true }
    return start.number(at: 0) != nil && hasTimeAndURI(start)
  }

  /// Whether a line has a time and a URI after a size of any form, such as `20481`, `20.0kiB` or `20 KiB`.
  private static func hasTimeAndURI(_ line: LentBytes) -> Bool {
    guard let timeEnd = line.firstIndex(of: UInt8(ascii: "Z")), timeEnd >= 20, timeEnd < 40 else { return false }
    return CivilTime.parse(line[(timeEnd - 19)..<(timeEnd + 1)].raw) != nil && isObjectURI(line.dropFirst(timeEnd + 3))
  }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine {
    let start = line.dropFirst(line.endOfSpaces(from: 0))
    guard let (size, sizeEnd) = start.number(at: 0) else { return try parseOther(line, start) }
    let rest = start.dropFirst(sizeEnd)
    // Two spaces, 20 bytes of time, two spaces.
    guard rest.count > 24, rest.hasPrefix("  "), rest[22] == UInt8(ascii: " "), rest[23] == UInt8(ascii: " "),
      let time = CivilTime.parse(rest[2..<22].raw), !time.isLocal, Self.isObjectURI(rest.dropFirst(24))
    else {
      // `1.21kiB`, or `1.21 KiB` and `13 B`.
      let unit = rest.dropFirst(rest.endOfSpaces(from: 0)).first ?? 0
      let isRounded = (unit | 0x20 >= 0x61 && unit | 0x20 <= 0x7A) || unit == UInt8(ascii: ".")
      throw isRounded ? ListingError(.roundedSizes(.gcloudLs)) : Self.malformed
    }
    let uri = rest.dropFirst(24)
    if Self.hasGeneration(uri) {
      throw ListingError(
        .unsupported("it lists old versions, and does not say which are current; list again without -a"))
    }
    hasTotal = false
    objectCount += 1
    byteCount &+= size
    return .file(LineEntry(key: uri, size: size, modified: time.seconds))
  }

  private mutating func parseOther(_ line: LentBytes, _ start: LentBytes) throws(ListingError) -> ParsedLine {
    if start.isEmpty { return .nothing }
    if start.hasPrefix("TOTAL: ") {
      try checkTotal(start.dropFirst(7))
      return .nothing
    }
    guard start.hasPrefix("gs://") else { throw Self.malformed }
    if start.hasSuffix("/:") {
      pending.remove(Array(start.dropLast(1).raw))
    } else if start.last == UInt8(ascii: "/") {
      pending.insert(Array(start.raw))
    } else {
      throw Self.malformed
    }
    return .nothing
  }

  private mutating func checkTotal(_ total: LentBytes) throws(ListingError) {
    guard let (objects, end) = total.number(at: 0), let comma = total.firstIndex(of: UInt8(ascii: ","), from: end),
      comma + 2 < total.count, let (bytes, bytesEnd) = total.number(at: comma + 2),
      total.dropFirst(bytesEnd).hasPrefix(" byte")
    else { throw ListingError(.malformed(.gcloudLs, expected: "TOTAL: with a count of objects and of bytes")) }
    if objects != objectCount { throw ListingError(.wrongTotal(.gcloudLs, declared: objects, found: objectCount)) }
    if bytes != byteCount { throw ListingError(.wrongTotal(.gcloudLs, declared: bytes, found: byteCount)) }
    if !pending.isEmpty { throw ListingError(.notRecursive(.gcloudLs)) }
    hasTotal = true
    objectCount = 0
    byteCount = 0
  }

  /// Both clients end with the total, but `gsutil` writes none if there are directories only.
  func finish() throws(ListingError) {
    if !hasTotal, objectCount == 0, !pending.isEmpty { throw ListingError(.notRecursive(.gcloudLs)) }
    if !hasTotal { throw ListingError(.cut(.gcloudLs)) }
  }

  /// `gsutil` lists S3, too.
  private static func isObjectURI(_ bytes: LentBytes) -> Bool { bytes.hasPrefix("gs://") || bytes.hasPrefix("s3://") }

  /// Whether a line is one of a listing with `-a`: `…#1732475652000000  metageneration=1`.
  private static func hasGeneration(_ uri: LentBytes) -> Bool {
    guard let last = uri.last, last >= 0x30, last <= 0x39 else { return false }
    guard let space = uri.lastIndex(of: UInt8(ascii: " "), before: uri.count), space > 0,
      uri[space - 1] == UInt8(ascii: " "), uri.dropFirst(space + 1).hasPrefix("metageneration="),
      let hash = uri.lastIndex(of: UInt8(ascii: "#"), before: space - 1)
    else { return false }
    return uri[(hash + 1)..<(space - 1)].wholeNumber != nil
  }

  private static var malformed: ListingError {
    ListingError(.malformed(.gcloudLs, expected: "a size, two spaces, a time with Z, two spaces and a URI"))
  }
}
