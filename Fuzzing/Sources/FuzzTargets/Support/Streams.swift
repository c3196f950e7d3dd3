// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Bytes that come in pieces of chosen sizes.
final class PieceSource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let sizes: [Int]
  private var pieces = 0

  /// The sizes, each at least 1, are used over and over.
  init(_ bytes: [UInt8], sizes: [Int]) {
    self.bytes = bytes
    self.sizes = sizes
  }

  func read(into buffer: inout OutputRawSpan) {
    let size = sizes.isEmpty ? buffer.freeCapacity : sizes[pieces % sizes.count]
    pieces += 1
    let count = min(buffer.freeCapacity, size, bytes.count - position)
    buffer.withUnsafeMutableBytes { memory, initializedCount in
      UnsafeMutableRawBufferPointer(rebasing: memory[initializedCount...])
        .copyBytes(from: bytes[position..<position + count])
      initializedCount += count
    }
    position += count
  }
}

/// A sink that lends memory of chosen sizes, each to the byte, and keeps what it gets.
final class LendingArraySink: LendingByteSink {
  private(set) var bytes: [UInt8] = []
  private let sizes: [Int]
  private var loans = 0
  private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// The sizes, each at least 1, are used over and over.
  init(sizes: [Int]) { self.sizes = sizes }

  deinit { memory.deallocate() }

  func lend() -> UnsafeMutableRawBufferPointer {
    memory = .allocate(byteCount: sizes[loans % sizes.count], alignment: 1)
    loans += 1
    return memory
  }

  func take(_ count: Int) {
    bytes.append(contentsOf: memory[..<count])
    memory.deallocate()
    memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  func write(_ span: RawSpan) { span.withUnsafeBytes { bytes.append(contentsOf: $0) } }
}
