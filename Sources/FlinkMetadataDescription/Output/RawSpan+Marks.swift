extension RawSpan {
  /// Whether the function sets the highest bit of any byte. It is given sixteen bytes at a time, some of them twice; if
  /// there are fewer than sixteen, spaces precede them.
  @inline(__always)
  func hasMarks(_ marks: (SIMD2<UInt64>) -> SIMD2<UInt64>) -> Bool {
    withUnsafeBytes { bytes in
      let count = bytes.count
      var all: SIMD2<UInt64>
      if count >= 16 {
        all = marks(bytes.loadUnaligned(fromByteOffset: count - 16, as: SIMD2<UInt64>.self))
        var offset = 0
        while offset < count - 16 {
          all |= marks(bytes.loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self))
          offset += 16
        }
      } else {
        var few = SIMD2<UInt64>(repeating: .ones &* 0x20)
        for byte in bytes {
          few[0] = few[0] << 8 | few[1] >> 56
          few[1] = few[1] << 8 | UInt64(byte)
        }
        all = marks(few)
      }
      return (all[0] | all[1]) & (.ones << 7) != 0
    }
  }
}

extension UInt64 {
  /// 1 in each byte.
  static var ones: UInt64 { 0x0101_0101_0101_0101 }
}

extension SIMD2<UInt64> {
  /// The same byte sixteen times.
  @inline(__always)
  static func each(_ byte: UInt8) -> Self { Self(repeating: .ones &* UInt64(byte)) }
}
