// SPDX-License-Identifier: Apache-2.0

// Compares and searches bytes, sixteen at a time, for code that runs once for each path. Every load is inside the
// buffer: if fewer than sixteen bytes are left, the last load overlaps the one before; if the buffer is shorter than
// sixteen bytes, bytes are read one by one.

extension UnsafeRawBufferPointer {
  /// Whether the bytes at `start` are these.
  @inline(__always)
  func begins(with other: [UInt8], at start: Int = 0) -> Bool {
    unsafe other.withUnsafeBytes { other in
      let count = other.count
      guard start <= self.count && self.count - start >= count else { return false }
      guard count >= 16 else {
        for offset in 0..<count where unsafe self[start + offset] != other[offset] { return false }
        return true
      }
      func difference(_ offset: Int) -> SIMD16<UInt8> {
        unsafe loadUnaligned(fromByteOffset: start + offset, as: SIMD16<UInt8>.self)
          ^ other.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
      }
      var differences = difference(count - 16)
      var offset = 0
      while offset < count - 16 {
        differences |= difference(offset)
        offset += 16
      }
      let halves = unsafe unsafeBitCast(differences, to: SIMD2<UInt64>.self)
      return halves[0] | halves[1] == 0
    }
  }
}
