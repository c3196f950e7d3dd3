// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation

/// The names in the tables of SPEC.md 13, "Differences from Flink's reader".
enum ListedDifferences {
  static func names() throws -> Set<String> {
    let specification = Corpus.directory.deletingLastPathComponent().appending(path: "SPEC.md")
    let lines = try String(contentsOf: specification, encoding: .utf8).split(separator: "\n")
    let section = lines.drop { !$0.hasPrefix("## 13 ") }.dropFirst().prefix { !$0.hasPrefix("## ") }
    // Rows whose first cell is a name: | `name` | …
    return Set(
      section.compactMap { line in
        guard line.hasPrefix("| `") else { return nil }
        return line.dropFirst(3).split(separator: "`").first.map(String.init)
      })
  }

  /// What is not the same in the list and in the program that looks for differences.
  static func problems() throws -> [String] {
    let listed = try names()
    let known = Set(Difference.allCases.map(\.rawValue))
    return listed.subtracting(known).sorted().map { "SPEC.md 13 lists \($0), which nothing looks for" }
      + known.subtracting(listed).sorted().map { "SPEC.md 13 does not list \($0)" }
  }
}
