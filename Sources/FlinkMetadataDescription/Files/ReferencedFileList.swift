// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Writes the files that ``ReferencedFiles`` has counted, with their numbers, in the order in which handles name them
/// first: what `metadata-dump --files --format json` prints. It is the second walk; see there.
///
/// A file that the first walk has not met is left out: walk over the same metadata files, with the same parameters.
public struct ReferencedFileList: ~Copyable {
  /// How a list is written.
  public enum Form: Sendable, Hashable {
    /// One document: `{"files":[{"path":…,"type":…,"size":…,"references":…},…]}`.
    case json
    /// A document for each file, one a line.
    case jsonLines
  }

  /// The operators whose files are listed.
  public var operators: OperatorSelection
  private var files: ReferencedFiles
  private var resolved: ResolvedPath
  private let form: Form
  private var writer: JSONWriter

  /// Begins a list. The other parameters are those of ``ReferencedFiles/init(location:operators:style:)``.
  public init(
    _ files: consuming ReferencedFiles, form: Form, to sink: any ByteSink, location: FileLocation?,
    operators: OperatorSelection = OperatorSelection(), style: FilePathStyle? = nil
  ) {
    self.files = files
    self.form = form
    self.operators = operators
    resolved = ResolvedPath(location, style ?? .standard(for: location))
    writer = JSONWriter(sink)
    if form == .json {
      writer.beginObject()
      writer.key("files")
      writer.beginArray()
    }
  }

  /// Goes on with another metadata file. The parameters are those of ``ReferencedFiles/init(location:operators:style:)``.
  public mutating func goOn(
    location: FileLocation?, operators: OperatorSelection = OperatorSelection(), style: FilePathStyle? = nil
  ) {
    self.operators = operators
    resolved = ResolvedPath(location, style ?? .standard(for: location))
  }

  /// Ends the list.
  public mutating func finish() throws(FlinkMetadataError) {
    if form == .json {
      writer.endArray()
      writer.endObject()
      writer.endDocument()
    }
    try writer.text.flush()
  }
}

extension ReferencedFileList: SelectingVisitor {
  /// Writes a file, unless it has been written.
  public mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError) {
    let hash = files.hash
    let key = resolved.withUTF8(of: reference) { path in hash(path, after: hash.start) }
    guard let numbers = files.table.takeFirst(key) else { return }
    writer.beginObject()
    writer.key("path")
    Self.writePath(of: reference, &resolved, to: &writer)
    writer.member("type", plain: reference.kind.className)
    writer.key("size")
    if numbers.size < 0 { writer.null() } else { writer.integer(numbers.size) }
    writer.member("references", numbers.referenceCount)
    writer.endObject()
    if form == .jsonLines { writer.endDocument() }
    try writer.text.flushIfFull()
  }

  private static func writePath(
    of reference: FileReference, _ resolved: inout ResolvedPath, to writer: inout JSONWriter
  ) {
    resolved.withUTF8(of: reference) { path in writer.string(utf8: path.bytes) }
  }
}
