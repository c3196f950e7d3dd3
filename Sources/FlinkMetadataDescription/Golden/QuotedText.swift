// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A name in the text of a golden file: in quotation marks, with every character escaped that is not meant to be seen.
enum QuotedText {
  /// The name as one word on one line.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      default:
        let isShown = String(scalar).escapedForTerminal.unicodeScalars.elementsEqual([scalar])
        result += isShown ? String(scalar) : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return result + "\""
  }

  /// Takes a name from the beginning of a line; nil if there is none, or it has no end or an escape that is not known.
  static func take(from line: inout Substring.UnicodeScalarView) -> String? {
    guard line.first == "\"" else { return nil }
    line.removeFirst()
    var result = String.UnicodeScalarView()
    while let scalar = line.popFirst() {
      switch scalar {
      case "\"": return String(result)
      case "\\":
        guard let escaped = takeEscaped(from: &line) else { return nil }
        result.append(escaped)
      default: result.append(scalar)
      }
    }
    return nil
  }

  private static func takeEscaped(from line: inout Substring.UnicodeScalarView) -> Unicode.Scalar? {
    guard let kind = line.popFirst() else { return nil }
    if kind == "\"" || kind == "\\" { return kind }
    guard kind == "u", line.popFirst() == "{", let end = line.firstIndex(of: "}") else { return nil }
    let digits = line[..<end]
    line = line[line.index(after: end)...]
    guard digits.count <= 6 else { return nil }
    return UInt32(String(digits), radix: 16).flatMap(Unicode.Scalar.init)
  }
}
