// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text on one line and harmless for a terminal, as a message must be. Every invisible character, which a file
  /// name may well hold, is escaped, as `\n` or `\u{1B}`.
  package var escapedForTerminal: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
        result += scalar.escaped(asASCII: true)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
