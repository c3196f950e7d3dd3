// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Writes the paths of the files that handles refer to, as a walk meets them: each once, in the order in which the handles
/// name them first, or again for each handle.
///
/// Listing each file once takes at most 32 bytes of memory for each different one, whatever the length of its path. Listing
/// it for each handle takes constant memory. ``ReferencedFiles`` knows sizes and numbers of handles, too.
public struct FileReferences: ~Copyable {
  /// The operators whose files are listed.
  public var operators: OperatorSelection
  private let terminator: ReferencedFiles.Terminator
  private var omitsRelative: Bool
  private var text: TextBuffer
  private var resolved: ResolvedPath
  private var listed: ListedPaths?
  /// How many handles of the current metadata file name a file by a relative path.
  public private(set) var relativeReferenceCount: Int64 = 0

  /// Writes to a sink.
  ///
  /// - Parameters:
  ///   - sink: takes the paths, in UTF-8.
  ///   - location: the directory of the metadata file, which relative paths are resolved against. If it is nil,
  ///     relative paths are counted, but not written, because nobody knows where they lead.
  ///   - operators: the operators whose files are listed.
  ///   - terminator: what follows each path.
  ///   - repeats: whether a file is listed again for each handle that refers to it.
  ///   - style: how the paths of local files are written; the default is the one that suits the location.
  public init(
    _ sink: any ByteSink, location: FileLocation?, operators: OperatorSelection = OperatorSelection(),
    terminator: ReferencedFiles.Terminator = .lineFeed, repeats: Bool = false, style: FilePathStyle? = nil
  ) {
    self.operators = operators
    self.terminator = terminator
    omitsRelative = location == nil
    text = TextBuffer(sink)
    resolved = ResolvedPath(location, style ?? .standard(for: location))
    listed = repeats ? nil : ListedPaths()
  }

  /// Goes on with another metadata file, and lists only files that the list does not have yet. The parameters are those
  /// of the initializer.
  public mutating func goOn(
    location: FileLocation?, operators: OperatorSelection = OperatorSelection(), style: FilePathStyle? = nil
  ) {
    self.operators = operators
    omitsRelative = location == nil
    resolved = ResolvedPath(location, style ?? .standard(for: location))
    relativeReferenceCount = 0
  }

  /// Passes all buffered text to the sink.
  public mutating func finish() throws(FlinkMetadataError) {
    listed?.appendNew(terminator, to: &text)
    try text.flush()
  }
}

extension FileReferences: SelectingVisitor {
  /// Writes the path of the file, unless it has been written.
  public mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError) {
    if reference.kind == .relativeFile {
      relativeReferenceCount += 1
      if omitsRelative { return }
    }
    Self.append(reference, &resolved, &listed, terminator, to: &text)
    try text.flushIfFull()
  }

  private static func append(
    _ reference: FileReference, _ resolved: inout ResolvedPath, _ listed: inout ListedPaths?,
    _ terminator: ReferencedFiles.Terminator, to text: inout TextBuffer
  ) {
    resolved.withUTF8(of: reference) { path in
      if listed == nil {
        text.append(path: path.bytes, terminator)
      } else if listed?.wait(path) == true {
        listed?.appendNew(terminator, to: &text)
      }
    }
  }
}

/// The paths that have been listed.
///
/// Paths wait until there are many, so that the accesses to memory of their look-ups overlap.
private struct ListedPaths: ~Copyable {
  private let hash = KeyHash()
  private var keys = KeyTable<NoValue>(growth: .fast)
  private var waiting: [(key: FileKey, end: Int)] = []
  /// The paths that wait, one after the other.
  private var texts = TextBuffer()

  private static var mostWaiting: Int { 64 }

  /// Lets a path wait. Returns whether there are many now.
  @inline(__always)
  mutating func wait(_ path: UnsafeRawBufferPointer) -> Bool {
    texts.append(path.bytes)
    waiting.append((hash(path, after: hash.start), texts.count))
    return waiting.count == Self.mostWaiting
  }

  /// Writes the paths that waited and are new.
  mutating func appendNew(_ terminator: ReferencedFiles.Terminator, to text: inout TextBuffer) {
    for path in waiting { keys.touch(path.key) }
    var start = 0
    for path in waiting {
      if keys.update(path.key, inserting: NoValue(), { _, isNew in isNew }) {
        text.append(path: texts.bytes.extracting(start..<path.end), terminator)
      }
      start = path.end
    }
    waiting.removeAll(keepingCapacity: true)
    texts.removeAll()
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
}
