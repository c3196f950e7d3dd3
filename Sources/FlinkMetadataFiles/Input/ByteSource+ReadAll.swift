// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension ByteSource {
  /// Reads the first `count` bytes, or fewer if the source has no more.
  func firstBytes(_ count: Int) throws(FlinkMetadataError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count, try appendSome(to: &bytes, atMost: count - bytes.count) {}
    return bytes
  }

  /// Reads to the end.
  ///
  /// - Parameter size: the expected number of bytes. If it is right, no more memory than that is allocated.
  func readAll(expecting size: Int64?) throws(FlinkMetadataError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size.map { Int($0) } ?? BufferSize.chunk)
    while true {
      let room = bytes.capacity - bytes.count
      if room == 0 {
        // This is very likely the end: try to read more before doubling the array for nothing.
        let more = try firstBytes(1)
        if more.isEmpty { return bytes }
        bytes.reserveCapacity(2 * bytes.count)
        bytes += more
      } else if !(try appendSome(to: &bytes, atMost: room)) {
        return bytes
      }
    }
  }

  /// Reads straight into the free memory of `bytes`; false at the end.
  private func appendSome(to bytes: inout [UInt8], atMost room: Int) throws(FlinkMetadataError) -> Bool {
    let countBefore = bytes.count
    do throws(FlinkMetadataError) {
      try bytes.append(addingCapacity: room) { (output: inout OutputSpan<UInt8>) throws(FlinkMetadataError) in
        try output.withUnsafeMutableBufferPointer { (buffer, count) throws(FlinkMetadataError) in
          let free = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
          // Each page that is written first costs a fault: a third of the time with pages of 4 KiB.
          adviseLargePages(free)
          count += try read(intoMemory: free)
        }
      }
    } catch {
      throw FlinkMetadataError(error.kind, offset: Int64(countBefore), path: error.path)
    }
    return bytes.count > countBefore
  }
}
