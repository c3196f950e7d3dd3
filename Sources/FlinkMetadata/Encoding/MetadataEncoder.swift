// SPDX-License-Identifier: Apache-2.0

/// Writes a metadata file from the events of a walk: over another file, or over values.
///
/// Use ``CheckpointMetadata/encode()`` to write values. Make an encoder of your own to copy a file that another visitor
/// inspects or changes on the way:
///
/// ```swift
/// var encoder = MetadataEncoder(sink)
/// try file.walk(&encoder)
/// try encoder.finish()
/// ```
///
/// This is the mirror of the grammar: the methods for each record are in the record's file. An encoder writes the
/// events in the canonical form (SPEC.md 12.3, "Canonical encoding") and checks nothing but lengths.
public struct MetadataEncoder {
  var writer: ByteWriter
  var version = FormatVersion.version2

  /// Writes to a sink. Call ``finish()`` at the end.
  public init(_ sink: any ByteSink) { writer = ByteWriter(sink) }

  /// Keeps its output in memory.
  init() { writer = ByteWriter() }

  /// Passes all buffered bytes to the sink.
  public mutating func finish() throws(FlinkMetadataError) { try writer.flush() }

  // MARK: What records have in common

  mutating func tag(_ tag: HandleTag) { writer.uint8(tag.rawValue) }

  mutating func writeIfPresent(_ string: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if let string { try writer.utf(string) }
  }

  mutating func writeIfPresent(_ number: Int64?) {
    if let number { writer.int64(number) }
  }

  /// Writes a string, or "" for nil.
  mutating func writeOrEmpty(_ string: ModifiedUTF8Span?) throws(FlinkMetadataError) {
    if let string { try writer.utf(string) } else { writer.uint16(0) }
  }
}

extension MetadataEncoder: MetadataVisitor {
  /// Writes the number of elements.
  public mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) throws(FlinkMetadataError) {
    try writer.count(count)
  }

  /// Writes bytes as they are.
  public mutating func bytes(_ bytes: RawSpan, offset: Int64?) throws(FlinkMetadataError) { try writer.run(bytes) }

  /// Writes offsets as they are.
  public mutating func offsets(_ offsets: OffsetsSpan) throws(FlinkMetadataError) { try writer.run(offsets.bytes) }
}

extension CheckpointMetadata {
  /// The file that holds these values, as the Flink releases that write ``version`` would lay it out.
  ///
  /// Throws ``FlinkMetadataError`` with the path to a value that cannot be written, because Flink would reject it or
  /// because the version has no place for it (see ``converted(to:for:accepting:)``). Linear.
  public func encode() throws(FlinkMetadataError) -> [UInt8] {
    var encoder = MetadataEncoder()
    try walk(&encoder)
    return encoder.writer.bytes
  }

  /// Writes the file that holds these values to a sink, in pieces. Throws as ``encode()`` does, and what the sink
  /// throws; after an error the sink has received a part of the file.
  public func encode(to sink: any ByteSink) throws(FlinkMetadataError) {
    var encoder = MetadataEncoder(sink)
    try walk(&encoder)
    try encoder.finish()
  }

  /// Writes the file that holds these values to the beginning of a buffer and returns its size.
  ///
  /// Throws ``FlinkMetadataError/Kind/bufferTooSmall(needed:)`` if it does not fit; the buffer is unchanged then. The
  /// file is first encoded in memory of its own.
  public func encode(into buffer: inout MutableRawSpan) throws(FlinkMetadataError) -> Int {
    let bytes = try encode()
    if bytes.count > buffer.byteCount { throw FlinkMetadataError(.bufferTooSmall(needed: bytes.count)) }
    unsafe buffer.withUnsafeMutableBytes { unsafe $0.copyBytes(from: bytes) }
    return bytes.count
  }

  /// Reports to a visitor what a walk over the encoded file would report, except that there are no offsets.
  ///
  /// Throws as ``encode()`` does, and what the visitor throws.
  public func walk<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor) throws(FlinkMetadataError) {
    try withPlaces { (places) throws(FlinkMetadataError) in
      var walk = ValueWalk<Visitor>(version: version, dialect: dialect, places: places)
      do throws(FlinkMetadataError) {
        try walk.metadata(self, &visitor)
      } catch {
        throw walk.located(error)
      }
    }
  }
}
