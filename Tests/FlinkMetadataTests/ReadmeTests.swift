// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation
import Testing

/// The Swift examples of README.md and docs/library.md are source files that `scripts/test` compiles.
@Suite struct ReadmeTests {
  static let root = Corpus.directory.deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test(arguments: [
    ("README.md", "FlinkMetadataDescriptionTests/Summary/SummaryExample"),
    ("docs/library.md", "Consumer/Sources/ValuesExample"),
    ("docs/library.md", "Consumer/Sources/ViewsExample"),
    ("docs/library.md", "Consumer/Sources/VisitorExample"),
    ("docs/library.md", "FlinkMetadataFilesTests/Chunks/ChunksExample"),
  ])
  func examplesAreCompiled(_ document: String, _ name: String) throws {
    // The header is not shown.
    let example = try Self.text("Tests/\(name).swift")
      .replacing("// SPDX-License-Identifier: Apache-2.0\n\n", with: "")
    #expect(try Self.text(document).contains("```swift\n\(example)```\n"))
  }
}
