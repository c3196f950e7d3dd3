// SPDX-License-Identifier: Apache-2.0

/// A piece of a page. Every text that is interpolated is escaped: in an element or an attribute, a name of the file can
/// be nothing but text: `"<td title=\"\(name)\">\(name)</td>"`.
package struct HTML: Sendable {
  /// The piece as it is written.
  package private(set) var text: String

  /// An empty piece.
  package init() { text = "" }

  package var isEmpty: Bool { text.isEmpty }
}

extension HTML: ExpressibleByStringInterpolation {
  /// Takes markup of the source code as it is.
  package init(stringLiteral value: String) { text = value }

  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Assembles a piece.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text: String

    package init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    /// Another piece, as it is.
    package mutating func appendInterpolation(_ piece: HTML) { text += piece.text }

    /// Pieces one after the other.
    package mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { text += piece.text }
    }

    /// Text, escaped, in about `limit` bytes at most: see ``Swift/String/escapedForHTML(limit:)``.
    package mutating func appendInterpolation(_ text: some StringProtocol, limit: Int = .max) {
      self.text += String(text).escapedForHTML(limit: limit)
    }

    package mutating func appendInterpolation(_ number: some BinaryInteger) { text += "\(number)" }

    /// A coordinate or a percentage, rounded to two digits after the point.
    package mutating func appendInterpolation(coordinate: Double) {
      let hundredths = coordinate.isFinite ? Int((min(max(coordinate, -1e9), 1e9) * 100).rounded()) : 0
      let (whole, fraction) = (abs(hundredths) / 100, abs(hundredths) % 100)
      text += "\(hundredths < 0 ? "-" : "")\(whole)"
      if fraction > 0 {
        text += fraction % 10 == 0 ? ".\(fraction / 10)" : fraction < 10 ? ".0\(fraction)" : ".\(fraction)"
      }
    }
  }
}
