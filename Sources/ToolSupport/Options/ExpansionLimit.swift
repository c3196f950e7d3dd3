// SPDX-License-Identifier: Apache-2.0

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

  /// Understands a number of bytes, or of KiB, MiB, GiB or TiB with the letter K, M, G or T after it (`512M`, `1.5g`), or
  /// `none`. A part of a byte is left out. Nil for anything else.
  package init?(_ text: String) {
    if text == "none" {
      self.init(byteCount: nil)
      return
    }
    let shifts: [String: Int64] = ["k": 10, "m": 20, "g": 30, "t": 40]
    let shift = text.last.flatMap { shifts[$0.lowercased()] }
    let parts = (shift == nil ? text[...] : text.dropLast()).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 1 || (parts.count == 2 && shift != nil), let whole = Self.number(parts[0]) else { return nil }
    let (product, overflows) = whole.multipliedReportingOverflow(by: 1 << (shift ?? 0))
    guard let fraction = Self.bytes(parts.dropFirst().first ?? "0", of: 1 << (shift ?? 0)) else { return nil }
    let (sum, sumOverflows) = product.addingReportingOverflow(fraction)
    if overflows || sumOverflows { return nil }
    self.init(byteCount: sum)
  }

  /// A number of nothing but digits.
  private static func number(_ digits: Substring) -> Int64? {
    guard digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
    return Int64(digits)
  }

  /// How many whole bytes the decimal places are of a unit.
  private static func bytes(_ places: Substring, of unit: UInt64) -> Int64? {
    // More digits do not fit in 64 bits.
    guard places.utf8.count <= 18, let numerator = number(places) else { return nil }
    let denominator = (0..<places.utf8.count).reduce(into: UInt64(1)) { power, _ in power *= 10 }
    let product = UInt64(numerator).multipliedFullWidth(by: unit)
    return Int64(denominator.dividingFullWidth(product).quotient)
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
        "expected a number of bytes, or one with K, M, G or T such as 1.5G, or none; found '\(argument.escapedForTerminal)'"
      )
    }
    self = limit
  }
}
