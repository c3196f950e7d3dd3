// SPDX-License-Identifier: Apache-2.0

/// Lends memory for a sink that does not lend. The memory begins on a page boundary, so that the kernel copies from it
/// at full speed.
///
/// Safe because only the borrower writes to the memory, and the sink sees only what the borrower gave back.
@safe
final class SinkBuffer: LendingByteSink {

  private let sink: any ByteSink
  private let memory: UnsafeMutableRawBufferPointer
  private var count = 0

  init(_ sink: any ByteSink) {
    self.sink = sink
    unsafe memory = .allocate(byteCount: BufferSize.chunk, alignment: BufferSize.alignment)
  }

  deinit { unsafe memory.deallocate() }

  func lend() throws(FlinkMetadataError) -> UnsafeMutableRawBufferPointer {
    if unsafe count == memory.count { try flush() }
    return unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...])
  }

  func take(_ count: Int) { self.count += count }

  /// Passes on what was taken, then these bytes, without copying them.
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
