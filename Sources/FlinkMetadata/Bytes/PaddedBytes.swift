// SPDX-License-Identifier: Apache-2.0

/// Bytes in memory of their own, aligned to 16 bytes and padded to a multiple of 64, so that they are compared and
/// copied in large blocks. For code that runs once for each path.
///
/// Safe because every load is inside the padded memory or inside the other buffer; each method says how large that
/// buffer must be.
@safe
struct PaddedBytes: ~Copyable {
  /// The memory is padded to a multiple of this, and bytes are copied in blocks of this size.
  static let block = 64

  private let memory: UnsafeMutableRawPointer
  let count: Int
  /// The number of bytes including the padding.
  let paddedCount: Int

  init(_ bytes: [UInt8]) {
    count = bytes.count
    paddedCount = max(1, (bytes.count + Self.block - 1) / Self.block) * Self.block
    unsafe memory = UnsafeMutableRawPointer.allocate(byteCount: paddedCount, alignment: 16)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: paddedCount)
    unsafe bytes.span.bytes.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { unsafe memory.copyMemory(from: start, byteCount: bytes.count) }
    }
  }

  deinit { unsafe memory.deallocate() }

  /// Whether a string begins with these bytes. The string must have at least ``count`` bytes, and ``count`` must be at
  /// least 16.
  @inline(__always)
  func isPrefix(of start: UnsafeRawPointer) -> Bool {
    // The last part can overlap the one before.
    var all: SIMD2<UInt64>
    if count > 64 {
      all = unsafe differences64(start, count &- 64)
      var offset = 0
      while offset < count &- 64 {
        all |= unsafe differences64(start, offset)
        offset &+= 64
      }
    } else if count >= 32 {
      all = unsafe differences32(start, 0) | differences32(start, count &- 32)
    } else {
      all = unsafe differences16(start, 0) | differences16(start, count &- 16)
    }
    return all[0] | all[1] == 0
  }

  @inline(__always)
  private func differences64(_ start: UnsafeRawPointer, _ offset: Int) -> SIMD2<UInt64> {
    unsafe differences32(start, offset) | differences32(start, offset &+ 32)
  }

  @inline(__always)
  private func differences32(_ start: UnsafeRawPointer, _ offset: Int) -> SIMD2<UInt64> {
    unsafe differences16(start, offset) | differences16(start, offset &+ 16)
  }

  @inline(__always)
  private func differences16(_ start: UnsafeRawPointer, _ offset: Int) -> SIMD2<UInt64> {
    unsafe sixteenBytes(start + offset) ^ sixteenBytes(UnsafeRawPointer(memory + offset))
  }

  /// The bytes without the padding; valid as long as this lives.
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: memory, count: count) }

  /// Copies the bytes with their padding, ``paddedCount`` in all. The destination must have room for them.
  @inline(__always)
  func copyPadded(to destination: UnsafeMutableRawPointer) {
    unsafe Self.copyBlocks(from: UnsafeRawPointer(memory), to: destination, count: count)
  }

  /// Copies whole blocks, at least one, until `count` bytes are copied. That is up to one block more, which must be
  /// readable and have room.
  @inline(__always)
  static func copyBlocks(from source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, count: Int) {
    var offset = 0
    repeat {
      for part in 0..<4 {
        let place = offset &+ part &* 16
        unsafe (destination + place).storeBytes(of: sixteenBytes(source + place), as: SIMD2<UInt64>.self)
      }
      offset &+= block
    } while offset < count
  }
}
