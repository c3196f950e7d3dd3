/// What the destination of a text can show.
package struct TextStyle: Sendable {
  /// How many columns there are.
  var columns: Int
  /// Whether to write in colour.
  var usesColor: Bool
  /// Whether characters beyond ASCII can be used for what is drawn; names are always shown as they are.
  var usesUnicode: Bool

  /// Makes a style.
  package init(columns: Int, usesColor: Bool, usesUnicode: Bool) {
    self.columns = columns
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
  }

  /// The mark for text that was left out.
  var ellipsis: String { usesUnicode ? "…" : "..." }

  /// How a piece of text is highlighted.
  enum Emphasis: String {
    case bold = "1"
    case dim = "2"
    case cyan = "36"
    case yellow = "33"
  }

  /// The text in a colour, if colours are used.
  func text(_ text: String, _ emphasis: Emphasis) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m" : text
  }
}
