// Comparing and searching bytes sixteen at a time, for what happens once a path. Every load is inside the buffer: where
// fewer than sixteen bytes are left, the last load overlaps the one before, and where there are fewer in all, bytes are
// looked at one by one.

extension UnsafeRawBufferPointer {
  /// Whether these bytes stand at `start`.
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

  /// Whether a slash stands at `start` or behind it.
  @inline(__always)
  func containsSlash(from start: Int) -> Bool {
    let slash = UInt8(ascii: "/")
    guard count - start >= 16 else {
      for offset in start..<count where unsafe self[offset] == slash { return true }
      return false
    }
    // A byte is 0 where there is a slash, and the least of many bytes is 0 if one of them is.
    func distances(_ offset: Int) -> SIMD16<UInt8> {
      unsafe loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self) ^ SIMD16(repeating: slash)
    }
    var least = distances(count - 16)
    var offset = start
    while offset < count - 16 {
      least = pointwiseMin(least, distances(offset))
      offset += 16
    }
    let halves = unsafe unsafeBitCast(least, to: SIMD2<UInt64>.self)
    return halves[0].hasZeroByte || halves[1].hasZeroByte
  }
}

extension UInt64 {
  /// Whether one of the eight bytes is 0: only such a byte loses its high bit when 1 is taken from it and it had none.
  @inline(__always)
  fileprivate var hasZeroByte: Bool { (self &- 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080 != 0 }
}
