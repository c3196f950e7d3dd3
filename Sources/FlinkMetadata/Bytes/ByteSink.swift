// SPDX-License-Identifier: Apache-2.0

/// The destination of bytes that are produced piece by piece: a file, a pipe, a buffer.
public protocol ByteSink: AnyObject {
  /// Takes all of the bytes; they are valid during the call only.
  ///
  /// Throw ``FlinkMetadataError/Kind/sinkFailed(code:)`` when writing fails.
  func write(_ bytes: RawSpan) throws(FlinkMetadataError)
}

/// A sink that lends its own memory, so that small pieces are assembled where they are written from.
///
/// The calls alternate: ``lend()``, ``take(_:)``, ``lend()`` and so on, and no other method of the sink is called while
/// memory is lent.
package protocol LendingByteSink: ByteSink {
  /// Lends memory for the next bytes, at least one byte. Its content is undefined.
  ///
  /// Throw ``FlinkMetadataError/Kind/sinkFailed(code:)`` if no memory is free because writing failed.
  func lend() throws(FlinkMetadataError) -> UnsafeMutableRawBufferPointer
  /// Takes back the memory that was lent; its first `count` bytes are output. The borrower must not touch it any more.
  func take(_ count: Int)
}
