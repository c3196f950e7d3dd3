extension CheckpointMetadata {
  /// The file that holds these values, as the Flink releases that write ``version`` would lay it out.
  ///
  /// Throws ``FlinkMetadataError`` with the path to what cannot be written: what Flink would reject, or what the version
  /// has no place for (see ``converted(to:accepting:)``). Linear.
  public func encode() throws(FlinkMetadataError) -> [UInt8] {
    var encoder = MetadataEncoder()
    try tell(&encoder)
    return encoder.writer.bytes
  }

  /// Writes the file that holds these values to a sink, in pieces. Errors as of ``encode()``, and those of the sink; then
  /// the sink has received a part of the file.
  public func encode(to sink: any ByteSink) throws(FlinkMetadataError) {
    var encoder = MetadataEncoder(sink)
    try tell(&encoder)
    try encoder.finish()
  }

  /// Writes the file that holds these values to the beginning of a buffer and returns its size.
  ///
  /// Throws ``FlinkMetadataError/Kind/sinkFailed(code:)`` with code 0 where the buffer is too small; then it holds a part
  /// of the file.
  public func encode(into buffer: inout MutableRawSpan) throws(FlinkMetadataError) -> Int {
    let bytes = try encode()
    if bytes.count > buffer.byteCount { throw FlinkMetadataError(.sinkFailed(code: 0), offset: -1) }
    unsafe buffer.withUnsafeMutableBytes { unsafe $0.copyBytes(from: bytes) }
    return bytes.count
  }

  /// Tells a visitor what a walk over the encoded file would tell it, except for offsets in the file, which are -1.
  ///
  /// Throws as ``encode()`` does, and what the visitor throws.
  public func tell<Visitor: MetadataVisitor & ~Copyable>(_ visitor: inout Visitor) throws(FlinkMetadataError) {
    var walk = ValueWalk<Visitor>(version: version, dialect: dialect)
    do throws(FlinkMetadataError) {
      try walk.metadata(self, &visitor)
    } catch {
      throw walk.located(error)
    }
  }
}
