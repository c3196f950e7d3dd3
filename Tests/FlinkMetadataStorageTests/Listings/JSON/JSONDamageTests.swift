// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import TestSupport
import Testing

@testable import FlinkMetadataStorage

/// Damaged listings are errors, and crash nothing.
@Suite struct JSONDamageTests {
  @Test(arguments: JSONSample.all)
  func randomBytes(_ sample: JSONSample) {
    for seed in 0..<200 as Range<UInt64> {
      let bytes = noise(200, seed: seed)
      _ = JSONListing.form(of: bytes)
      #expect(throws: ListingError.self) { try readJSON(sample.form, bytes, base: sample.base) }
    }
  }

  @Test func randomTokens() {
    let tokens = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\"Key\"", "\"Contents\"", "\"a\"", "1", "-", "null", "true", " ", "\n",
      "\"metadata\"", "\"name\"", "\"files\"", "\\ud800", "\"items\":[", "{\"Key\":\"a\",\"Size\":1}",
    ].map { Array($0.utf8) }
    var generator = SeededGenerator(part: 71)
    for _ in 0..<500 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 1...30, using: &generator) {
        bytes += tokens[Int.random(in: 0..<tokens.count, using: &generator)]
      }
      for form in [ListingForm.s3Objects, .gcloudJSON, .s5cmd] { _ = try? readJSON(form, bytes) }
      _ = try? JSONListing.manifest(bytes: bytes)
      _ = JSONListing.form(of: bytes)
    }
  }

  /// A changed byte gives an error or other files, and the same in pieces.
  @Test(arguments: JSONSample.all)
  func changedBytes(_ sample: JSONSample) throws {
    let good = Array(sample.text([sample.entry(#""ck/x""#, "12"), sample.entry(#""ck/\u00e9\n""#, "0")]).utf8)
    var generator = SeededGenerator(part: 72)
    for _ in 0..<200 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      let whole = Result { try readJSON(sample.form, bytes, base: sample.base) }
      let pieces = Result { try readJSON(sample.form, bytes, base: sample.base, chunkSize: 5) }
      switch (whole, pieces) {
      case (.success(let one), .success(let other)): #expect(one == other)
      case (.failure(let one), .failure(let other)): #expect(one as? ListingError == other as? ListingError)
      default: Issue.record("\(whole) \(pieces)")
      }
      _ = JSONListing.form(of: bytes)
    }
  }
}
