// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text as one word of a shell: in quotation marks, unless all of its characters are plain.
  package func shellWord(_ isPlain: (Unicode.Scalar) -> Bool) -> String {
    if unicodeScalars.allSatisfy(isPlain) { return self }
    // As a character, a quotation mark with a combining mark behind it would be none.
    let parts = utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false).map { Substring($0) }
    return "'\(parts.joined(separator: #"'\''"#))'"
  }
}
