// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

@Suite struct PathRulesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var from: String
    var to: String
    var path: String
    var moved: String?

    init(_ from: String, _ to: String, _ path: String, _ moved: String?) {
      (self.from, self.to, self.path, self.moved) = (from, to, path, moved)
    }

    var testDescription: String { "\(from) → \(to): \(path)" }
  }

  static let cases = [
    Case("s3://b/sp", "s3://c/sq", "s3://b/sp", "s3://c/sq"),
    Case("s3://b/sp", "s3://c/sq", "s3://b/sp/x", "s3://c/sq/x"),
    Case("s3://b/sp", "s3://c/sq", "s3://b/sp2", nil),
    Case("s3://b/sp", "s3://c/sq", "s3://b/s", nil),
    Case("s3://b/sp", "s3://c/sq", "s3a://b/sp/x", nil),
    Case("s3://b/sp/", "s3://c/sq", "s3://b/sp/x", "s3://c/sq/x"),
    Case("s3://b/sp", "s3://c/sq/", "s3://b/sp/x", "s3://c/sq/x"),
    Case("s3a://", "s3://", "s3a://b/x", "s3://b/x"),
    Case("s3a://", "s3://", "s3://b/x", nil),
    Case("file:/a", "s3://b", "file:/a/x", "s3://b/x"),
    Case("file:/a", "s3://b", "file:///a/x", "s3://b/x"),
    Case("file:/a", "s3://b", "/a/x", "s3://b/x"),
    Case("/a", "s3://b", "file:/a/x", "s3://b/x"),
    Case("file:///a/", "s3://b", "/a", "s3://b"),
    Case("/a", "/b", "file:/a/x", "file:/b/x"),
    Case("/a", "/b", "file:///a/x", "file:///b/x"),
    Case("/a", "/b", "/a/x", "/b/x"),
    Case("/a", "file:/b", "/a/x", "file:/b/x"),
    Case("/a", "s3://b", "file://host/a/x", nil),
    Case("/", "s3://b", "/a/x", "s3://b/a/x"),
    Case("/", "s3://b", "file:/", "s3://b/"),
    Case("/", "s3://b", "file://", nil),
    Case("/", "s3://b", "file:///", "s3://b/"),
    Case("file:///", "s3://b", "file:/a/x", "s3://b/a/x"),
    Case("s3://b/größe", "s3://c/maß", "s3://b/größe/🧮", "s3://c/maß/🧮"),
    Case("s3://b", "hdfs://n:8020/r", "s3://b/x", "hdfs://n:8020/r/x"),
  ]

  @Test(arguments: cases)
  func prefixesMatchWholeComponents(_ example: Case) throws {
    let rules = try PathRules([.init(from: example.from, to: example.to)])
    #expect(rules.moved(example.path) == example.moved)
  }

  @Test func theLongestPrefixCounts() throws {
    let rules = try PathRules([
      .init(from: "s3://b", to: "s3://other"), .init(from: "s3://b/sp/deep", to: "s3://deep"),
      .init(from: "s3://b/sp", to: "s3://sp"),
    ])
    #expect(rules.moved("s3://b/sp/deep/x") == "s3://deep/x")
    #expect(rules.moved("s3://b/sp/x") == "s3://sp/x")
    #expect(rules.moved("s3://b/x") == "s3://other/x")
  }

  @Test func contradictionsAndEmptyPrefixesAreRefused() {
    #expect(throws: PathRules.Problem.self) {
      try PathRules([.init(from: "file:/a", to: "s3://b"), .init(from: "/a/", to: "s3://c")])
    }
    #expect(throws: PathRules.Problem.self) { try PathRules([.init(from: "", to: "s3://b")]) }
    #expect(throws: PathRules.Problem.self) { try PathRules([.init(from: "s3://b", to: "")]) }
    #expect(throws: Never.self) {
      try PathRules([.init(from: "file:/a", to: "s3://b"), .init(from: "/a/", to: "s3://b/")])
    }
  }

  /// A path that is the old prefix itself becomes the root, and not nothing.
  @Test(arguments: [
    ("/a", "/", "/"), ("/a", "file:/", "file:/"), ("file:/a", "/", "file:/"), ("s3://b", "s3a://", "s3a:/"),
  ])
  func aWholePathCanBecomeARoot(from: String, to: String, expected: String) throws {
    let rules = try PathRules([.init(from: from, to: to)])
    #expect(rules.moved(from) == expected)
    #expect(rules.moved(from + "/x") == (to.hasSuffix("//") ? "s3a:/x" : expected + "x"))
  }
}
