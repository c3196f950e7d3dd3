// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text as one word of a shell: in quotation marks, unless all of its characters are plain.
  package func shellWord(_ isPlain: (Unicode.Scalar) -> Bool) -> String {
    unicodeScalars.allSatisfy(isPlain)
      ? self : "'\(split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
  }
}
