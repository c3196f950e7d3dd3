// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

@Suite struct LocationJoinTests {
  private func location(
    _ key: String, base: String?, _ rule: LocationJoin.Rule, _ encoding: LocationJoin.Encoding = .raw
  ) throws(ListingError) -> String {
    var join = LocationJoin(base: base, form: .find, rule: rule, encoding: encoding)
    return try Array(key.utf8).span.bytes.withUnsafeBytes { key throws(ListingError) in
      // The second one finds the buffer as the first one left it.
      _ = try join.location(of: key)
      return String(decoding: try join.location(of: key), as: UTF8.self)
    }
  }

  @Test(arguments: [LocationJoin.Encoding.raw, .percent, .form])
  func joins(_ encoding: LocationJoin.Encoding) throws {
    #expect(try location("a", base: "s3://b", .key, encoding) == "s3://b/a")
    #expect(try location("a", base: "s3://b/", .key, encoding) == "s3://b/a")
    #expect(try location("/a", base: "s3://b/", .key, encoding) == "s3://b//a")
    #expect(try location("s3://b/a", base: "s3://c", .key, encoding) == "s3://c/s3://b/a")
    #expect(try location("s3://b/a", base: "s3://c", .uriOrKey, encoding) == "s3://b/a")
    #expect(try location("s3://b/a", base: nil, .uriOrKey, encoding) == "s3://b/a")
    #expect(try location("/a", base: "hdfs://nn:8020", .uriOrKey, encoding) == "hdfs://nn:8020//a")
    #expect(try location("/a", base: "hdfs://nn:8020", .uriOrPath, encoding) == "hdfs://nn:8020/a")
    #expect(try location("/a", base: "hdfs://nn:8020/", .uriOrPath, encoding) == "hdfs://nn:8020/a")
    #expect(try location("/a", base: "file://", .uriOrPath, encoding) == "file:///a")
    #expect(try location("/a", base: "file:", .uriOrPath, encoding) == "file:/a")
    #expect(try location("/a", base: nil, .uriOrPath, encoding) == "/a")
    #expect(try location("a", base: "/mnt", .uriOrPath, encoding) == "/mnt/a")
    #expect(try location("", base: "s3://b", .key, encoding) == "s3://b/")
    let long = String(repeating: "x", count: 100_000)
    #expect(try location(long, base: "s3://b", .key, encoding) == "s3://b/" + long)
    #expect(try location("/" + long, base: nil, .uriOrPath, encoding) == "/" + long)
    #expect(throws: ListingError(.needsBase(.find))) { try location("a", base: nil, .uriOrPath, encoding) }
    #expect(throws: ListingError(.needsBase(.find))) { try location("/a", base: nil, .uriOrKey, encoding) }
    #expect(throws: ListingError(.needsBase(.find))) { try location("1s3://a", base: nil, .uriOrKey, encoding) }
  }

  @Test func decodes() throws {
    #expect(try location("a%2Fb%c3%BC+%2B%25", base: "s3://b", .key, .percent) == "s3://b/a/bü++%")
    #expect(try location("a%2Fb%c3%BC+%2B%25", base: "s3://b", .key, .form) == "s3://b/a/bü +%")
    #expect(try location("%41+", base: "s3://b", .key) == "s3://b/%41+")
    for key in ["%", "a%4", "%g0", "%0g"] {
      #expect(throws: ListingError.self) { try location(key, base: "s3://b", .key, .percent) }
    }
  }
}

@Suite struct StorageClassTests {
  @Test(arguments: [
    ("GLACIER", true), ("DEEP_ARCHIVE", true), ("Archive", true), ("ColdArchive", true), ("DeepColdArchive", true),
    ("GLACIER_IR", false), ("STANDARD", false), ("", false), ("ARCHIVE_INSTANT_ACCESS", false), ("Cold", false),
  ])
  func archives(_ name: String, _ isArchived: Bool) {
    #expect(Array(name.utf8).span.bytes.withUnsafeBytes { StorageClass.isArchived($0) } == isArchived)
  }
}
