import CorpusSupport
import Foundation
import Testing

/// What the documentation shows is what the tool writes.
@Suite struct DocumentationTests {
  /// A command of the documentation, and what it says that comes out.
  struct Example: Sendable, CustomTestStringConvertible {
    var command: String
    var output: String
    var testDescription: String { command }
  }

  private static let root = Corpus.directory.deletingLastPathComponent()

  static let examples = examples(of: "docs/metadata-dump.md") + examples(of: "README.md")

  /// The blocks of a document that begin with a command.
  private static func examples(of document: String) -> [Example] {
    guard let text = try? String(contentsOf: root.appending(path: document), encoding: .utf8) else { return [] }
    let fence = "```"
    return text.components(separatedBy: "\(fence)console\n$ ").dropFirst().compactMap { block in
      guard let end = block.range(of: fence), let line = block.firstIndex(of: "\n") else { return nil }
      return Example(command: String(block[..<line]), output: String(block[block.index(after: line)..<end.lowerBound]))
    }
  }

  @Test func everyFormatHasAnExample() {
    for format in ["--format json ", "--format jsonl ", "--format csv ", "--files ", "--operator "] {
      #expect(Self.examples.contains { $0.command.contains(format) })
    }
  }

  @Test(arguments: examples)
  func examplesAreReal(_ example: Example) throws {
    let words = example.command.split(separator: " ").map(String.init)
    #expect(words.first == "metadata-dump")
    let result = try Command.run(Array(words.dropFirst()), directory: Self.root)
    #expect(result.text + result.errors == example.output)
  }
}
