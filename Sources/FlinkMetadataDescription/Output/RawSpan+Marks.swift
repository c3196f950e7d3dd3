// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
  /// Whether the function sets the highest bit of any byte. It is given sixteen bytes at a time, some of them twice, and
  /// spaces where there are fewer.
  @inline(__always)
  func hasMarks(_ marks: (SIMD16<UInt8>) -> SIMD16<UInt8>) -> Bool { scan(copyingTo: nil, marks) }

  /// The same, and copies the bytes on the way. The destination must have room for all of them.
  @inline(__always)
  func copy(to destination: UnsafeMutableRawPointer, hasMarks marks: (SIMD16<UInt8>) -> SIMD16<UInt8>) -> Bool {
    scan(copyingTo: destination, marks)
  }

  /// Safe because every load and store is inside `0..<count`; the last one of a kind can overlap the one before.
  @inline(__always)
  private func scan(
    copyingTo destination: UnsafeMutableRawPointer?, _ marks: (SIMD16<UInt8>) -> SIMD16<UInt8>
  ) -> Bool {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return false }
      let count = bytes.count

      /// Loads a part, and copies it.
      func take<Part: BitwiseCopyable>(_ offset: Int, as type: Part.Type) -> Part {
        let part = start.loadUnaligned(fromByteOffset: offset, as: type)
        destination?.storeBytes(of: part, toByteOffset: offset, as: type)
        return part
      }

      var all: SIMD16<UInt8>
      switch count {
      case 16...:
        all = marks(take(count &- 16, as: SIMD16<UInt8>.self))
        var offset = 0
        while offset < count &- 16 {
          all |= marks(take(offset, as: SIMD16<UInt8>.self))
          offset &+= 16
        }
      case 8...:
        all = marks(SIMD16(take(0, as: UInt64.self), take(count &- 8, as: UInt64.self)))
      case 4...:
        let both = UInt64(take(0, as: UInt32.self)) << 32 | UInt64(take(count &- 4, as: UInt32.self))
        all = marks(SIMD16(both, both))
      default:
        var few = UInt64(0x2020_2020_2020_2020)
        for offset in 0..<count { few = few << 8 | UInt64(take(offset, as: UInt8.self)) }
        all = marks(SIMD16(few, few))
      }
      let halves = unsafeBitCast(all, to: SIMD2<UInt64>.self)
      return (halves[0] | halves[1]) & 0x8080_8080_8080_8080 != 0
    }
  }
}

extension SIMD16<UInt8> {
  @inline(__always)
  fileprivate init(_ first: UInt64, _ second: UInt64) {
    self = unsafeBitCast(SIMD2(first, second), to: Self.self)
  }
}
