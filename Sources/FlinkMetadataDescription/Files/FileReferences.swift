import FlinkMetadata

/// Writes the path of a file for each handle that refers to one, as a walk meets them: those of `FileStateHandle`,
/// `RelativeFileStateHandle` and `SegmentFileStateHandle`. Constant memory; ``ReferencedFiles`` tells each file once.
public struct FileReferences: MetadataVisitor, ~Copyable {
  private let location: FileLocation?
  private let terminator: ReferencedFiles.Terminator
  private var text: TextBuffer
  /// The path that is being written, in UTF-8.
  private var path = TextBuffer()
  /// How many handles name a file by a relative path.
  public private(set) var relativeReferenceCount: Int64 = 0

  /// Writes to a sink; parameters as those of ``ReferencedFiles``.
  public init(
    _ sink: any ByteSink, location: FileLocation?, terminator: ReferencedFiles.Terminator = .lineFeed
  ) {
    self.location = location
    self.terminator = terminator
    text = TextBuffer(sink)
  }

  /// Passes on what has not been passed on yet.
  public mutating func finish() throws(FlinkMetadataError) { try text.flush() }

  /// Writes a path.
  public mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) throws(FlinkMetadataError) {
    path.append(modifiedUTF8: filePath.bytes)
    try writePath()
  }

  /// Writes a path.
  public mutating func relativeFileStateHandle(relativePath: ModifiedUTF8Span, stateSize: Int64)
    throws(FlinkMetadataError)
  {
    relativeReferenceCount += 1
    path.append(relativePath: relativePath.bytes, in: location)
    try writePath()
  }

  /// Writes the path of the file.
  public mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) throws(FlinkMetadataError) {
    path.append(modifiedUTF8: filePath.bytes)
    try writePath()
  }

  private mutating func writePath() throws(FlinkMetadataError) {
    Self.append(path, terminator, to: &text)
    path.removeAll()
    try text.flushIfFull()
  }

  private static func append(
    _ path: borrowing TextBuffer, _ terminator: ReferencedFiles.Terminator, to text: inout TextBuffer
  ) {
    text.append(path: path.bytes, terminator)
  }
}

extension TextBuffer {
  /// A path, in UTF-8, and what stands behind it in a list.
  mutating func append(path: RawSpan, _ terminator: ReferencedFiles.Terminator) {
    if terminator == .lineFeedOnTerminal {
      append(DisplayText(path.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }).text)
    } else {
      append(path)
    }
    append(terminator == .null ? 0 : UInt8(ascii: "\n"))
  }

  /// Where a relative path leads; the path itself if the directory of the metadata file is not known.
  mutating func append(relativePath: RawSpan, in location: FileLocation?) {
    var rest = relativePath
    if let location {
      append(location.prefix.span.bytes)
      // Flink resolves a path that begins with a slash below the directory all the same.
      while !rest.isEmpty && rest.unsafeLoad(as: UInt8.self) == UInt8(ascii: "/") {
        rest = rest.extracting(droppingFirst: 1)
      }
    }
    append(modifiedUTF8: rest)
  }
}
