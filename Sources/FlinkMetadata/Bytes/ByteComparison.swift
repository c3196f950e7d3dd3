// Comparing and searching bytes eight at a time, for what happens once a path. Every load is inside the buffer: the offset
// is compared with its count first.

extension UnsafeRawBufferPointer {
  /// Whether the buffer begins with these bytes.
  @inline(__always)
  func begins(with other: [UInt8], at start: Int = 0) -> Bool {
    unsafe other.withUnsafeBytes { other in
      guard start <= count && count - start >= other.count else { return false }
      var offset = 0
      while offset + 8 <= other.count {
        let mine = unsafe loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
        let its = unsafe other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        if mine != its { return false }
        offset += 8
      }
      while offset < other.count {
        if unsafe self[start + offset] != other[offset] { return false }
        offset += 1
      }
      return true
    }
  }

  /// Whether a slash stands at `start` or behind it.
  @inline(__always)
  func containsSlash(from start: Int) -> Bool {
    let slashes: UInt64 = 0x2F2F_2F2F_2F2F_2F2F
    var offset = start
    while offset + 8 <= count {
      // A byte becomes 0 where there is a slash, and a 0 byte is the only one that loses its high bit this way.
      let word = unsafe loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ slashes
      if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { return true }
      offset += 8
    }
    while offset < count {
      if unsafe self[offset] == UInt8(ascii: "/") { return true }
      offset += 1
    }
    return false
  }
}
