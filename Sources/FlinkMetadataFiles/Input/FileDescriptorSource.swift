// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// The bytes of an open file, pipe or device, from its current position to its end.
///
/// Each read is one `read(2)` into the caller's memory; nothing is copied or kept. A read that a signal interrupts is
/// repeated. If another process made the descriptor non-blocking, the source waits for it.
public final class FileDescriptorSource: ByteSource {
  /// The descriptor that is read. It stays open when the source is released.
  public let descriptor: FileDescriptor
  /// How many bytes have been read so far.
  public private(set) var byteCount: Int64 = 0
  /// Called after each read, with the number of bytes that have been read so far.
  package var onProgress: ((Int64) -> Void)?

  /// Reads `descriptor`, which must stay open as long as the source is used.
  ///
  /// Asks the system for a pipe of 1 MiB if it is a pipe, and for reading ahead if it is a file.
  public init(_ descriptor: FileDescriptor) {
    self.descriptor = descriptor
    descriptor.growPipe()
    descriptor.adviseSequentialReading()
  }

  /// Reads the next bytes. Throws `FlinkMetadataError.Kind.sourceFailed` with the system's `errno`.
  public func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    let countBefore = buffer.byteCount
    do throws(Errno) {
      try buffer.withUnsafeMutableBytes { (memory, count) throws(Errno) in
        count += try descriptor.readSome(into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
      }
    } catch {
      throw FlinkMetadataError(.sourceFailed(code: error.rawValue), offset: byteCount)
    }
    let count = buffer.byteCount - countBefore
    byteCount += Int64(count)
    if count > 0 { onProgress?(byteCount) }
  }
}
