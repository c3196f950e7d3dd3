/// Bytes in memory of their own that begins at a multiple of sixteen and is filled up to one of 64, so that they are
/// compared and copied in large blocks. For what happens once a path.
///
/// Safe because every load is inside the padded memory or inside the other buffer, of whose size each method says what it
/// needs.
@safe
struct PaddedBytes: ~Copyable {
  /// The memory is filled up to a multiple of this, and copies take as many.
  static let block = 64

  private let memory: UnsafeMutableRawPointer
  let count: Int
  /// How many bytes a copy takes.
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

  /// Whether a string of at least ``count`` bytes, which are at least sixteen, begins with these.
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

  /// The bytes without what fills them up; valid as long as this is.
  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: memory, count: count) }

  /// Puts the bytes, and what fills them up to ``paddedCount``, where there must be room for them.
  @inline(__always)
  func copyPadded(to destination: UnsafeMutableRawPointer) {
    unsafe Self.copyBlocks(from: UnsafeRawPointer(memory), to: destination, count: count)
  }

  /// Copies whole blocks, at least one, until `count` bytes are copied: up to a block more, which must be readable and
  /// have room.
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
