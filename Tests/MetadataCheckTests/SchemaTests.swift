// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import Foundation
import TestSupport
import Testing

/// The JSON that the tool prints is what its schema says.
struct SchemaTests {
  private func schema() throws -> JSONSchema {
    let file = Corpus.directory.deletingLastPathComponent().appending(path: "Schemas/metadata-check.schema.json")
    return try JSONSchema(JSONValue(Data(contentsOf: file)))
  }

  @Test(arguments: [
    ". --root . --format json", ". --root . --format jsonl", ". --root . --format json --lifecycle 3",
    ". --root \(Bucket.job) --format json", ". --root \(Bucket.job) --format jsonl",
    ". --root . --orphans --format json --older-than 0 --force",
  ])
  func everyLineIsValid(_ arguments: String) throws {
    let schema = try schema()
    let bucket = try Bucket.withTwoJobs()
    try bucket.files("\(Bucket.job)/shared/left")
    try bucket.directory.run("touch -d '10 days ago' \(Bucket.job)/shared/*")
    let lines = try bucket.check(arguments).lines
    #expect(!lines.isEmpty)
    for line in lines { #expect(schema.violations(of: try JSONValue(line.utf8)) == [], "\(line)") }
  }
}
