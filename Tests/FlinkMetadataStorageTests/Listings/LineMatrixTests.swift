// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import TestSupport
import Testing

/// What holds for every form that is made of lines.
@Suite struct LineMatrixTests {
  static let files: [(key: String, size: Int64)] = [
    ("ck/0b1a/chk-42/_metadata", 1234), ("ck/empty", 0), ("ck/large", 12_345_678_901_234), ("two  spaces", 1),
    (" leading", 2), ("trailing ", 3), ("%41", 4), ("a+b", 5), ("a#b", 6), ("a?b", 7), ("a\"b", 8), ("a\\b", 9),
    ("\u{FC}", 10), ("u\u{308}", 11), ("12 2026-11-24 19:12 x", 12), ("a,b;c", 13), ("a#1732475652000000", 14),
    ("slash/", 15), ("x\r", 16), ("é日本😀", 17),
  ]

  @Test(arguments: LineSample.all)
  func keys(_ sample: LineSample) throws {
    let listing = try read(sample.text(Self.files), sample.options)
    #expect(listing.files == sample.expected(Self.files))
    #expect(listing.summary.form == sample.form)
    #expect(listing.summary.fileCount == Int64(Self.files.count))
    #expect(listing.summary.newest == sample.modified)
    #expect(listing.summary.hasUnknownTimeZone == sample.hasUnknownTimeZone)
    var options = sample.options
    options.form = sample.form
    #expect(try read(sample.text(Self.files), options).files == listing.files)
  }

  @Test(arguments: LineSample.all)
  func timeZone(_ sample: LineSample) throws {
    var options = sample.options
    options.secondsFromUTC = 3600
    let listing = try read(sample.text([("a", 1)]), options)
    #expect(listing.summary.newest == sample.modified - (sample.hasUnknownTimeZone ? 3600 : 0))
    #expect(!listing.summary.hasUnknownTimeZone)
  }

  @Test(arguments: LineSample.all)
  func encodedKeys(_ sample: LineSample) throws {
    var options = sample.options
    options.isURLEncoded = true
    #expect(try read(sample.text([("a%2Bb+%C3%BC", 1)]), options).files == sample.expected([("a+b+ü", 1)]))
    let error = problem(sample.text([("fine", 1), ("a%2", 1)]), options)
    #expect(error?.problem.isMalformed == true)
  }

  @Test(arguments: LineSample.all)
  func carriageReturns(_ sample: LineSample) throws {
    if sample.end == "\0" { return }
    let files = Self.files.filter { !$0.key.hasSuffix("\r") }
    #expect(try read(sample.text(files, end: "\r\n"), sample.options).files == sample.expected(files))
  }

  @Test(arguments: LineSample.all)
  func byteOrderMarkAndGzip(_ sample: LineSample) throws {
    let text = Array(sample.text(Self.files).utf8)
    let expected = sample.expected(Self.files)
    #expect(try read([0xEF, 0xBB, 0xBF] + text, sample.options).files == expected)
    #expect(try read(gzip(text), sample.options).files == expected)
    #expect(try read(gzip([0xEF, 0xBB, 0xBF] + text), sample.options, chunkSize: 1).files == expected)
    #expect(throws: ListingError(.cannotRead(.truncatedCompressedInput), name: "list")) {
      try read(gzip(text).dropLast(1), sample.options)
    }
  }

  @Test(arguments: LineSample.all, [1, 2, 3, 7, 64])
  func pieces(_ sample: LineSample, _ size: Int) throws {
    let text = Array(sample.text(Self.files).utf8)
    #expect(try read(text, sample.options, chunkSize: size).files == sample.expected(Self.files))
  }

  @Test(arguments: LineSample.all)
  func longListing(_ sample: LineSample) throws {
    let files = (0..<5_000).map {
      (key: "ck/0b1a/shared/\($0)-\(String(repeating: "x", count: $0 % 99))", size: Int64($0))
    }
    let listing = try read(sample.text(files), sample.options)
    #expect(listing.files == sample.expected(files))
  }

  @Test(arguments: LineSample.all)
  func longLine(_ sample: LineSample) throws {
    let long = [
      (key: "a", size: Int64(1)), (key: String(repeating: "k", count: 900_000), size: 2), (key: "b", size: 3),
    ]
    #expect(try read(sample.text(long), sample.options).files == sample.expected(long))
    let tooLong = [(key: "a", size: Int64(1)), (key: String(repeating: "k", count: 1 << 20), size: 2)]
    let error = problem(sample.text(tooLong), sample.options)
    #expect(error?.problem.isMalformed == true)
    #expect(error?.line == (sample.header.isEmpty ? 2 : 3))
  }

  @Test(arguments: LineSample.all)
  func cutAnywhere(_ sample: LineSample) throws {
    let text = Array(sample.text(Self.files).utf8)
    let expected = sample.expected(Self.files)
    for count in text.indices {
      guard let listing = try? read(Array(text[..<count]), sample.options) else { continue }
      #expect(expected.starts(with: listing.files), "cut at \(count)")
      #expect(text[count - 1] == sample.end.utf8.last, "cut at \(count)")
    }
  }

  @Test(arguments: LineSample.all)
  func damagedAnywhere(_ sample: LineSample) throws {
    let text = Array(sample.text(Self.files).utf8)
    for index in text.indices {
      let bytes: [UInt8] = [0, 0x0A, 0x20, 0x22, 0x2C, 0x39, 0x3A, 0xFF]
      var damaged = text
      damaged[index] = bytes[index % bytes.count]
      // Must not trap; whether it can be noticed depends on the place.
      _ = try? read(damaged, sample.options)
    }
  }

  @Test(arguments: LineSample.all)
  func cutInLine(_ sample: LineSample) {
    let text = sample.text([("a", 1), ("b", 2)])
    let error = problem(String(text.unicodeScalars.dropLast()), sample.options)
    #expect(error?.problem == .cut(sample.form))
  }

  @Test(arguments: LineSample.all)
  func empty(_ sample: LineSample) {
    #expect(problem(sample.text([]), sample.options)?.problem == .empty)
    var options = sample.options
    options.form = sample.form
    #expect(problem("", options) == ListingError(.empty, name: "list"))
    #expect(problem(sample.text([("marker/", 0), ("ck_$folder$", 0)]), options)?.problem == .empty)
  }

  @Test(arguments: LineSample.all)
  func directoryMarkers(_ sample: LineSample) throws {
    let listing = try read(sample.text([("ck/", 0), ("ck/a", 1), ("ck_$folder$", 0)]), sample.options)
    #expect(listing.files == sample.expected([("ck/a", 1)]))
    #expect(listing.summary.fileCount == 1)
  }

  @Test(arguments: LineSample.all, LineSample.all)
  func mixed(_ sample: LineSample, _ other: LineSample) {
    if sample.form == other.form || sample.end != other.end { return }
    let first = (sample.header.isEmpty ? "" : sample.header + "\n") + sample.line("a", 1) + "\n"
    let text = first + other.line("b", 2) + "\n"
    let error = problem(text, sample.options)
    // Lines of tables cannot be told for sure without their header.
    let isNamed = other.header.isEmpty
    #expect(isNamed ? error?.problem == .mixedForms(sample.form, other.form) : error != nil)
    #expect(error?.line == (sample.header.isEmpty ? 2 : 3))
  }

  @Test(arguments: LineSample.all)
  func insistedForm(_ sample: LineSample) {
    for form in ListingForm.allCases where form != sample.form {
      var options = sample.options
      options.form = form
      #expect(problem(sample.text([("a", 1)]), options) != nil)
    }
  }

  @Test(arguments: LineSample.all)
  func base(_ sample: LineSample) {
    var options = sample.options
    options.base = nil
    let needsBase =
      sample.options.base != nil && sample.form != .hdfsLs && sample.form != .hdfsImage
      && sample.form != .find
    #expect(problem(sample.text([("a", 1)]), options)?.problem == (needsBase ? .needsBase(sample.form) : nil))
  }
}

extension ListingError.Problem {
  var isMalformed: Bool { if case .malformed = self { true } else { false } }
}
