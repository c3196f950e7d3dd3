// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

@Suite struct S3VersionsTests {
  private let text = #"""
    {
      "Versions": [
        {"Key": "a", "VersionId": "2", "IsLatest": true, "Size": 1234, "LastModified": "2026-11-24T19:12:47+00:00"},
        {"Key": "a", "VersionId": "1", "IsLatest": false, "Size": 5, "LastModified": "2026-11-24T19:12:46+00:00",
         "StorageClass": "GLACIER"},
        {"Key": "b", "VersionId": "3", "IsLatest": false, "Size": 6, "LastModified": "2026-11-24T19:12:47+00:00"},
        {"Key": "dir/", "VersionId": "null", "IsLatest": true, "Size": 0}
      ],
      "DeleteMarkers": [
        {"Key": "b", "VersionId": "4", "IsLatest": true, "LastModified": "2026-11-24T19:12:48+00:00", "Owner": {}},
        {"Key": "a", "VersionId": "0", "IsLatest": false, "LastModified": "2026-11-24T19:12:40+00:00"},
        {"Key": "dir2/", "VersionId": "5", "IsLatest": true, "LastModified": "2026-11-24T19:12:40+00:00"}
      ],
      "Prefix": "ck/"
    }
    """#

  @Test func states() throws {
    let listing = try readJSON(.s3Versions, text)
    #expect(
      listing.files == [
        ListedCopy("s3://b/a", versionID: "2"),
        ListedCopy("s3://b/a", size: 5, modified: 1_795_547_566, state: .noncurrent, versionID: "1", isArchived: true),
        ListedCopy("s3://b/b", size: 6, state: .noncurrent, versionID: "3"),
        ListedCopy("s3://b/b", size: nil, modified: 1_795_547_568, state: .deleteMarker, versionID: "4"),
      ])
    #expect(listing.summary.fileCount == 4)
    #expect(listing.summary.prefix == "s3://b/ck/")
  }

  @Test(arguments: [
    ("\"NextToken\": \"x\"", "NextToken"), ("\"IsTruncated\": true", "\"IsTruncated\": true"),
    ("\"NextKeyMarker\": \"x\"", "NextKeyMarker"), ("\"NextVersionIdMarker\": \"x\"", "NextVersionIdMarker"),
  ])
  func incomplete(_ member: String, _ sign: String) {
    var text = text
    text.insert(contentsOf: member + ", ", at: text.index(after: text.startIndex))
    #expect(problem(.s3Versions, text) == .incomplete(.s3Versions, sign: sign))
    #expect(problem(.s3Versions, text + self.text) == nil)
  }

  @Test(arguments: ["KeyMarker", "VersionIdMarker"])
  func beginsInTheMiddle(_ name: String) {
    var text = text
    text.insert(contentsOf: "\"\(name)\": \"x\", ", at: text.index(after: text.startIndex))
    #expect(problem(.s3Versions, text) == .startsLate(.s3Versions, sign: name))
    #expect(problem(.s3Versions, self.text + text) == nil)
    #expect(problem(.s3Versions, text.replacing("\"x\"", with: "\"\"")) == nil)
  }

  @Test func notRecursive() {
    #expect(problem(.s3Versions, #"{"Delimiter": "/", "Versions": []}"#) == .notRecursive(.s3Versions))
    #expect(problem(.s3Versions, #"{"CommonPrefixes": [{"Prefix": "a/"}]}"#) == .notRecursive(.s3Versions))
  }

  @Test(arguments: [
    // Marker and version look alike but for the size.
    #"[{"Key": "a", "VersionId": "1", "IsLatest": true}]"#, #"[{"Key": "a", "VersionId": "1", "Size": 1}]"#,
    #"[{"Key": "a", "IsLatest": "true", "Size": 1}]"#, #"[{"IsLatest": true, "Size": 1}]"#,
  ])
  func malformed(_ text: String) {
    guard case .malformed(.s3Versions, _) = problem(.s3Versions, text) else {
      Issue.record("\(text)")
      return
    }
  }
}
