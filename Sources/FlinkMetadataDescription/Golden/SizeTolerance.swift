// SPDX-License-Identifier: Apache-2.0

/// By how much the size of a state can differ from that in a golden file.
public struct SizeTolerance: Sendable, Hashable {
  /// The greatest difference, as a part of the golden size in percent: from 0 to ``greatestPercent``.
  public let percent: Int

  /// More than this makes no sense of a size.
  public static let greatestPercent = 10_000

  /// Allows a difference of whole percents; a number that is out of range is brought into it.
  public init(percent: Int) { self.percent = min(max(0, percent), Self.greatestPercent) }

  /// Understands whole percents with or without the sign: `10%`, `10`. Nil for anything else.
  public init?(_ text: some StringProtocol) {
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let percent = Int(digits),
      percent <= Self.greatestPercent
    else { return nil }
    self.init(percent: percent)
  }

  /// Whether a size is close enough to the golden one.
  public func allows(_ size: Int64, golden: Int64) -> Bool {
    let (difference, overflows) = size.subtractingReportingOverflow(golden)
    if overflows { return false }
    let hundredfold = difference.magnitude.multipliedFullWidth(by: 100)
    let allowed = golden.magnitude.multipliedFullWidth(by: UInt64(percent))
    return (hundredfold.high, hundredfold.low) <= (allowed.high, allowed.low)
  }
}

extension SizeTolerance: CustomStringConvertible {
  /// The percents with their sign: `10%`.
  public var description: String { "\(percent)%" }
}
