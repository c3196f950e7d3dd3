// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension String {
  /// The text for an element or an attribute in quotation marks, also of XHTML. Characters that are not meant to be seen
  /// are shown as `\u{1B}`, so that none is invisible.
  ///
  /// - Parameter limit: about how many bytes the result may have. A longer text loses its middle, because names mostly
  ///   differ at their ends. Takes no longer for a text of any length.
  package func escapedForHTML(limit: Int = .max) -> String {
    // Nothing becomes shorter by being escaped.
    if utf8.count <= limit {
      let whole = unicodeScalars.reduce(into: "") { $0 += $1.escapedForHTML }
      if whole.utf8.count <= limit { return whole }
    }
    let head = Self.escaped(unicodeScalars, limit: limit - limit / 2)
    let tail = Self.escaped(unicodeScalars.reversed(), limit: limit / 2)
    return head.joined() + "…" + tail.reversed().joined()
  }

  /// The first characters, escaped one by one.
  private static func escaped(_ scalars: some Sequence<Unicode.Scalar>, limit: Int) -> [String] {
    var pieces: [String] = []
    var byteCount = 0
    for scalar in scalars {
      let piece = scalar.escapedForHTML
      byteCount += piece.utf8.count
      if byteCount > limit { break }
      pieces.append(piece)
    }
    return pieces
  }
}

extension Unicode.Scalar {
  fileprivate var escapedForHTML: String {
    switch self {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    case " "..."~": String(self)
    default: String(self).escapedForTerminal
    }
  }
}
