import FlinkMetadata

/// Writes the path of a file for each handle that refers to one, as a walk meets them. Constant memory;
/// ``ReferencedFiles`` lists each file once.
public struct FileReferences: ~Copyable {
  /// The operators whose files are listed.
  public var operators: OperatorSelection
  private let location: FileLocation?
  private let terminator: ReferencedFiles.Terminator
  private var text: TextBuffer
  /// The path that is being written, in UTF-8.
  private var path = TextBuffer()
  /// How many handles name a file by a relative path.
  public private(set) var relativeReferenceCount: Int64 = 0

  /// Writes to a sink; parameters as those of ``ReferencedFiles``.
  public init(
    _ sink: any ByteSink, location: FileLocation?, operators: OperatorSelection = OperatorSelection(),
    terminator: ReferencedFiles.Terminator = .lineFeed
  ) {
    self.location = location
    self.operators = operators
    self.terminator = terminator
    text = TextBuffer(sink)
  }

  /// Passes all buffered text to the sink.
  public mutating func finish() throws(FlinkMetadataError) { try text.flush() }

}

extension FileReferences: SelectingVisitor {
  /// Writes the path of the file.
  public mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError) {
    if reference.kind == .relativeFile { relativeReferenceCount += 1 }
    path.append(reference, in: location)
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
  /// A path, in UTF-8, and what follows it in a list.
  mutating func append(path: RawSpan, _ terminator: ReferencedFiles.Terminator) {
    if terminator == .lineFeedOnTerminal {
      append(path.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }.escapedForTerminal)
    } else {
      append(path)
    }
    append(terminator == .null ? 0 : UInt8(ascii: "\n"))
  }

  /// The place that a reference leads to; the relative path itself if the directory of the metadata file is not known.
  mutating func append(_ reference: FileReference, in location: FileLocation?) {
    var rest = reference.path.bytes
    if reference.kind == .relativeFile, let location {
      append(location.prefix.span.bytes)
      // Flink resolves even a relative path that begins with a slash below the directory.
      while !rest.isEmpty && rest.unsafeLoad(as: UInt8.self) == UInt8(ascii: "/") {
        rest = rest.extracting(droppingFirst: 1)
      }
    }
    append(modifiedUTF8: rest)
  }
}
