// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

@testable import FlinkMetadataStorage

/// What every form has to do with what it lists.
@Suite struct JSONMatrixTests {
  static let keys = [
    "ck/0b1a/chk-42/_metadata", "ck/two  spaces/in it", "ck/space at the end ", " ck", "ck/%41%2F", "ck/a+b", "ck/a#b",
    "ck/a#1732475652000000", "ck/a?b=c&d", "ck/\"quoted\"", "ck/back\\slash\\n", "ck/line\nfeed\r\t", "ck/é composed",
    "ck/e\u{301} decomposed", "ck/日本語", "ck/😀🏳️‍🌈", "ck//double", "/ck/leading", "ck/./..", "s3://other/x",
    "ck/\u{7F}\u{1}",
    "ck/}],{", "ck/'", "ck/\u{2028}", "k",
  ]

  /// Without a control character that has to be escaped by its number.
  static let plainKeys = keys.filter { !$0.contains("\u{1}") }

  @Test(arguments: JSONSample.all)
  func keysAreBytes(_ sample: JSONSample) throws {
    for escape in [quoted, fullyEscaped] {
      let keys = escape("k") == "\"k\"" ? Self.plainKeys : Self.keys
      let text = sample.text(keys.map { sample.entry(escape($0), "1234") })
      let listing = try readJSON(sample.form, text, base: sample.base)
      #expect(listing.files == keys.map { sample.file($0) })
      #expect(listing.summary.fileCount == Int64(keys.count))
      #expect(listing.summary.newest == 1_795_547_567)
      #expect(listing.summary.form == sample.form)
    }
  }

  @Test(arguments: JSONSample.all)
  func sizes(_ sample: JSONSample) throws {
    for size in [0, 1, 9_999_999_999, 123_456_789_012, Int64.max] {
      let text = sample.text([sample.entry(#""ck/x""#, String(size))])
      #expect(try readJSON(sample.form, text, base: sample.base).files == [sample.file("ck/x", size: size)])
    }
    for size in ["9223372036854775808", "-1", "1.5", "1e3", "99999999999999999999999"] {
      let text = sample.text([sample.entry(#""ck/x""#, size)])
      #expect(problem(sample.form, text, base: sample.base) == .malformed(sample.form, expected: "a size of 0 or more"))
    }
  }

  @Test(arguments: JSONSample.all)
  func markersOfDirectories(_ sample: JSONSample) throws {
    let entries = [
      sample.entry(#""ck/dir/""#, "0"), sample.entry(#""ck/dir_$folder$""#, "0"), sample.entry(#""ck/dir/x""#, "0"),
    ]
    let listing = try readJSON(sample.form, sample.text(entries), base: sample.base)
    #expect(listing.files == [sample.file("ck/dir/x", size: 0)])
    #expect(listing.summary.fileCount == 1)
  }

  @Test(arguments: JSONSample.all)
  func unknownMembers(_ sample: JSONSample) throws {
    let unknown = #""New": {"a": [1, -0.5e+3, {"b": [[]]}, "\u00e9\"", true, false, null, {}]}, "Ke": 1, "Keys": [], "#
    var entry = sample.entry(#""ck/x""#, "7")
    let brace = try #require(entry.firstIndex(of: "{"))
    entry.insert(contentsOf: unknown, at: entry.index(after: brace))
    #expect(try readJSON(sample.form, sample.text([entry]), base: sample.base).files == [sample.file("ck/x", size: 7)])
  }

  @Test(arguments: JSONSample.all)
  func pieces(_ sample: JSONSample) throws {
    let keys = Self.plainKeys
    let bytes = Array(sample.text(keys.map { sample.entry(quoted($0), "1234") }).utf8)
    let whole = try readJSON(sample.form, bytes, base: sample.base)
    for chunkSize in [1, 2, 3, 7, 64] {
      #expect(try readJSON(sample.form, bytes, base: sample.base, chunkSize: chunkSize) == whole)
    }
  }

  /// Longer than the buffer, so that it ends in the middle of an entry.
  @Test(arguments: JSONSample.all)
  func manyEntries(_ sample: JSONSample) throws {
    let keys = (0..<4000).map { "ck/\($0)/\"shared\"/6f15f9c8-1f1f-4185-" + String(repeating: "é", count: $0 % 40) }
    let text = sample.text(keys.map { sample.entry(quoted($0), "1234") })
    #expect(text.utf8.count > JSONTokenizer.defaultCapacity)
    #expect(try readJSON(sample.form, text, base: sample.base).files == keys.map { sample.file($0) })
  }

  @Test(arguments: JSONSample.all)
  func cutAtEveryByte(_ sample: JSONSample) throws {
    let keys = ["ck/a\n\"b", "ck/é", "ck/c"]
    let entries = keys.enumerated().map { sample.entry($0 == 1 ? fullyEscaped($1) : quoted($1), "1234") }
    let bytes = Array(sample.text(entries).utf8)
    let ends = sample.hasLines ? entries.indices.map { entries[...$0].joined(separator: "\n").utf8.count } : []
    for count in 0..<bytes.count {
      do throws(ListingError) {
        let listing = try readJSON(sample.form, Array(bytes[..<count]), base: sample.base)
        let isWhole = listing.files.count == keys.count
        #expect(isWhole || ends.contains(count) || ends.contains(count - 1), "\(count)")
      } catch {
        let isExpected = error.problem == .cut(sample.form) || (count == 0 && error.problem == .empty)
        #expect(isExpected, "\(count): \(error)")
      }
    }
  }

  @Test(arguments: JSONSample.all)
  func crlfAndSpace(_ sample: JSONSample) throws {
    let text = sample.text([sample.entry(#""ck/x""#, "7")]).split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    let listing = try readJSON(sample.form, " \t\r\n" + text + "\r\n \n", base: sample.base)
    #expect(listing.files == [sample.file("ck/x", size: 7)])
  }

  @Test(arguments: JSONSample.all)
  func garbage(_ sample: JSONSample) throws {
    let text = sample.text([sample.entry(#""ck/x""#, "7")])
    for garbage in ["]", "}", ",", "x", "\"x\"", "1", "true", "\u{0}"] {
      #expect(throws: ListingError.self) { try readJSON(sample.form, text + garbage, base: sample.base) }
    }
    let trailing = sample.text([sample.entry(#""ck/x""#, "7") + ","])
    #expect(throws: ListingError.self) { try readJSON(sample.form, trailing, base: sample.base) }
    let twice = sample.text([sample.entry(#""ck/x""#, "7"), "7"])
    #expect(throws: ListingError.self) { try readJSON(sample.form, twice, base: sample.base) }
  }

  @Test(arguments: JSONSample.all)
  func linesOfErrors(_ sample: JSONSample) throws {
    let text = "\n\n" + sample.text([sample.entry(#""ck/x""#, "7")]) + "\n\n!"
    let line = Int64(text.split(separator: "\n", omittingEmptySubsequences: false).count)
    let error = #expect(throws: ListingError.self) { try readJSON(sample.form, text, base: sample.base) }
    #expect(error?.line == line)
  }

  @Test(arguments: JSONSample.all.filter { $0.base != nil })
  func needsBase(_ sample: JSONSample) {
    let text = sample.text([sample.entry(#""ck/x""#, "7")])
    #expect(problem(sample.form, text, base: nil) == .needsBase(sample.form))
  }

  @Test(arguments: JSONSample.all)
  func urlEncoded(_ sample: JSONSample) throws {
    let text = sample.text([sample.entry(#""ck%2Fa%20b+c%2B%C3%A9""#, "7")])
    let listing = try readJSON(sample.form, text, base: sample.base) { $0.isURLEncoded = true }
    #expect(listing.files == [sample.file("ck/a b c+é", size: 7)])
    let damaged = sample.text([sample.entry(#""ck%2""#, "7")])
    #expect(problem(sample.form, damaged, base: sample.base) { $0.isURLEncoded = true } != nil)
  }

  @Test(arguments: JSONSample.all)
  func empty(_ sample: JSONSample) {
    for text in [sample.text([]), "", " \n", "[]", "[]\n[]", "null"] {
      #expect(problem(sample.form, text, base: sample.base) == .empty, "\(text)")
    }
  }

  @Test(arguments: JSONSample.all)
  func badTimes(_ sample: JSONSample) {
    let text = sample.text([sample.entry(#""ck/x""#, "7")])
    for time in ["2026-11-24T", "2026-11-24t"] where text.contains(time) {
      let damaged = text.split(separator: "2026-11-24T", omittingEmptySubsequences: false).joined(
        separator: "2026-13-24T")
      #expect(problem(sample.form, damaged, base: sample.base) == .malformed(sample.form, expected: "a time"))
    }
  }

  @Test(arguments: JSONSample.all)
  func twoForms(_ sample: JSONSample) {
    let own = sample.text([sample.entry(#""ck/x""#, "7")])
    for other in JSONSample.all where other.form != sample.form {
      let text = own + other.text([other.entry(#""ck/y""#, "7")])
      let error = #expect(throws: ListingError.self) { try readJSON(sample.form, text, base: "s3://b") }
      #expect(error?.line != nil, "\(other)")
    }
  }
}
