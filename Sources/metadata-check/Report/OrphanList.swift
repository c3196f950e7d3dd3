// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataStorage
import ToolSupport

/// Prints the files that nothing needs.
struct OrphanList {
  private let report: StorageReport

  init(_ report: StorageReport) { self.report = report }

  private var orphans: [Orphan] { report.orphans ?? [] }

  /// How many keys the S3 API deletes in one call.
  private static let mostKeys = 1000

  /// Why the list cannot be printed so that each name means one file; nil if it can.
  func refusal(_ form: OrphanFormat) -> String? {
    if form == .keys || form == .s3DeleteObjects {
      let roots = Set(orphans.map { $0.location.prefix($0.location.count - Self.key($0.location).count) })
      if roots.count > 1 { return "orphans are in several buckets, and a key does not say which; use --print uris" }
    }
    for orphan in orphans {
      let isText = String(validating: orphan.location, as: UTF8.self) != nil
      if (form == .keys || form == .uris) && orphan.location.contains(UInt8(ascii: "\n")) {
        return "\(String(decoding: orphan.location, as: UTF8.self)): the name has a line feed; use --print nul"
      }
      if form == .s3DeleteObjects && !isText {
        return "\(String(decoding: orphan.location, as: UTF8.self)): the name is not UTF-8; use --print nul"
      }
    }
    return nil
  }

  /// Writes the list alone, for the storage's own client.
  func write(_ form: OrphanFormat, to sink: any ByteSink) throws(FlinkMetadataError) {
    switch form {
    case .text: for line in lines { try write(Array(line.utf8)[...], "\n", to: sink) }
    case .keys: for orphan in orphans { try write(Self.key(orphan.location), "\n", to: sink) }
    case .uris: for orphan in orphans { try write(orphan.location[...], "\n", to: sink) }
    case .nul: for orphan in orphans { try write(orphan.location[...], "\0", to: sink) }
    case .s3DeleteObjects: try writeDeleteObjects(to: sink)
    }
  }

  private func write(_ bytes: ArraySlice<UInt8>, _ end: String, to sink: any ByteSink) throws(FlinkMetadataError) {
    let line = Array(bytes) + Array(end.utf8)
    try sink.write(line.span.bytes)
  }

  /// The first file, or else the first directory of a listing, that is in no storage of S3; nil if there is none.
  var firstOutsideS3: String? {
    let places = orphans.map(\.location) + report.listings.compactMap { $0.directory.map { Array($0.utf8) } }
    let other = places.first { !["s3", "s3a", "s3n", "s3p"].contains(Self.scheme($0)) }
    return other.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Storages without buckets.
  private static let pathSchemes: Set = ["file", "hdfs", "webhdfs", "swebhdfs", "viewfs", "maprfs"]

  /// What the storage itself calls a file: the key in a bucket, or an absolute path.
  private static func key(_ location: [UInt8]) -> ArraySlice<UInt8> {
    let slash = UInt8(ascii: "/")
    guard let scheme = scheme(location) else { return location[...] }
    var path = location.dropFirst(scheme.utf8.count + 1)
    if path.starts(with: [slash, slash]) { path = path[(path.dropFirst(2).firstIndex(of: slash) ?? path.endIndex)...] }
    return path.first == slash && !pathSchemes.contains(scheme) ? path.dropFirst() : path
  }

  /// The scheme of a URI; nil for a path.
  private static func scheme(_ location: [UInt8]) -> String? {
    guard let colon = location.firstIndex(of: UInt8(ascii: ":")), !location[..<colon].contains(UInt8(ascii: "/")) else {
      return nil
    }
    return String(decoding: location[..<colon], as: UTF8.self).lowercased()
  }

  /// A line for each orphan: time, size and location.
  var lines: [String] {
    orphans.map { orphan in
      let size = orphan.size.map { byteCountText($0) } ?? "?"
      let location = String(decoding: orphan.location, as: UTF8.self).escapedForTerminal
      return "\(dateText(orphan.modified))  \(DisplayText(size).padded(to: 10, .right))  \(location)"
    }
  }

  private func writeDeleteObjects(to sink: any ByteSink) throws(FlinkMetadataError) {
    var json = JSONWriter(sink)
    for start in stride(from: 0, to: orphans.count, by: Self.mostKeys) {
      json.beginObject()
      json.key("Objects")
      json.beginArray()
      for orphan in orphans[start..<min(start + Self.mostKeys, orphans.count)] {
        json.beginObject()
        json.member("Key", text: String(decoding: Self.key(orphan.location), as: UTF8.self))
        json.endObject()
      }
      json.endArray()
      json.member("Quiet", true)
      json.endObject()
      json.endDocument()
    }
    try json.flush()
  }

  /// `12 orphans, 1.2 GiB; kept: 3 too young, 1 below taskowned/`
  var summary: String {
    let size = orphans.reduce(Int64(0)) { sum, orphan in
      let (total, overflows) = sum.addingReportingOverflow(orphan.size ?? 0)
      return overflows ? .max : total
    }
    let kept = OrphanGuard.allCases.compactMap { reason in
      report.kept[reason].map { "\($0) \(reason.rawValue)" }
    }
    let keptText = kept.isEmpty ? "" : "; kept: \(kept.joined(separator: ", "))"
    let zoneText =
      !kept.isEmpty && report.listings.contains(where: \.hasUncertainTimes)
      ? " (the listing's times have no zone and are taken as up to 26 hours later; say --listing-timezone)" : ""
    return "\(countText(orphans.count, "orphan")), \(byteCountText(size))\(keptText)\(zoneText). "
      + "What only metadata outside this storage needs cannot be known"
  }
}
