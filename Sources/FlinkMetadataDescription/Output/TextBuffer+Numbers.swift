// SPDX-License-Identifier: Apache-2.0

extension TextBuffer {
  /// A number in decimal.
  @inline(__always)
  mutating func append(_ number: Int64) {
    if 0..<10 ~= number { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
    appendLong(number)
  }

  @inline(never)
  private mutating func appendLong(_ number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(number.magnitude)
  }

  private mutating func append(_ number: UInt64) {
    let (higher, lower) = number.quotientAndRemainder(dividingBy: 100_000_000)
    if higher > 0 { append(higher) }
    let digits = Self.eightDigits(lower)
    // At the beginning of a number there are no zeros, except that 0 has one digit.
    let zeroCount = higher > 0 ? 0 : min(digits.trailingZeroBitCount / 8, 7)
    let text = (digits | 0x3030_3030_3030_3030) >> UInt64(8 * zeroCount)
    append(atMost: 8) { $0.put(text, byteCount: 8 - zeroCount) }
  }

  /// The decimal digits of a number below 10^8, a byte for each, the first digit in the lowest byte.
  ///
  /// Each step divides all parts at once, so that two parts of half as many digits come of each. The quotients are made
  /// by multiplication, exactly: `x * 10486 >> 20` is `x / 100` for x below 10^4, and `x * 103 >> 10` is `x / 10` for x
  /// below 100.
  private static func eightDigits(_ number: UInt64) -> UInt64 {
    let fours = number / 10000 | (number % 10000) << 32
    let hundreds = (fours &* 10486) >> 20 & 0x0000_007F_0000_007F
    let pairs = hundreds | (fours &- hundreds &* 100) << 16
    let tens = (pairs &* 103) >> 10 & 0x000F_000F_000F_000F
    return tens | (pairs &- tens &* 10) << 8
  }
}
