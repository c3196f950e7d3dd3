// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Text as it can be shown on one line of a terminal: characters of a name that could affect the terminal are escaped.
package struct DisplayText: Sendable {
  /// The text, with every character escaped that is not meant to be seen.
  package private(set) var text: String
  /// How many columns of a terminal it takes.
  package private(set) var width: Int

  /// Escapes characters that are not meant to be seen, as `\u{1B}`.
  package init(_ text: some StringProtocol) {
    self.text = String(text).escapedForTerminal
    width = self.text.unicodeScalars.reduce(0) { $0 + $1.columns }
  }

  private init(text: String, width: Int) {
    self.text = text
    self.width = width
  }

  /// The text in at most `limit` columns: if it is longer, something is left out in the middle, because names mostly
  /// differ at their ends.
  package func shortened(to limit: Int, ellipsis: String) -> DisplayText {
    guard width > limit else { return self }
    let room = max(0, limit - ellipsis.unicodeScalars.count)
    let head = Self.prefix(text.unicodeScalars, columns: room - room / 2)
    let tail = Self.prefix(text.unicodeScalars.reversed(), columns: room / 2)
    return DisplayText(
      text: head.text + ellipsis + String(String.UnicodeScalarView(tail.text.unicodeScalars.reversed())),
      width: head.width + ellipsis.unicodeScalars.count + tail.width)
  }

  private static func prefix(_ scalars: some Sequence<Unicode.Scalar>, columns: Int) -> (text: String, width: Int) {
    var result = (text: "", width: 0)
    for scalar in scalars {
      if result.width + scalar.columns > columns { break }
      result.text.unicodeScalars.append(scalar)
      result.width += scalar.columns
    }
    return result
  }

  /// Where padding goes.
  package enum Alignment { case left, right }

  /// The text in exactly `columns` columns, if it does not need more.
  package func padded(to columns: Int, _ alignment: Alignment) -> String {
    let padding = String(repeating: " ", count: max(0, columns - width))
    return alignment == .left ? text + padding : padding + text
  }
}

extension Unicode.Scalar {
  /// How many columns a terminal gives the character: 0 for a mark on the one before, 2 for East Asian wide characters
  /// and most pictures, else 1.
  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
