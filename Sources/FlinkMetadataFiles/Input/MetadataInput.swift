import FlinkMetadata
import SystemPackage

/// A metadata file as a tool is given it: a path, a directory, or standard input, compressed or not.
///
/// An input is read once: call either ``walk(dialect:visitor:)`` or ``readAll()``, and that one time.
public final class MetadataInput {
  /// How the input is called in messages: its path as it was given, with `/_metadata` behind it where the path was that
  /// of a directory, or `standard input`.
  public let name: String
  /// The absolute directory that the file is in, which is what relative handles are resolved against; nil for standard
  /// input.
  public let directory: String?
  /// How many bytes there are to read, compressed if they are; nil if that is not known, as of a pipe.
  public let size: Int64?
  /// Whether the input is compressed with gzip. Nobody has to know: it is decompressed when read.
  public let isCompressed: Bool

  private let file: OpenFile
  private let storage: FileDescriptorSource
  private let decompressor: GzipSource?
  private let content: any ByteSource
  private var isRead = false

  /// Opens an input and reads its first two bytes, to see whether it is compressed.
  ///
  /// - Parameters:
  ///   - argument: the path of a metadata file, or of a directory that holds one under the name `_metadata`, or `-` for
  ///     standard input. Pipes and devices are fine; opening a FIFO waits for its writer.
  ///   - maximumByteCount: the most bytes that a compressed input may expand to, or nil for no limit. See
  ///     ``GzipSource/maximumByteCount``.
  /// - Throws: ``MetadataInputError``.
  public init(_ argument: String, maximumByteCount: Int64? = nil) throws(MetadataInputError) {
    let opened = argument == "-" ? try OpenedInput.standardInput() : try OpenedInput.path(argument)
    name = opened.name
    directory = opened.directory?.string
    size = opened.size
    file = opened.file
    storage = FileDescriptorSource(opened.file.descriptor)

    let start: [UInt8]
    do {
      start = try storage.firstBytes(2)
    } catch {
      throw MetadataInputError(.cannotRead(error.errno ?? .ioError), path: opened.name)
    }
    let whole = PrefixedSource(start, then: storage)
    isCompressed = start == [0x1F, 0x8B]
    decompressor = isCompressed ? GzipSource(whole, maximumByteCount: maximumByteCount) : nil
    content = decompressor ?? whole
  }

  /// How many bytes have been read so far, compressed if they are: when this is ``size``, all is read.
  public var bytesRead: Int64 { storage.byteCount }

  /// Shows on standard error how far reading has come, if that is a terminal and reading takes more than a second. The
  /// line is gone when reading ends, with or without an error.
  public func showProgress() {
    storage.progress = ProgressLine(name: name, total: size)
  }

  /// Walks over the file in constant memory and tells the visitor what it meets.
  ///
  /// - Parameters:
  ///   - dialect: the layout of version 3, or nil to find it out. See `walkMetadata`.
  ///   - visitor: the consumer; compiled into the walk if its type is known.
  /// - Returns: what the file is, and whether bytes follow the body.
  /// - Throws: `FlinkMetadataError` at the first thing that is wrong, or what the visitor throws.
  @inlinable @discardableResult
  public func walk<Visitor: MetadataVisitor & ~Copyable>(
    dialect: Dialect? = nil, visitor: inout Visitor
  ) throws(FlinkMetadataError) -> MetadataSummary {
    let content = beginReading()
    defer { endReading() }
    return try walkMetadata(content, dialect: dialect, visitor: &visitor)
  }

  /// Reads the whole content, decompressed.
  ///
  /// Takes as much memory as the content is large if it is a plain file, else up to three times as much while it grows.
  public func readAll() throws(FlinkMetadataError) -> [UInt8] {
    let content = beginReading()
    defer { endReading() }
    return try content.readAll(expecting: isCompressed ? nil : size)
  }

  /// One line for an error of ``walk(dialect:visitor:)`` or ``readAll()``: the input's name, what is wrong, and where.
  /// Whatever names and paths in it could do to a terminal is escaped.
  ///
  /// If a visitor's output failed, ``OutputBuffer/failure`` says more.
  public func message(for error: FlinkMetadataError) -> String {
    let reason =
      if let decompressor, let limit = decompressor.maximumByteCount, error.isExpansionBeyondLimit {
        "expands to more than the allowed \(limit) bytes: "
          + "stopped after \(decompressor.byteCount) bytes out of \(decompressor.compressedByteCount) of gzip"
      } else if let errno = error.errno {
        "cannot read: \(errno) at byte \(error.offset)"
      } else {
        error.description
      }
    return "\(name): \(reason)".onOneLine
  }

  @usableFromInline
  func beginReading() -> any ByteSource {
    precondition(!isRead, "a MetadataInput can be read once")
    isRead = true
    return content
  }

  @usableFromInline
  func endReading() {
    storage.progress?.finish()
  }
}

extension FlinkMetadataError {
  /// Whether compressed input expanded beyond its limit, see ``GzipSource/maximumByteCount``.
  public var isExpansionBeyondLimit: Bool { kind == .sourceFailed(code: GzipSource.limitExceeded) }

  /// The system's error, if it was one that ended reading.
  var errno: Errno? {
    if case .sourceFailed(let code) = kind, code != 0 { return Errno(rawValue: code) }
    return nil
  }
}
