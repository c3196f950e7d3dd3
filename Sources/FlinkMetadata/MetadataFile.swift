// SPDX-License-Identifier: Apache-2.0

/// A metadata file in memory: the entry point of this library.
///
/// ```swift
/// let file = try MetadataFile(bytes)
/// print(file.version, file.checkpointId)
/// ```
///
/// There are three ways to read what it holds:
///
/// | | use it to | cost |
/// | --- | --- | --- |
/// | ``metadata()`` | keep, compare, change and write values | memory of the size of the file and more |
/// | ``view`` | look at parts, as fast as possible, while the file is there | no memory |
/// | ``walk(_:)`` | go over everything once, with a ``MetadataVisitor`` | no memory |
///
/// A file that is larger than memory, or comes from a pipe, can only be walked over: see
/// ``ByteSource/walkMetadata(_:dialect:)``. The module `FlinkMetadataFiles` opens files by path and decompresses them.
public struct MetadataFile: Sendable {
  private let storage: ByteStorage
  /// The file's version.
  public let version: FormatVersion
  /// The layout of version 3 that the file has; ``Dialect/standard`` for other versions.
  public let dialect: Dialect
  /// The checkpoint's id.
  public let checkpointId: Int64

  /// Reads what precedes the operators: the header and, to find their end, the master states.
  ///
  /// - Parameters:
  ///   - bytes: the whole file, not compressed. They are kept, not copied.
  ///   - dialect: the layout of version 3, or nil to detect it: the dialect in which the file can be read exactly to
  ///     its end. That costs a pass or more over a file of version 3.
  /// - Throws: ``FlinkMetadataError`` if this is no metadata file. The operators are checked when they are read.
  public init(_ bytes: [UInt8], dialect: Dialect? = nil) throws(FlinkMetadataError) {
    storage = ByteStorage(bytes)
    let view = try CheckpointMetadataView(unsafe bytes.span.bytes, dialect: dialect)
    version = view.version
    self.dialect = view.dialect
    checkpointId = view.checkpointId
  }

  /// The bytes of the file.
  public var bytes: [UInt8] { storage.bytes }

  /// Decodes the file. The values keep the file's bytes alive.
  ///
  /// Throws ``FlinkMetadataError`` where Flink's reader would reject the file; SPEC.md 13, "Differences from Flink's
  /// reader", lists the differences. Linear in the size of the file.
  public func metadata() throws(FlinkMetadataError) -> CheckpointMetadata {
    var builder = MetadataBuilder(storage: storage)
    try walk(&builder)
    return builder.metadata
  }

  /// The file as views, which read in place.
  ///
  /// Keep the file in a constant while its views are used: the compiler of Swift 6.3 crashes on the view of a
  /// temporary, as in `try MetadataFile(bytes).view.operatorStates`.
  ///
  /// Throws ``FlinkMetadataError`` where ``init(_:dialect:)`` would.
  public var view: CheckpointMetadataView {
    @_lifetime(borrow self)
    get throws(FlinkMetadataError) {
      try CheckpointMetadataView(storage.span(0..<storage.bytes.count, of: self), dialect: dialect)
    }
  }

  /// Walks over the file and reports to the visitor what it finds.
  ///
  /// - Parameter visitor: the consumer; compiled into the walk if its type is known.
  /// - Returns: what the file is, and whether bytes follow the body.
  /// - Throws: ``FlinkMetadataError`` at the first thing that is wrong, or what the visitor throws.
  ///
  /// Linear in the size of the file; allocates nothing.
  @inlinable @discardableResult
  public func walk<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor)
    throws(FlinkMetadataError) -> MetadataSummary
  {
    try walkMetadata(span, dialect: dialect, &visitor)
  }

  @usableFromInline
  var span: RawSpan {
    @_lifetime(borrow self) get { storage.span(0..<storage.bytes.count, of: self) }
  }
}
