// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

/// An inventory of a bucket: CSV files that a manifest names.
struct Inventory {
  private let manifest: InventoryManifest
  private let directory: FilePath
  private let base: String?

  init(_ manifest: InventoryManifest, path: String, base: String?) {
    self.manifest = manifest
    self.base = base
    directory = FilePath(path).removingLastComponent()
  }

  /// Reads all data files.
  func read<Visitor: ListingVisitor & ~Copyable>(_ visitor: inout Visitor) throws(ListingError) -> ListingSummary {
    let columns = try checkedColumns()
    // Sizes are checked before anything is reported, because that costs nothing.
    var files: [(path: FilePath, file: ListingFile)] = []
    for (key, size) in manifest.files { files.append(try open(key, size: size)) }
    var summary = ListingSummary(form: .inventory)
    summary.takenAt = manifest.createdSeconds
    for (path, file) in files {
      do throws(ListingError) {
        try read(file, columns, &visitor, &summary)
      } catch {
        var error = error
        error.name = path.string
        throw error
      }
    }
    if summary.fileCount == 0 { throw ListingError(.empty) }
    return summary
  }

  private func checkedColumns() throws(ListingError) -> ListingColumns {
    let columns = ListingColumns(names: manifest.columns)
    if manifest.isIncremental || columns.roles.contains(.change) { throw ListingError(.incremental) }
    let format = manifest.fileFormat.utf8.map { $0 | 0x20 }
    if format != Array("csv".utf8) {
      throw ListingError(
        .unsupported("the inventory is in \(manifest.fileFormat); configure it for CSV, or export it as CSV"))
    }
    guard columns.hasLocation else {
      throw ListingError(.malformed(.inventory, expected: "a column Key in fileSchema"))
    }
    try columns.requireOneOfEach(.inventory)
    return columns
  }

  private func read<Visitor: ListingVisitor & ~Copyable>(
    _ file: ListingFile, _ columns: ListingColumns, _ visitor: inout Visitor, _ summary: inout ListingSummary
  ) throws(ListingError) {
    let content = try ListingContent(file.source)
    // The checksum of gzip shows that the end is there, with or without a line end.
    var lines = LineBuffer(content.source, form: .inventory, requiresLastEnd: false)
    var parser = InventoryParser(columns, bucket: manifest.sourceBucket)
    // Keys are encoded as in a form of the web, always.
    var join = LocationJoin(base: base ?? bucketURI, form: .inventory, rule: .key, encoding: .form)
    try LineListing.read(&lines, &parser, &join, &visitor, &summary)
  }

  /// The bucket, with the scheme of the storage whose manifest it is.
  private var bucketURI: String { (manifest.version == "2019-09-01" ? "oss" : "s3") + "://\(manifest.sourceBucket)" }

  /// Opens a data file, which is looked for by the last part of its key in the places where it is after a download of
  /// the directory, or of its files.
  private func open(_ key: String, size: Int64?) throws(ListingError) -> (FilePath, ListingFile) {
    guard let name = FilePath(key).lastComponent, name.kind == .regular else {
      throw ListingError(.missingData(file: key))
    }
    let data: FilePath.Component = "data"
    let places = [directory, directory.appending(data), directory.appending("..").appending(data)]
    for place in places {
      let path = place.appending(name)
      let file: ListingFile
      do throws(ListingError) {
        file = try ListingFile(path: path.string)
      } catch {
        if case .cannotRead(.sourceFailed(Errno.noSuchFileOrDirectory.rawValue)) = error.problem { continue }
        throw ListingError(error.problem, name: path.string)
      }
      if let size, let found = file.size, found != size {
        throw ListingError(.dataSize(file: path.string, declared: size, found: found))
      }
      return (path, file)
    }
    throw ListingError(.missingData(file: name.string))
  }
}

/// Rows of a data file, without a header.
struct InventoryParser: LineParser, ~Copyable {
  private(set) var clock = ListingClock(ListingOptions())
  private var rows: TableRows

  init(_ columns: ListingColumns, bucket: String) {
    rows = TableRows(columns, separator: UInt8(ascii: ","), form: .inventory, bucket: bucket)
  }

  mutating func parse(_ line: LentBytes) throws(ListingError) -> ParsedLine { try rows.parse(line, &clock) }
}
