// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation
import Testing

/// SPEC.md and the sources refer to each other by number and title.
@Suite struct SpecificationTests {
  static let root = Corpus.directory.deletingLastPathComponent()

  /// The titles of the sections by their numbers.
  static let headings: [String: String] = {
    do {
      let text = try String(contentsOf: root.appending(path: "SPEC.md"), encoding: .utf8)
      var headings: [String: String] = [:]
      for line in text.split(separator: "\n") {
        guard let match = line.wholeMatch(of: /##(?:#?) (\d+(?:\.\d+)?) (.+)/) else { continue }
        headings[String(match.1)] = String(match.2)
      }
      return headings
    } catch {
      preconditionFailure("SPEC.md: \(error)")
    }
  }()

  static let sources: [URL] = {
    let files = FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
    return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
  }()

  /// The lines of comments that mention the specification, with the lines of the same comment that follow.
  static func references(in text: String) -> [(number: String, title: String)] {
    var references: [(String, String)] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
    for (index, line) in lines.enumerated() where line.hasPrefix("//") && line.contains(/SPEC\.md \d/) {
      let comment = lines[index...].prefix { $0.hasPrefix("//") }
        .map { $0.drop { $0 == "/" }.drop { $0 == " " } }.joined(separator: " ")
      guard let start = comment.range(of: "SPEC.md ") else { continue }
      // `SPEC.md 2, "Title", 3, "Title", and 9, "Title"`
      let list = /(?:, )?(?:(?:and|to) )?(\d+(?:\.\d+)?), "([^"]+)"/
      var rest = comment[start.upperBound...]
      while let match = rest.prefixMatch(of: list) {
        references.append((String(match.1), String(match.2)))
        rest = rest[match.range.upperBound...]
        if rest.hasPrefix(" and ") { rest = rest.dropFirst() }
      }
    }
    return references
  }

  @Test func referencesNameSectionsAsTheyAre() throws {
    #expect(Self.sources.count > 100)
    var count = 0
    for source in Self.sources {
      let text = try String(contentsOf: source, encoding: .utf8)
      let references = Self.references(in: text)
      // Each mention of a section has its title.
      #expect(references.count >= text.matches(of: /SPEC\.md \d/).count, "\(source.lastPathComponent)")
      for reference in references {
        count += 1
        #expect(Self.headings[reference.number] == reference.title, "\(source.lastPathComponent)")
      }
    }
    #expect(count > 40)
  }

  /// The first line of a record's file says where its table is.
  @Test func everyRecordNamesItsSection() throws {
    let records = Self.sources.filter { $0.deletingLastPathComponent().lastPathComponent == "Records" }
    #expect(records.count > 25)
    let without = try records.filter {
      try Self.references(in: String(contentsOf: $0, encoding: .utf8)).isEmpty
    }.map(\.lastPathComponent)
    // What records have in common.
    #expect(without.sorted() == ["Box.swift", "Descriptions.swift"])
  }

  @Test func theTableOfContentsListsEverySection() throws {
    let text = try String(contentsOf: Self.root.appending(path: "SPEC.md"), encoding: .utf8)
    let entries = text.split(separator: "\n").filter { $0.hasPrefix("- [") && $0.contains("](#") }.map(String.init)
    let sections = Self.headings.filter { !$0.key.contains(".") }
      .sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }
    let expected = sections.map { number, title in
      let heading = "\(number) \(title)"
      let anchor = heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
      return "- [\(heading)](#\(anchor.replacing(" ", with: "-")))"
    }
    #expect(entries == expected)
  }
}
