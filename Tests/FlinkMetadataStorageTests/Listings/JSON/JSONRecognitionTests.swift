// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

@testable import FlinkMetadataStorage

@Suite struct JSONRecognitionTests {
  @Test(arguments: JSONSample.all)
  func formOfSample(_ sample: JSONSample) {
    let entry = sample.entry(#""ck/x""#, "1234")
    let text = sample.text(Array(repeating: entry, count: 1000))
    #expect(JSONListing.form(of: Array(text.utf8)) == sample.form)
    #expect(JSONListing.form(of: Array(text.utf8.prefix(65_536))) == sample.form)
    #expect(JSONListing.form(of: Array(sample.text([entry]).utf8)) == sample.form)
  }

  @Test func membersInAnyOrder() {
    #expect(form(#"{"Prefix": "ck/", "RequestCharged": null, "Contents": [{"a"#) == .s3Objects)
    #expect(form(#"{"RequestCharged": null, "Prefix": ""}"#) == .s3Objects)
    #expect(form(#"{"CommonPrefixes": [{"Prefix": "a/"}]}"#) == .s3Objects)
    #expect(form(#"{"IsTruncated": false, "KeyMarker": "", "Versions": []}"#) == .s3Versions)
    #expect(form(#"{"DeleteMarkers": []}"#) == .s3Versions)
    #expect(form(#"[{"IsLatest": true, "Size": 1, "Key": "x"}]"#) == .s3Versions)
    #expect(form(#"[{"IsDir": true, "Path": "x"}]"#) == .rclone)
    #expect(form(#"{"items": []}"#) == .gcloudJSON)
    #expect(form(#"[{"type": "prefix", "url": "gs://b/x/"}]"#) == .gcloudJSON)
    #expect(form(#"[{"nextMarker": null}]"#) == .azure)
    #expect(form(#"[{"name": "ck/"}]"#) == .azure)
    #expect(form(#"{"error": {"message": "x"}, "status": "error"}"#) == .mc)
    #expect(form(#"{"type": "directory", "key": "s3://b/x/"}"#) == .s5cmd)
    #expect(form(#"{"operation": "ls", "command": "ls", "error": "x"}"#) == .s5cmd)
  }

  @Test(arguments: ["[]", "[ ]\n", "null", "[]\nnull", "  []"])
  func nothingIsEmpty(_ text: String) throws {
    let form = try #require(self.form(text))
    #expect(problem(form, text) == .empty)
  }

  @Test(arguments: [
    "", " ", "x", "[2026-11-24 19:12:47 UTC]  20KiB STANDARD 0b1a/x", "1234 2026", "{", "[", "{}", "[1]", "[[]]",
    "[{}]", #"{"a": 1}"#, #"[{"a": 1}]"#, #"[{"name": "ck"}]"#, #"[{"name": "ck/", "a": 1}]"#, "\"x\"", "true", "12",
    #"{"a" 1, "Contents": []}"#,
  ])
  func others(_ text: String) { #expect(form(text) == nil) }

  @Test func manifest() {
    #expect(form(InventoryManifestTests.text) == .inventory)
    #expect(form(#"{"fileFormat": "CSV", "sourceBucket": "b"}"#) == .inventory)
    #expect(form(#"{"sourceBucket": "b"}"#) == nil && form("[\(InventoryManifestTests.text)]") == nil)
  }

  private func form(_ text: String) -> ListingForm? { JSONListing.form(of: Array(text.utf8)) }
}
