import ArgumentParser
import FlinkMetadata
import FlinkMetadataFiles

/// How much compressed input may expand to, as it is given on a command line: `512M`, `64G` or `none`.
package struct ExpansionLimit: Sendable, Hashable {
  /// The most decompressed bytes; nil for no limit.
  package var byteCount: Int64?

  /// Limits to a number of bytes, or not.
  package init(byteCount: Int64?) { self.byteCount = byteCount }

  /// The default.
  package static let standard = ExpansionLimit(byteCount: MetadataInput.standardMaximumByteCount)

  /// Understands a number of bytes, or of KiB, MiB, GiB or TiB with the letter K, M, G or T after it, or `none`. Nil
  /// for anything else.
  package init?(_ text: String) {
    if text == "none" {
      self.init(byteCount: nil)
      return
    }
    let shifts: [Character: Int64] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = text.last.flatMap { shifts[$0] }
    let digits = shift == nil ? text[...] : text.dropLast()
    guard digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let number = Int64(digits) else {
      return nil
    }
    let product = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
    if product.overflow { return nil }
    self.init(byteCount: product.partialValue)
  }
}

extension ExpansionLimit: CustomStringConvertible {
  /// The text that ``init(_:)`` understands, in the largest unit without a remainder.
  package var description: String {
    guard let byteCount else { return "none" }
    let units: [(shift: Int64, letter: String)] = [(40, "T"), (30, "G"), (20, "M"), (10, "K")]
    for unit in units where byteCount > 0 && byteCount % (1 << unit.shift) == 0 {
      return "\(byteCount >> unit.shift)\(unit.letter)"
    }
    return "\(byteCount)"
  }
}

extension ExpansionLimit {
  /// Reads a value of the command line.
  init(argument: String) throws {
    guard let limit = ExpansionLimit(argument) else {
      throw ValidationError(
        "expected a number of bytes with K, M, G or T, or none; found '\(argument.escapedForTerminal)'")
    }
    self = limit
  }
}
