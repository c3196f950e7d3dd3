// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Why a text is no golden file, or cannot be compared.
@nonexhaustive
public enum GoldenError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A line, counted from 1, is not as expected.
  case line(Int, expected: String, found: String)
  /// The text has more bytes than a golden file can have.
  case tooLong
  /// Sizes are to be compared, and the golden file has none.
  case noSizes
  /// A golden file is to be recorded where there is another file.
  case otherFile

  /// The line, what was expected, and what to do, on one line that is safe to print.
  public var description: String {
    switch self {
    case .line(let line, let expected, let found):
      "line \(line): expected \(expected), found '\(found.escapedForTerminal)'; record the golden file anew"
    case .tooLong: "more than \(GoldenCheckpoint.largestText >> 20) MiB, which no golden file has"
    case .noSizes: "has no sizes to compare; record it anew with a tolerance"
    case .otherFile: "is no golden text, and is not replaced; name another file, or remove this one"
    }
  }
}
