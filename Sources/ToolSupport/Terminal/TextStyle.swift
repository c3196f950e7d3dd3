// SPDX-License-Identifier: Apache-2.0

/// What the destination of a text can show.
package struct TextStyle: Sendable {
  /// How many columns there are.
  package var columns: Int
  /// Whether to write in colour.
  package var usesColor: Bool
  /// Whether characters beyond ASCII can be used for what is drawn; names are always shown as they are.
  package var usesUnicode: Bool

  /// Makes a style.
  package init(columns: Int, usesColor: Bool, usesUnicode: Bool) {
    self.columns = columns
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
  }

  /// The mark for text that was left out.
  package var ellipsis: String { usesUnicode ? "…" : "..." }

  /// How a piece of text is highlighted.
  package enum Emphasis: String {
    case bold = "1"
    case dim = "2"
    case cyan = "36"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  /// The text in a colour, if colours are used.
  package func text(_ text: String, _ emphasis: Emphasis) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m" : text
  }
}
