// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Holds back the last 64 KiB of the output until it is known that the input was whole.
///
/// Output in a pipe cannot be taken back, and its reader may keep what came before an error. The end of the output is
/// held back so that this is never taken for a metadata file: a file of up to 64 KiB is not written at all before it
/// has been checked, and a longer one lacks its end.
final class HoldingSink: ByteSink {
  private static let capacity = 64 * 1024

  private let sink: any ByteSink
  private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: HoldingSink.capacity, alignment: 16)
  private var count = 0

  init(_ sink: any ByteSink) { self.sink = sink }

  deinit { memory.deallocate() }

  func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
    if bytes.byteCount >= Self.capacity {
      try release()
      try sink.write(bytes.extracting(droppingLast: Self.capacity))
      hold(bytes.extracting(last: Self.capacity))
    } else {
      try release(max(0, count + bytes.byteCount - Self.capacity))
      hold(bytes)
    }
  }

  /// Passes on everything that was held back.
  func release() throws(FlinkMetadataError) { try release(count) }

  /// Passes on the first bytes of what was held back.
  private func release(_ released: Int) throws(FlinkMetadataError) {
    guard released > 0 else { return }
    try sink.write(UnsafeRawBufferPointer(rebasing: memory[..<released]).bytes)
    memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[released..<count]))
    count -= released
  }

  private func hold(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: $0) }
    count += bytes.byteCount
  }
}
