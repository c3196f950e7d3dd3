// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

@Suite struct InventoryManifestTests {
  static let text = """
    {
      "sourceBucket": "flink-bucket",
      "destinationBucket": "arn:aws:s3:::inventory-bucket",
      "version": "2016-11-30",
      "creationTimestamp": "1514944800000",
      "fileFormat": "CSV",
      "fileSchema": "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size",
      "files": [
        {"key": "flink-bucket/cfg/data/939c.csv.gz", "size": 2147483648, "MD5checksum": "f111"},
        {"MD5checksum": "f112", "key": "flink-bucket/cfg/data/93\\u00fc.csv.gz"}
      ]
    }
    """

  private func read(_ text: String) throws(ListingError) -> InventoryManifest {
    try JSONListing.manifest(bytes: Array(text.utf8))
  }

  @Test func s3() throws {
    let manifest = try read(Self.text)
    #expect(manifest.sourceBucket == "flink-bucket")
    #expect(manifest.version == "2016-11-30")
    #expect(manifest.createdSeconds == 1_514_944_800)
    #expect(manifest.fileFormat == "CSV")
    #expect(manifest.columns == ["Bucket", "Key", "VersionId", "IsLatest", "IsDeleteMarker", "Size"])
    #expect(manifest.files.map(\.key) == ["flink-bucket/cfg/data/939c.csv.gz", "flink-bucket/cfg/data/93ü.csv.gz"])
    #expect(manifest.files.map(\.size) == [2_147_483_648, nil])
    #expect(!manifest.isIncremental)
  }

  @Test func ossCountsSeconds() throws {
    let text = #"""
      {"creationTimestamp": 1642994594, "destinationBucket": "d", "fileFormat": "CSV",
       "fileSchema": "Bucket,Key,Size,StorageClass", "files": [], "sourceBucket": "s", "version": "2019-09-01"}
      """#
    let manifest = try read(text)
    #expect(manifest.createdSeconds == 1_642_994_594)
    #expect(manifest.columns == ["Bucket", "Key", "Size", "StorageClass"])
    #expect(manifest.files.isEmpty)
    #expect(manifest.version == "2019-09-01")
  }

  @Test(arguments: [#""startTimestamp": 1, "#, #""endTimestamp": "1", "#])
  func incremental(_ member: String) throws {
    var text = Self.text
    text.insert(contentsOf: member, at: text.index(after: text.startIndex))
    #expect(try read(text).isIncremental)
  }

  @Test func incrementalByColumn() throws {
    let text = Self.text.replacing("IsLatest", with: "RecordType")
    #expect(try read(text).isIncremental)
  }

  @Test(arguments: ["sourceBucket", "fileFormat", "fileSchema", "files", "key"])
  func memberIsMissing(_ name: String) {
    let error = #expect(throws: ListingError.self) { try read(Self.text.replacing("\"\(name)\"", with: "\"x\"")) }
    guard case .malformed(.inventory, _) = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["2147483648", "\"1514944800000\""])
  func numberIsNone(_ number: String) {
    #expect(throws: ListingError.self) { try read(Self.text.replacing(number, with: "\"x\"")) }
    #expect(throws: ListingError.self) { try read(Self.text.replacing(number, with: "-5.5")) }
  }

  @Test func cutAtEveryByte() {
    let bytes = Array(Self.text.utf8)
    for count in 0..<bytes.count {
      #expect(throws: ListingError.self) { try JSONListing.manifest(bytes: Array(bytes[..<count])) }
    }
    #expect(throws: ListingError.self) { try read(Self.text + "{}") }
    #expect(throws: ListingError.self) { try read("[]") }
  }
}
