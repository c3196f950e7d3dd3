// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import Foundation
import Testing

/// The documentation shows the real output of the tools.
///
/// This runs the `console` blocks of all documents: README.md, docs/*.md and docs/recipes/*.md. The recipes have no such block
/// now. Their `sh` blocks need a job's state, an S3 server and variables; scripts/recipes-test runs them, and Tests/Recipes
/// checks the output that their `text` blocks show.
@Suite struct DocumentationTests {
  /// A command of the documentation and the output that it shows.
  struct Example: Sendable, CustomTestStringConvertible {
    var document: String
    var command: String
    var output: String
    var testDescription: String { "\(document): \(command)" }
  }

  private static let root = Corpus.directory.deletingLastPathComponent()

  /// The documents with blocks of commands, by their paths in the repository.
  static let documents: [String] = {
    do {
      return try ["README.md"]
        + ["docs", "docs/recipes"].flatMap { folder in
          try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
            .filter { $0.hasSuffix(".md") }.map { "\(folder)/\($0)" }
        }
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  static let examples = documents.flatMap(examples)

  /// The contents of a document's blocks of a kind, such as `console`.
  private static func blocks(_ kind: String, of document: String) -> [String] {
    guard let text = try? String(contentsOf: root.appending(path: document), encoding: .utf8) else {
      preconditionFailure("\(document) cannot be read")
    }
    let fence = "```"
    return text.components(separatedBy: "\n\(fence)\(kind)\n").dropFirst().map { rest in
      guard let end = rest.range(of: fence) else { preconditionFailure("\(document): a block has no end") }
      return String(rest[..<end.lowerBound])
    }
  }

  /// The commands of a document, each with the lines up to the next one.
  private static func examples(of document: String) -> [Example] {
    blocks("console", of: document).flatMap { block -> [Example] in
      ("\n" + block).components(separatedBy: "\n$ ").dropFirst().map { part in
        let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let output = lines.count > 1 ? String(lines[1]) : ""
        return Example(
          document: document, command: String(lines[0]),
          output: output.isEmpty || output.hasSuffix("\n") ? output : output + "\n")
      }
    }
  }

  @Test func everyBlockIsRun() {
    for document in Self.documents {
      for block in Self.blocks("console", of: document) { #expect(block.hasPrefix("$ metadata-"), "\(document)") }
    }
    for document in ["README.md", "docs/metadata-check.md", "docs/metadata-dump.md", "docs/metadata-rewrite.md"] {
      #expect(Self.examples.contains { $0.document == document })
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
    let tool = try #require(words.first)
    try #require(["metadata-check", "metadata-dump", "metadata-rewrite"].contains(tool))
    let folder = try Self.folder()
    let result = try Command.run(Array(words.dropFirst()), tool: Command.product(tool), directory: folder.url)
    #expect(result.text + result.errors == example.output)
  }

  /// A folder in which the tools find the files of the repository, and write their own.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["corpus", "docs", "SPEC.md"] {
      try FileManager.default.createSymbolicLink(
        at: folder.url.appending(path: name), withDestinationURL: root.appending(path: name))
    }
    return folder
  }
}
