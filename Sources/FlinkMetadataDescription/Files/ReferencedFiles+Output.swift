import FlinkMetadata

extension ReferencedFiles {
  /// What follows each path of a list.
  public enum Terminator: Sendable {
    /// A line feed.
    case lineFeed
    /// A line feed; characters of a path that could do something to a terminal are escaped.
    case lineFeedOnTerminal
    /// A null byte, which no path can hold.
    case null
  }

  /// Writes one JSON document: `{"files":[{"path":…,"type":…,"size":…,"references":…},…]}`.
  public borrowing func writeJSON(to sink: any ByteSink) throws(FlinkMetadataError) {
    var writer = JSONWriter(sink)
    writer.beginObject()
    writer.key("files")
    writer.beginArray()
    for file in files.files {
      write(file, &writer)
      try writer.text.flushIfFull()
    }
    writer.endArray()
    writer.endObject()
    writer.endDocument()
    try writer.text.flush()
  }

  /// Writes a JSON document for each file, one a line.
  public borrowing func writeJSONLines(to sink: any ByteSink) throws(FlinkMetadataError) {
    var writer = JSONWriter(sink)
    for file in files.files {
      write(file, &writer)
      writer.endDocument()
      try writer.text.flushIfFull()
    }
    try writer.text.flush()
  }

  private borrowing func write(_ file: FileSet.File, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("path")
    writer.string(utf8: files.path(of: file))
    writer.member("type", plain: file.kind.className)
    writer.key("size")
    if file.size < 0 { writer.null() } else { writer.integer(file.size) }
    writer.member("references", file.referenceCount)
    writer.endObject()
  }
}
