// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

@testable import FlinkMetadataStorage

@Suite struct S3ObjectsTests {
  static let page = """
    {
        "Contents": [
            {
                "Key": "ck/0b1a/chk-42/_metadata",
                "LastModified": "2026-11-24T19:12:47.000Z",
                "ETag": "\\"81dc9bdb52d04dc20036dbd8313ed055\\"",
                "ChecksumAlgorithm": ["CRC32"],
                "ChecksumType": "FULL_OBJECT",
                "Size": 1234,
                "StorageClass": "STANDARD"
            }
        ],
        "RequestCharged": null,
        "Prefix": "ck/"
    }
    """

  private func page(_ key: String, _ members: String...) -> String {
    let entry = #""Contents": [{"Key": "\#(key)", "Size": 1234, "LastModified": "2026-11-24T19:12:47Z"}]"#
    return "{" + (members + [entry]).joined(separator: ", ") + "}"
  }

  @Test func page() throws {
    let listing = try readJSON(.s3Objects, Self.page)
    #expect(listing.files == [ListedCopy("s3://b/ck/0b1a/chk-42/_metadata")])
    #expect(listing.summary.fileCount == 1)
    #expect(listing.summary.prefix == "s3://b/ck/")
    #expect(listing.summary.newest == 1_795_547_567)
    #expect(listing.summary.takenAt == nil)
  }

  static let signs = [
    ("\"NextToken\": \"e\"", "NextToken"), ("\"IsTruncated\": true", "\"IsTruncated\": true"),
    ("\"IsTruncated\": \"true\"", "\"IsTruncated\": true"),
    ("\"NextContinuationToken\": \"e\"", "NextContinuationToken"), ("\"NextMarker\": \"ck/x\"", "NextMarker"),
  ]

  @Test(arguments: signs)
  func incomplete(_ member: String, _ sign: String) throws {
    #expect(problem(.s3Objects, page("a", member)) == .incomplete(.s3Objects, sign: sign))
    // A page that says so, and all that follows it.
    let pages = page("a", member) + "\n" + page("c", "\"IsTruncated\": false", "\"NextToken\": null")
    #expect(try readJSON(.s3Objects, pages).files.map(\.location) == ["s3://b/a", "s3://b/c"].map { Array($0.utf8) })
    #expect(problem(.s3Objects, page("c") + page("a", member)) == .incomplete(.s3Objects, sign: sign))
  }

  /// What a request began with is normal in later pages alone.
  @Test(arguments: ["StartAfter", "ContinuationToken", "Marker"])
  func beginsInTheMiddle(_ name: String) {
    let later = page("c", "\"\(name)\": \"x\"")
    #expect(problem(.s3Objects, later) == .startsLate(.s3Objects, sign: name))
    #expect(problem(.s3Objects, page("a") + later) == nil)
    #expect(problem(.s3Objects, page("a", "\"\(name)\": \"\"")) == nil)
    #expect(problem(.s3Objects, page("a", "\"\(name)\": null")) == nil)
  }

  @Test func countOfKeys() {
    func counted(_ key: String, _ count: Int) -> String { page(key, "\"KeyCount\": \(count)") }
    #expect(problem(.s3Objects, counted("a", 1) + counted("c", 1)) == nil)
    #expect(problem(.s3Objects, counted("a", 2)) == .wrongTotal(.s3Objects, declared: 2, found: 1))
    #expect(problem(.s3Objects, counted("a", 1) + counted("c", 2)) == .wrongTotal(.s3Objects, declared: 2, found: 1))
    #expect(problem(.s3Objects, #"{"KeyCount": 0, "Prefix": "ck/"}"#) == .empty)
    #expect(problem(.s3Objects, #"{"KeyCount": 3, "Prefix": "ck/"}"#) != .empty)
  }

  @Test func problemsOfAPageHaveALine() {
    let members = ["\"Delimiter\": \"/\"", "\"StartAfter\": \"a\"", "\"KeyCount\": 7", "\"NextToken\": \"e\""]
    for member in members {
      let error = #expect(throws: ListingError.self) { try readJSON(.s3Objects, "\n\n" + page("a", member)) }
      #expect(error?.line == 3 && error?.description.contains("list again with: aws s3api list-objects-v2") == true)
    }
  }

  @Test func cutBetweenPages() {
    let first = page("a", "\"IsTruncated\": true")
    let bytes = Array((first + "\n" + page("c")).utf8)
    for count in 0..<bytes.count {
      #expect(throws: ListingError.self) { try readJSON(.s3Objects, Array(bytes[..<count])) }
    }
  }

  @Test func encodingTypeDecodesNothing() throws {
    let listing = try readJSON(.s3Objects, page("a%20b", "\"EncodingType\": \"url\""))
    #expect(listing.files.map(\.location) == [Array("s3://b/a%20b".utf8)])
  }

  @Test func notRecursive() {
    let prefixes = #""CommonPrefixes": [{"Prefix": "ck/a/"}]"#
    #expect(problem(.s3Objects, "{\(prefixes)}") == .notRecursive(.s3Objects))
    // With a delimiter, what is below the prefixes is not listed, even if there are files beside them.
    #expect(problem(.s3Objects, page("a", prefixes)) == .notRecursive(.s3Objects))
    #expect(problem(.s3Objects, page("a", "\"Delimiter\": \"/\"")) == .notRecursive(.s3Objects))
    #expect(problem(.s3Objects, page("a", "\"Delimiter\": \"\"")) == nil)
    #expect(problem(.s3Objects, page("a", "\"CommonPrefixes\": []")) == nil)
    #expect(problem(.s3Objects, page("a", "\"CommonPrefixes\": null")) == nil)
  }

  @Test(arguments: [
    #"{"RequestCharged": null, "Prefix": "ck/"}"#, #"{"Contents": []}"#, #"{"Contents": null}"#, "null", "[]",
  ])
  func empty(_ text: String) {
    #expect(problem(.s3Objects, text) == .empty)
    #expect(problem(.s3Objects, text, base: nil) == .empty)
  }

  @Test func prefixes() throws {
    #expect(try readJSON(.s3Objects, page("a", "\"Prefix\": \"\"")).summary.prefix == "s3://b/")
    #expect(try readJSON(.s3Objects, page("a")).summary.prefix == nil)
    #expect(try readJSON(.s3Objects, page("a", "\"Prefix\": null")).summary.prefix == nil)
    let same = page("a", "\"Prefix\": \"a\"") + page("c", "\"Prefix\": \"a\"")
    #expect(try readJSON(.s3Objects, same).summary.prefix == "s3://b/a")
    let different = page("a", "\"Prefix\": \"a\"") + page("c", "\"Prefix\": \"c\"") + page("a", "\"Prefix\": \"a\"")
    #expect(try readJSON(.s3Objects, different).summary.prefix == nil)
  }

  @Test(arguments: [
    ("GLACIER", true), ("DEEP_ARCHIVE", true), ("GLACIER_IR", false), ("STANDARD", false),
    ("INTELLIGENT_TIERING", false),
  ])
  func storageClass(_ name: String, _ isArchived: Bool) throws {
    let text = #"[{"Key": "a", "StorageClass": "\#(name)"}]"#
    #expect(
      try readJSON(.s3Objects, text).files == [ListedCopy("s3://b/a", size: nil, modified: nil, isArchived: isArchived)]
    )
  }

  /// With --optional-object-attributes RestoreStatus.
  @Test(arguments: [
    (#"{"IsRestoreInProgress": false, "RestoreExpiryDate": "2026-12-24T00:00:00+00:00"}"#, false),
    (#"{"IsRestoreInProgress": true}"#, true), (#"{"IsRestoreInProgress": false}"#, true), ("null", true), ("{}", true),
  ])
  func restored(_ status: String, _ isArchived: Bool) throws {
    let text = #"[{"Key": "a", "StorageClass": "DEEP_ARCHIVE", "RestoreStatus": \#(status), "Size": 1}]"#
    #expect(try readJSON(.s3Objects, text).files.map(\.isArchived) == [isArchived])
    let version = text.replacing("\"Key\"", with: #""IsLatest": true, "Key""#)
    #expect(try readJSON(.s3Versions, version).files.map(\.isArchived) == [isArchived])
  }

  @Test func bases() throws {
    for base in ["s3://b", "s3://b/"] {
      #expect(try readJSON(.s3Objects, page("/a"), base: base).files.map(\.location) == [Array("s3://b//a".utf8)])
    }
  }

  @Test(arguments: [
    #"[{"Size": 1}]"#, #"[{"Key": 1}]"#, #"[{"Key": null}]"#, #"[{"Key": "a", "Size": "x"}]"#,
    #"[{"Key": "a", "Size": []}]"#, #"[{"Key": "a", "LastModified": 5}]"#, #"[{"Key": "a", "Key": "b"}]"#,
    "{}", #"{"Contents": {"Key": "a"}}"#, #"[{"Key": ""}]"#, #"{"Contents": [["a"]]}"#, #"[["a", 1]]"#, "1", "\"x\"",
  ])
  func malformed(_ text: String) {
    guard case .malformed(.s3Objects, _) = problem(.s3Objects, text) else {
      Issue.record("\(text)")
      return
    }
  }

  @Test func versionsAreAnotherForm() {
    let versions = #"{"Versions": [{"Key": "a", "IsLatest": true, "Size": 1}], "Prefix": ""}"#
    #expect(problem(.s3Objects, page("a") + versions) == .mixedForms(.s3Objects, .s3Versions))
    #expect(problem(.s3Objects, #"[{"Key": "a", "IsLatest": true}]"#) == .mixedForms(.s3Objects, .s3Versions))
    #expect(problem(.s3Versions, versions + page("a")) == .mixedForms(.s3Versions, .s3Objects))
  }

  @Test func visitorStops() {
    struct Stop: ListingVisitor {
      func listed(_ file: ListedFile) throws(ListingError) {
        throw ListingError(.contradiction(location: "x"))
      }
    }
    var stop = Stop()
    let error = #expect(throws: ListingError.self) {
      try readWith(&stop)
    }
    #expect(error == ListingError(.contradiction(location: "x"), line: 11))
  }

  private func readWith(_ visitor: inout some ListingVisitor) throws {
    let source = MemorySource(Array(Self.page.utf8))
    _ = try JSONListing.read(.s3Objects, source, options: ListingOptions(base: "s3://b"), &visitor)
  }
}
