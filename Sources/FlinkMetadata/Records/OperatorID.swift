// SPDX-License-Identifier: Apache-2.0

// SPEC.md 3.3, "Operator states"

/// The id of an operator (Flink: `OperatorID`; in version 1 a `JobVertexID`): 128 bits, derived from the operator's
/// uid.
public struct OperatorID: Sendable, Hashable, CustomStringConvertible {
  /// The first 8 bytes in the file (Flink: `AbstractID.getLowerPart`).
  public var lowerPart: Int64
  /// The last 8 bytes in the file (Flink: `AbstractID.getUpperPart`).
  public var upperPart: Int64

  /// Makes an id of its two halves.
  @inlinable public init(lowerPart: Int64, upperPart: Int64) {
    self.lowerPart = lowerPart
    self.upperPart = upperPart
  }

  /// Makes an id of its 32 hexadecimal digits, or nil if the text is none.
  public init?(_ hexadecimal: some StringProtocol) {
    guard hexadecimal.utf8.count == 32, hexadecimal.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let lower = UInt64(hexadecimal.prefix(16), radix: 16), let upper = UInt64(hexadecimal.suffix(16), radix: 16)
    else { return nil }
    self.init(lowerPart: Int64(bitPattern: lower), upperPart: Int64(bitPattern: upper))
  }

  /// The 32 hexadecimal digits that Flink prints: the 16 bytes in the order of the file.
  public var description: String {
    [lowerPart, upperPart].map { part in
      let digits = String(UInt64(bitPattern: part), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
