/// Where bytes go that are produced piece by piece: a file, a pipe, a buffer.
public protocol ByteSink: AnyObject {
  /// Takes all of the bytes; they are valid during the call only.
  ///
  /// Throw ``FlinkMetadataError/Kind/sinkFailed(code:)`` when writing fails.
  func write(_ bytes: RawSpan) throws(FlinkMetadataError)
}

/// A sink that lends its memory, so that small pieces are put together where they are written from.
///
/// The calls alternate: ``lend()``, ``take(_:)``, ``lend()`` and so on, and no other method of the sink is called while
/// memory is lent.
package protocol LendingByteSink: ByteSink {
  /// Memory for the next bytes, at least one; what it holds is of no meaning.
  ///
  /// Throw ``FlinkMetadataError/Kind/sinkFailed(code:)`` if there is none because writing fails.
  func lend() throws(FlinkMetadataError) -> UnsafeMutableRawBufferPointer
  /// Takes the first `count` bytes of the memory that was lent, which the borrower does not touch any more.
  func take(_ count: Int)
}
