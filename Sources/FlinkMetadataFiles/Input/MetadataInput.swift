// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// A metadata file that is opened and read once, from beginning to end: a path, a directory, or standard input,
/// compressed or not.
///
/// Use it for files of any size: it is walked over, or its paths are rewritten, in constant memory. To have a file in
/// memory use ``FlinkMetadata/MetadataFile/init(path:dialect:maximumByteCount:)``.
///
/// An input can be read only once: call one of ``walk(_:dialect:)``, ``rewrite(with:dialect:to:)`` and ``readAll()``,
/// one time.
public final class MetadataInput {
  /// How much a compressed input may expand to by default: 16 GiB. That is more than any known metadata file, and is
  /// read within a minute.
  public static let standardMaximumByteCount: Int64 = 16 << 30

  /// The input's name in messages: its path as it was given, but without the scheme of a `file:` URI, with `/_metadata`
  /// after it if the path was that of a directory, or `standard input`.
  public package(set) var name: String
  /// The absolute directory of the file, which relative handles are resolved against; nil for standard input, and if its
  /// name is not UTF-8.
  public private(set) var directory: String?
  /// The size of the input in bytes, before decompression; nil if it is not known, as for a pipe.
  public let size: Int64?
  /// Whether the input is compressed with gzip. It is decompressed when it is read.
  public let isCompressed: Bool

  private let file: OpenFile
  private let storage: FileDescriptorSource
  private let decompressor: GzipSource?
  /// Reads a long file ahead.
  private var readAhead: ReadAheadSource?
  private let content: any ByteSource
  private var isRead = false

  /// Called after each read, with the number of bytes that have been read so far, and with nil when reading ends.
  package var onProgress: ((Int64?) -> Void)? {
    didSet {
      let report: ((Int64) -> Void)? = onProgress.map { report in { report($0) } }
      if let readAhead { readAhead.onProgress = report } else { storage.onProgress = report }
    }
  }

  /// Opens an input and reads its first two bytes, to see whether it is compressed.
  ///
  /// - Parameters:
  ///   - argument: the path of a metadata file, or of a directory that holds one under the name `_metadata`, or `-` for
  ///     standard input. Pipes and devices are fine; opening a FIFO waits for its writer. A path can be written as
  ///     Flink does: `file:/a`.
  ///   - maximumByteCount: the most bytes that a compressed input may expand to, or nil for no limit. See
  ///     ``GzipSource/maximumByteCount``.
  /// - Throws: ``MetadataInputError``.
  public init(_ argument: String, maximumByteCount: Int64? = MetadataInput.standardMaximumByteCount)
    throws(MetadataInputError)
  {
    let opened = argument == "-" ? try OpenedInput.standardInput() : try OpenedInput.path(argument)
    name = opened.name
    directory = opened.directory.flatMap { String(validating: $0) }
    size = opened.size
    file = opened.file
    storage = FileDescriptorSource(opened.file.descriptor)

    let start: [UInt8]
    do {
      start = try storage.firstBytes(GzipSource.magic.count)
    } catch {
      throw MetadataInputError(.cannotRead(error.errno ?? .ioError), path: opened.name)
    }
    let whole = PrefixedSource(start, then: storage)
    isCompressed = start == GzipSource.magic
    decompressor = isCompressed ? GzipSource(whole, maximumByteCount: maximumByteCount) : nil
    readAhead = isCompressed ? nil : Self.readAhead(whole, size: opened.size)
    if let readAhead {
      content = readAhead
    } else if let decompressor {
      content = decompressor
    } else {
      content = whole
    }
  }

  private static func readAhead(_ source: any ByteSource, size: Int64?) -> ReadAheadSource? {
    guard let size, size >= ReadAheadSource.leastByteCount, SystemThread.isWorthwhile else { return nil }
    return ReadAheadSource(source)
  }

  /// Makes this input, a copy of what `argument` has delivered, be called and resolve paths as that one would.
  package func standIn(for argument: String) {
    name = argument == "-" ? OpenedInput.standardInputName : argument
    directory = argument == "-" ? nil : DirectoryTree.absoluteDirectory(ofFile: argument)
  }

  /// How many bytes have been read so far, before decompression. When this is ``size``, everything has been read.
  public var bytesRead: Int64 { readAhead?.byteCount ?? storage.byteCount }

  /// Walks over the file in constant memory and reports to the visitor what it finds.
  ///
  /// - Parameters:
  ///   - visitor: the consumer; compiled into the walk if its type is known.
  ///   - dialect: the layout of version 3, or nil to detect it: see `ByteSource.walkMetadata`.
  /// - Returns: what the file is, and whether bytes follow the body.
  /// - Throws: `FlinkMetadataError` at the first thing that is wrong, or what the visitor throws.
  @inlinable @discardableResult
  public func walk<Visitor: MetadataVisitor & ~Copyable>(
    _ visitor: inout Visitor, dialect: Dialect? = nil
  ) throws(FlinkMetadataError) -> MetadataSummary {
    let content = beginReading()
    defer { endReading() }
    return try content.walkMetadata(&visitor, dialect: dialect)
  }

  /// Lends the content, decompressed, to something that reads it to its end.
  package func read<Result>(_ body: (any ByteSource) throws(FlinkMetadataError) -> Result)
    throws(FlinkMetadataError) -> Result
  {
    let content = beginReading()
    defer { endReading() }
    return try body(content)
  }

  /// Lends the content, decompressed, to something that tells by its beginning how it is to be read.
  ///
  /// - Parameter count: how many bytes the beginning has, unless the content has fewer.
  package func read<Result>(
    beginningOf count: Int, _ body: (_ beginning: [UInt8], _ whole: any ByteSource) throws -> Result
  ) throws -> Result {
    let content = beginReading()
    defer { endReading() }
    let beginning = try content.firstBytes(count)
    return try body(beginning, PrefixedSource(beginning, then: content))
  }

  /// Reads the whole content, decompressed.
  ///
  /// A plain file takes as much memory as its size. Other input takes up to three times the size of its content while
  /// the array grows.
  public func readAll() throws(FlinkMetadataError) -> [UInt8] {
    let content = beginReading()
    defer { endReading() }
    return try content.readAll(expecting: isCompressed ? nil : size)
  }

  /// One line for an error of reading this input: the input's name, where it is wrong, what was expected, and what to
  /// do. Characters of names and paths that could affect a terminal are escaped.
  ///
  /// If the output of a visitor failed, ``OutputBuffer/failure`` says more.
  public func message(for error: FlinkMetadataError) -> String {
    let reason =
      if let decompressor, let limit = decompressor.maximumByteCount, error.isExpansionBeyondLimit {
        "expands to more than the allowed \(limit) bytes: "
          + "stopped after \(decompressor.byteCount) bytes out of \(decompressor.compressedByteCount) of gzip"
      } else {
        error.reason
      }
    return "\(name): \(reason)".escapedForTerminal
  }

  /// Whether the input is a regular file, which can be read a second time, unlike a pipe.
  public var isReadableAgain: Bool { size != nil }

  /// The same content once more, after it was read.
  func contentAgain() throws(FlinkMetadataError) -> any ByteSource {
    readAhead?.end()
    do throws(Errno) {
      _ = try systemCall { try file.descriptor.seek(offset: -storage.byteCount, from: .current) }
    } catch {
      throw FlinkMetadataError(.sourceFailed(code: error.rawValue), offset: 0)
    }
    let source = FileDescriptorSource(file.descriptor)
    if let readAhead {
      let again = ReadAheadSource(source)
      again.onProgress = readAhead.onProgress
      self.readAhead = again
      return again
    }
    source.onProgress = storage.onProgress
    guard let decompressor else { return source }
    return GzipSource(source, maximumByteCount: decompressor.maximumByteCount)
  }

  @usableFromInline
  func beginReading() -> any ByteSource {
    precondition(!isRead, "a MetadataInput can be read once")
    isRead = true
    return content
  }

  @usableFromInline
  func endReading() {
    readAhead?.end()
    onProgress?(nil)
  }
}

extension FlinkMetadataError {
  /// Whether compressed input expanded beyond its limit, see ``GzipSource/maximumByteCount``, or chunks had more bytes
  /// than theirs.
  public var isExpansionBeyondLimit: Bool { kind == .sourceFailed(code: GzipSource.limitExceeded) }

  /// Where it is wrong, what was expected, and what to do, in the system's words where they are its own.
  var reason: String {
    if isExpansionBeyondLimit { return "expands to more than maximumByteCount allows" }
    if let errno { return "byte \(offset ?? 0): cannot read: \(errno)" }
    return kind == .emptyInput ? kind.description : description
  }

  /// The system's error, if it was one that ended reading.
  var errno: Errno? {
    if case .sourceFailed(let code) = kind, code != 0 { return Errno(rawValue: code) }
    return nil
  }
}
