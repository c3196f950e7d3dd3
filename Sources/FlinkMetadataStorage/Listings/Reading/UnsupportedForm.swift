// SPDX-License-Identifier: Apache-2.0

/// Knows forms that are not read, to say what to do instead.
enum UnsupportedForm {
  /// What to do with a listing that begins so; nil if it is not known.
  static func hint(_ start: LentBytes) -> String? {
    if let compression = compression(start) {
      return "it is compressed with \(compression); decompress it, or use gzip"
    }
    if start.hasPrefix("PAR1") || start.hasPrefix("ORC") {
      let name = start.hasPrefix("ORC") ? "ORC" : "Parquet"
      return "it is in \(name); export it as CSV with a header: key,size,last_modified"
    }
    let line = firstLine(start)
    if isSlashedDate(line) {
      return "it is text of s5cmd, with partial keys; use: s5cmd --json ls 's3://BUCKET/PREFIX/*'"
    }
    if line.first == UInt8(ascii: "["), line.count > 5, line[5] == UInt8(ascii: "-") {
      return "it is text of mc, with rounded sizes; use: mc ls -r --json ALIAS/BUCKET/PREFIX"
    }
    if start.hasPrefix("CONTENTS\t") || start.contains("\nCONTENTS\t") {
      return "it is text of aws s3api; use --output json, or "
        + "--query 'Contents[].[Key,Size,LastModified]' --output text"
    }
    if isOldImage(line) {
      return "it is an image of HDFS without a header, as old releases of Hadoop write it; use: "
        + ListingForm.hdfsLs.command
    }
    if line.hasPrefix("total ") || looksLikeLongFormat(line) {
      return "it is text of ls or find -ls, which is not exact; use: find DIR -type f -printf '%s\\t%T@\\t%p\\0'"
    }
    if line.hasPrefix("Name  "), line.contains("Blob Type") {
      return "it is a table of az for people; use: \(ListingForm.azure.command)"
    }
    if isTextOfRclone(line) { return "it is text of rclone, with local times; use: \(ListingForm.rclone.command)" }
    if isURI(line) {
      return "it has names only, without sizes; use: \(ListingForm.gcloudLs.command), or \(ListingForm.hdfsLs.command)"
    }
    if isRowOfQuotedFields(line) {
      return "it has no header; if it is a data file of an inventory, give the path of the manifest.json instead"
    }
    return nil
  }

  private static func firstLine(_ start: LentBytes) -> LentBytes {
    start.prefix(start.firstIndex(of: 0x0A) ?? start.count)
  }

  private static func compression(_ start: LentBytes) -> String? {
    if start.hasPrefix("BZh") { return "bzip2" }
    if start.hasPrefix("PK\u{3}\u{4}") { return "zip" }
    guard start.count > 6 else { return nil }
    if start[0] == 0x28, start[1] == 0xB5, start[2] == 0x2F, start[3] == 0xFD { return "zstd" }
    if start[0] == 0xFD, start.dropFirst(1).hasPrefix("7zXZ") { return "xz" }
    return nil
  }

  /// `2026/11/24 19:12:47`
  private static func isSlashedDate(_ line: LentBytes) -> Bool {
    line.count > 20 && line[4] == UInt8(ascii: "/") && line[7] == UInt8(ascii: "/") && line[13] == UInt8(ascii: ":")
  }

  /// `-rw-r--r-- 1 flink flink 20481 Nov 24 19:12 name`, with a number before it or not.
  private static func looksLikeLongFormat(_ line: LentBytes) -> Bool {
    line.contains("rw-r--r--") || line.contains("rw-r-----") || line.contains("rwxr-xr-x")
  }

  /// `    20481 2026-11-24 19:12:47.000000000 0b1a/x`
  private static func isTextOfRclone(_ line: LentBytes) -> Bool {
    guard let (_, end) = line.number(at: line.endOfSpaces(from: 0)) else { return false }
    let time = line.dropFirst(end + 1)
    return time.count > 30 && time[19] == UInt8(ascii: ".") && CivilTime.parseSeconds(time.prefix(19).raw) != nil
  }

  /// `/⇥0⇥2026-11-24 19:12⇥…`: the first line is the root.
  private static func isOldImage(_ line: LentBytes) -> Bool {
    line.hasPrefix("/\t0\t") && CivilTime.parseMinutes(line.dropFirst(4).prefix(16).raw) != nil
  }

  /// `gs://bucket/0b1a/x`
  private static func isURI(_ line: LentBytes) -> Bool {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon < 8 else { return false }
    return line.dropFirst(colon).hasPrefix("://")
      && line.prefix(colon).raw.allSatisfy { $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 }
  }

  private static func isRowOfQuotedFields(_ line: LentBytes) -> Bool {
    var fields = CSVFields(line, separator: UInt8(ascii: ","))
    guard line.last == UInt8(ascii: "\"") || line.last == 0x0D, case .field = fields.next(),
      case .field(let key) = fields.next(), case .field = fields.next()
    else { return false }
    return !key.bytes.isEmpty && line.contains(",\"")
  }
}
