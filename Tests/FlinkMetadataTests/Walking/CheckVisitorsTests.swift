// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import Foundation
import TestSupport
import Testing

/// `scripts/check-visitors` finds the methods of visitors that no walk calls.
@Suite struct CheckVisitorsTests {
  static let script = Corpus.directory.deletingLastPathComponent().appending(path: "scripts/check-visitors").path

  /// Runs the script on a visitor with one method.
  static func check(_ method: String, in declaration: String = "extension V: MetadataVisitor") throws -> ProcessResult {
    let directory = TemporaryDirectory()
    try directory.write("V.swift", Array("struct V {}\n\(declaration) {\n  \(method) {}\n}\n".utf8))
    return try directory.run("'\(script)' V.swift")
  }

  @Test(arguments: [
    "mutating func fileReferences(_ reference: FileReference)", "mutating func fileReference(reference: FileReference)",
    "mutating func checkpointId(_ checkpointId: Int32)", "mutating func bytes(_ bytes: RawSpan, offset: Int64)",
    "mutating func endOperatorState()", "public mutating func stateMetaInfo(\n    name: ModifiedUTF8Span)",
  ])
  func findsWhatIsNoEvent(_ method: String) throws {
    for declaration in [
      "extension V: MetadataVisitor", "struct W: Sendable, MetadataVisitor, ~Copyable",
      "struct W<T>: MetadataFieldVisitor",
    ] {
      let result = try Self.check(method, in: declaration)
      #expect(result.status != 0)
      #expect(result.errors.contains("no event has this name and these parameters"))
    }
  }

  /// Such a method does not match the event either.
  @Test func findsUntypedThrows() throws {
    let result = try Self.check("mutating func fileReference(_ reference: FileReference) throws")
    #expect(result.status != 0)
    #expect(result.errors.contains("write throws(FlinkMetadataError)"))
  }

  @Test(arguments: [
    "mutating func fileReference(_ reference: FileReference) throws(FlinkMetadataError)",
    "mutating func bytes(_ piece: RawSpan, offset start: Int64?)", "private mutating func helper()",
    "func count() -> Int",
  ])
  func passesEventsAndHelpers(_ method: String) throws {
    let result = try Self.check(method)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors == "")
  }

  @Test func passesOtherTypes() throws {
    #expect(try Self.check("mutating func fileReferences()", in: "extension V: Sendable").status == 0)
  }
}
