// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

@testable import FlinkMetadataFiles

/// Bytes of an array in pieces of a given size, and then an error.
final class FailingSource: ByteSource {
  private let bytes: MemorySource
  private let error: FlinkMetadataError

  init(_ bytes: [UInt8], chunkSize: Int? = nil, then error: FlinkMetadataError) {
    self.bytes = MemorySource(bytes, chunkSize: chunkSize)
    self.error = error
  }

  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    let countBefore = buffer.byteCount
    bytes.read(into: &buffer)
    if buffer.byteCount == countBefore { throw error }
  }
}

extension ByteSource {
  /// Everything that the source has, read into memory of a given size.
  func contents(roomSize: Int = 4096) throws(FlinkMetadataError) -> [UInt8] {
    var bytes: [UInt8] = []
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: roomSize, alignment: 1)
    defer { room.deallocate() }
    while true {
      let count = try read(intoMemory: room)
      if count == 0 { return bytes }
      bytes += room[..<count]
    }
  }
}
