import CorpusSupport
import Foundation
import Testing

/// The examples of README.md are source files that `scripts/test` compiles.
@Suite struct ReadmeTests {
  static let root = Corpus.directory.deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  @Test(arguments: [
    "Consumer/Sources/ValuesExample", "Consumer/Sources/ViewsExample", "Consumer/Sources/VisitorExample",
    "FlinkMetadataDescriptionTests/Summary/SummaryExample",
  ])
  func examplesAreCompiled(_ name: String) throws {
    let example = try Self.text("Tests/\(name).swift")
    #expect(try Self.text("README.md").contains("```swift\n\(example)```\n"))
  }
}
