/// Where bytes go that are produced piece by piece: a file, a pipe, a buffer.
public protocol ByteSink: AnyObject {
  /// Takes all of the bytes; they are valid during the call only.
  ///
  /// Throw ``FlinkMetadataError/Kind/sinkFailed(code:)`` when writing fails.
  func write(_ bytes: RawSpan) throws(FlinkMetadataError)
}

/// A sink that lends the memory in front of it, so that small pieces are put together where they are written from.
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

/// A lender in front of a sink that does not lend: memory that begins on a page, so that the kernel copies from it at
/// full speed.
///
/// Safe because nobody but the borrower writes to the memory, and the sink sees of it what the borrower gave back.
@safe
final class SinkBuffer: LendingByteSink {
  private static let capacity = 256 * 1024

  private let sink: any ByteSink
  private let memory: UnsafeMutableRawBufferPointer
  private var count = 0

  init(_ sink: any ByteSink) {
    self.sink = sink
    unsafe memory = .allocate(byteCount: Self.capacity, alignment: 16_384)
  }

  deinit { unsafe memory.deallocate() }

  func lend() throws(FlinkMetadataError) -> UnsafeMutableRawBufferPointer {
    if unsafe count == memory.count { try flush() }
    return unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...])
  }

  func take(_ count: Int) { self.count += count }

  /// Passes on what was taken, then the bytes, from where they are.
  func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
    try flush()
    try sink.write(bytes)
  }

  func flush() throws(FlinkMetadataError) {
    guard count > 0 else { return }
    let waiting = unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
    count = 0
    try sink.write(unsafe waiting.bytes)
  }
}
