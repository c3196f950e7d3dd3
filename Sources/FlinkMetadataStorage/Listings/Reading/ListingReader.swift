// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// Reads listings of storage, of any size in constant memory, and reports each file to a ``ListingVisitor``.
///
/// A listing that is incomplete as far as can be seen is an error: what a listing does not have would be taken for
/// missing. The visitor may have heard of files before the error; discard what it has gathered then.
///
/// ```swift
/// import FlinkMetadataStorage
///
/// struct ListedBytes: ListingVisitor {
///   var total: Int64 = 0
///   mutating func listed(_ file: ListedFile) { total &+= file.size ?? 0 }
/// }
///
/// func listedBytes(_ path: String) throws(ListingError) -> Int64 {
///   var visitor = ListedBytes()
///   _ = try ListingReader(ListingOptions(base: "s3://bucket")).read(path: path, &visitor)
///   return visitor.total
/// }
/// ```
public struct ListingReader: Sendable {
  /// What has to be known of the listing beside its text.
  public var options: ListingOptions

  /// Called with the name and the size of a file that is opened; what it returns is called with the number of bytes that
  /// have been read so far, and with nil when reading ends.
  package var opened: (@Sendable (_ name: String, _ size: Int64?) -> (Int64?) -> Void)?

  /// Makes a reader.
  public init(_ options: ListingOptions = ListingOptions()) { self.options = options }

  /// Reads a listing from a file, or from standard input if the path is `-`. Gzip is decompressed.
  ///
  /// An inventory is given by its `manifest.json`; the data files are looked for beside it, in a folder `data` beside
  /// it, and in a folder `data` one level above.
  ///
  /// - Returns: what the listing is.
  /// - Throws: ``ListingError``, with the name of the file, and the line if there is one.
  public func read<Visitor: ListingVisitor & ~Copyable>(
    path: String, _ visitor: inout Visitor
  ) throws(ListingError) -> ListingSummary {
    let original = options.original ?? path
    let name = options.name(ofPath: path)
    return try named(name) { () throws(ListingError) in
      let file = try path == "-" ? ListingFile.standardInput() : ListingFile(path: path)
      let progress = opened?(name, file.size)
      defer { progress?(nil) }
      file.source.onProgress = progress.map { progress in { progress($0) } }
      return try read(file.source, manifestPath: original == "-" ? nil : original, &visitor)
    }
  }

  /// Reads a listing that comes from elsewhere, from the source's position to its end. Gzip is decompressed.
  ///
  /// - Parameters:
  ///   - source: the bytes. An inventory cannot be read from a source, because its data is in other files.
  ///   - name: what errors call the listing.
  ///   - visitor: hears of each file; compiled into the reader if its type is known.
  /// - Returns: what the listing is.
  /// - Throws: ``ListingError``, with the name, and the line if there is one.
  public func read<Visitor: ListingVisitor & ~Copyable>(
    _ source: any ByteSource, name: String, _ visitor: inout Visitor
  ) throws(ListingError) -> ListingSummary {
    try named(name) { () throws(ListingError) in try read(source, manifestPath: nil, &visitor) }
  }

  private func named<Result>(_ name: String, _ body: () throws(ListingError) -> Result) throws(ListingError) -> Result {
    do throws(ListingError) {
      return try body()
    } catch {
      var error = error
      if error.name == nil { error.name = name }
      throw error
    }
  }

  private func read<Visitor: ListingVisitor & ~Copyable>(
    _ source: any ByteSource, manifestPath: String?, _ visitor: inout Visitor
  ) throws(ListingError) -> ListingSummary {
    let content = try ListingContent(source)
    let jsonForm = content.isJSON ? content.jsonForm : nil
    if let form = options.form, form.isJSON || jsonForm == nil {
      if form.isJSON, !content.isJSON { throw ListingError(.malformed(form, expected: "JSON"), line: 1) }
      return try read(content, form, manifestPath: manifestPath, &visitor)
    }
    if let insisted = options.form, let jsonForm { throw ListingError(.mixedForms(insisted, jsonForm), line: 1) }
    // A key, too, can begin as JSON does.
    var form = jsonForm
    if form == nil { form = try content.lineForm() }
    guard let form else { throw content.unknownForm }
    return try read(content, form, manifestPath: manifestPath, &visitor)
  }

  private func read<Visitor: ListingVisitor & ~Copyable>(
    _ content: ListingContent, _ form: ListingForm, manifestPath: String?, _ visitor: inout Visitor
  ) throws(ListingError) -> ListingSummary {
    visitor.begin(form)
    if !form.isJSON { return try readLines(content, form, &visitor) }
    if form != .inventory { return try JSONListing.read(form, content.source, options: options, &visitor) }
    guard let manifestPath else {
      throw ListingError(.unsupported("an inventory's data is in other files; give the path of its manifest.json"))
    }
    return try Inventory(content.manifest(), path: manifestPath, base: options.base).read(&visitor)
  }

  private func readLines<Visitor: ListingVisitor & ~Copyable>(
    _ content: ListingContent, _ form: ListingForm, _ visitor: inout Visitor
  ) throws(ListingError) -> ListingSummary {
    let terminator: UInt8 = form == .find && content.hasZeros ? 0 : 0x0A
    var lines = LineBuffer(content.source, form: form, terminator: terminator)
    switch form {
    case .awsLs:
      var parser = AwsLsParser(options)
      return try read(&lines, &parser, .key, &visitor)
    case .find:
      var parser = FindParser(options)
      return try read(&lines, &parser, .uriOrPath, &visitor)
    case .table: return try readTable(content, &lines, &visitor)
    case .hdfsLs:
      var parser = HDFSLsParser(options)
      return try read(&lines, &parser, .uriOrPath, &visitor)
    case .hdfsImage:
      var parser = HDFSImageParser(options)
      return try read(&lines, &parser, .uriOrPath, &visitor)
    case .gcloudLs:
      var parser = GcloudLsParser(options)
      return try read(&lines, &parser, .uriOrKey, &visitor)
    case .s3cmd:
      var parser = S3cmdParser(options)
      return try read(&lines, &parser, .uriOrKey, &visitor)
    case .inventory, .s3Objects, .s3Versions, .gcloudJSON, .rclone, .s5cmd, .mc, .azure:
      throw ListingError(.malformed(form, expected: "JSON"), line: 1)
    }
  }

  private func readTable<Visitor: ListingVisitor & ~Copyable>(
    _ content: ListingContent, _ lines: inout LineBuffer, _ visitor: inout Visitor
  ) throws(ListingError) -> ListingSummary {
    if content.firstLine({ AwsTextParser.recognises($0) }) {
      var parser = AwsTextParser(options)
      return try read(&lines, &parser, .uriOrKey, &visitor)
    }
    // It looks like a table, but has directories, too.
    if content.firstLine({ HDFSImageParser.recognises($0) }) {
      throw ListingError(.mixedForms(.table, .hdfsImage), line: 1)
    }
    guard let header = content.firstLine({ TableHeader($0, isInsisted: true) }) else {
      throw ListingError(
        .malformed(.table, expected: "a header with the columns key, path or url, and size and modified"), line: 1)
    }
    try header.columns.requireOneOfEach(.table)
    var parser = TableParser(options, header)
    return try read(&lines, &parser, header.columns.hasPaths ? .uriOrPath : .uriOrKey, &visitor)
  }

  private func read<Parser: LineParser & ~Copyable, Visitor: ListingVisitor & ~Copyable>(
    _ lines: inout LineBuffer, _ parser: inout Parser, _ rule: LocationJoin.Rule, _ visitor: inout Visitor
  ) throws(ListingError) -> ListingSummary {
    var join = LocationJoin(
      base: options.base, form: lines.form, rule: rule, encoding: options.isURLEncoded ? .percent : .raw)
    var summary = ListingSummary(form: lines.form)
    try LineListing.read(&lines, &parser, &join, &visitor, &summary)
    if summary.fileCount == 0 { throw ListingError(.empty) }
    return summary
  }
}
