/// Where bytes go that are produced piece by piece: a file, a pipe, a buffer.
public protocol ByteSink: AnyObject {
  /// Takes all of the bytes; they are valid during the call only.
  ///
  /// Throw ``FlinkMetadataError/Kind/sinkFailed(code:)`` when writing fails.
  func write(_ bytes: RawSpan) throws(FlinkMetadataError)
}
