// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

@Suite struct GoogleObjectsTests {
  private func object(_ name: String, _ members: String = "") -> String {
    #"{"url": "gs://g/\#(name)#1", "type": "cloud_object", "metadata": {\#(members) "bucket": "g", "name": "\#(name)", "size": "1"}}"#
  }
  private let prefix = #"{"url": "gs://g/ck/a/", "type": "prefix"}"#

  @Test func prefixes() throws {
    #expect(problem(.gcloudJSON, "[\(prefix)]") == .notRecursive(.gcloudJSON))
    #expect(problem(.gcloudJSON, "[\(prefix), \(object("ck/x"))]") == .notRecursive(.gcloudJSON))
    #expect(problem(.gcloudJSON, "[\(prefix), \(object("ck/a/x"))]") == nil)
    // One of the prefixes was not listed, whatever the others have.
    let other = #"{"url": "gs://g/ck/b/", "type": "prefix"}"#
    #expect(problem(.gcloudJSON, "[\(prefix), \(other), \(object("ck/a/x"))]") == .notRecursive(.gcloudJSON))
    #expect(problem(.gcloudJSON, "[\(object("x/y")), \(object("x"))] [\(prefix)]") == .notRecursive(.gcloudJSON))
    #expect(problem(.gcloudJSON, "[\(prefix), \(object("ck/a/")), \(object("x/y"))]") == nil)
    #expect(problem(.gcloudJSON, #"{"items": [], "prefixes": ["ck/a/"]}"#) == .notRecursive(.gcloudJSON))
    #expect(problem(.gcloudJSON, #"{"items": [], "prefixes": []}"#) == .empty)
  }

  @Test func buckets() {
    let text = #"[{"url": "gs://g", "type": "cloud_bucket", "metadata": {"name": "g"}}]"#
    #expect(problem(.gcloudJSON, text) == .notRecursive(.gcloudJSON))
  }

  @Test func pages() {
    let item = #"{"name": "x", "bucket": "g", "size": "1"}"#
    let more = #"{"nextPageToken": "t", "items": [\#(item)]}"#
    let last = #"{"items": [\#(item)]}"#
    #expect(problem(.gcloudJSON, more) == .incomplete(.gcloudJSON, sign: "nextPageToken"))
    #expect(problem(.gcloudJSON, more + last) == nil)
    #expect(problem(.gcloudJSON, last + more) == .incomplete(.gcloudJSON, sign: "nextPageToken"))
    #expect(problem(.gcloudJSON, #"{"kind": "storage#objects"}"#) == .empty)
  }

  @Test func olderGenerations() throws {
    let time = "\"2026-11-24T19:12:47+00:00\""
    for member in ["timeDeleted", "softDeleteTime"] {
      let text = "[\(object("a", "\"\(member)\": \(time), \"generation\": \"5\","))]"
      #expect(
        try readJSON(.gcloudJSON, text, base: nil).files == [
          ListedCopy("gs://g/a", size: 1, modified: nil, state: .noncurrent, versionID: "5")
        ])
    }
  }

  @Test(arguments: ["noncurrent_time", "soft_delete_time", "timeDeleted", "softDeleteTime"])
  func olderGenerationsWithoutMetadata(_ member: String) throws {
    let text = #"[{"bucket": "g", "name": "x", "size": 1, "\#(member)": "2026-11-24T19:12:47+0000"}]"#
    #expect(try readJSON(.gcloudJSON, text).files.map(\.state) == [.noncurrent])
    let current = text.replacing("\"2026-11-24T19:12:47+0000\"", with: "null")
    #expect(try readJSON(.gcloudJSON, current).files.map(\.state) == [.current])
  }

  @Test(arguments: [#"{"name": "x", "size": "1"}"#, #"{"bucket": "g", "size": "1"}"#, #"{"metadata": {"name": "x"}}"#])
  func malformed(_ item: String) {
    let expected = ListingError.Problem.malformed(.gcloudJSON, expected: "the bucket and the name of an object")
    #expect(problem(.gcloudJSON, "[\(item)]") == expected)
  }

  @Test func noClassIsThawed() throws {
    let text = #"[{"bucket": "g", "name": "x", "size": 1, "storage_class": "ARCHIVE"}]"#
    #expect(try readJSON(.gcloudJSON, text).files.map(\.isArchived) == [false])
  }
}

@Suite struct RcloneFilesTests {
  private func directory(_ path: String, size: Int = -1) -> String {
    #"{"Path":"\#(path)","Name":"n","Size":\#(size),"ModTime":"2000-01-01T00:00:00Z","IsDir":true}"#
  }
  private func file(_ path: String, _ tier: String = "") -> String {
    #"{"Path":"\#(path)","Size":3,"ModTime":"","IsDir":false,"Tier":"\#(tier)"}"#
  }

  @Test func directories() throws {
    let text = "[\n\(file("a/x")),\n\(directory("a")),\n\(directory("a/c", size: 0))\n]\n"
    let listing = try readJSON(.rclone, text, base: "s3://b/ck")
    #expect(listing.files == [ListedCopy("s3://b/ck/a/x", size: 3, modified: nil)])
    #expect(listing.summary.newest == nil)
  }

  @Test func notRecursive() {
    #expect(problem(.rclone, "[\(directory("a"))]") == .notRecursive(.rclone))
    #expect(problem(.rclone, "[\(directory("a")), \(file("x"))]") == .notRecursive(.rclone))
    #expect(problem(.rclone, "[\(file("x"))]") == nil)
    // One of several documents.
    let whole = "[\(file("a/x")), \(file("c/y")), \(directory("a"))]"
    #expect(problem(.rclone, whole + "[\(directory("c")), \(file("z"))]") == .notRecursive(.rclone))
    #expect(problem(.rclone, whole + whole.replacing("\"a", with: "\"d")) == nil)
    // A storage of directories has empty ones.
    #expect(problem(.rclone, "[\(directory("a")), \(directory("a/c")), \(directory("b")), \(file("a/x"))]") == nil)
  }

  @Test func missingBracket() {
    #expect(problem(.rclone, "[\n\(file("x")),\n\(file("y"))\n") == .cut(.rclone))
    #expect(problem(.rclone, "[\n\(file("x")),\n") == .cut(.rclone))
  }

  @Test func tiers() throws {
    let text = "[\(file("x", "DEEP_ARCHIVE")), \(file("y", "Archive")), \(file("z", "STANDARD"))]"
    #expect(try readJSON(.rclone, text).files.map(\.isArchived) == [true, true, false])
    #expect(try readJSON(.rclone, text, base: "gs://g").files.map(\.isArchived) == [false, false, false])
  }

  @Test func sizeOfFileIsUnknown() {
    let text = #"[{"Path":"x","Size":-1,"IsDir":false}]"#
    #expect(problem(.rclone, text) == .malformed(.rclone, expected: "a size of 0 or more"))
    #expect(problem(.rclone, #"[{"Path":"x","Size":1}]"#) == .malformed(.rclone, expected: "IsDir, true or false"))
  }
}

@Suite struct MinIOFilesTests {
  private func file(_ key: String, _ members: String = "") -> String {
    #"{"status":"success","type":"file",\#(members)"size":3,"key":"\#(key)"}"# + "\n"
  }
  private let folder = #"{"status":"success","type":"folder","size":0,"key":"a/"}"# + "\n"

  @Test func errorsInTheStream() {
    let error = #"{"status":"error","error":{"message":"Cannot list.","cause":{"message":"Access Denied."}}}"#
    let expected = ListingError.Problem.clientError(.mc, message: "Cannot list. Access Denied.")
    #expect(problem(.mc, error) == expected)
    #expect(problem(.mc, file("a") + error + file("b")) == expected)
    #expect(problem(.mc, #"{"status":"error"}"#) == .clientError(.mc, message: "status error"))
    #expect(problem(.mc, #"{"status":"error","error":{"message":"x"}}"#) == .clientError(.mc, message: "x"))
  }

  @Test func folders() throws {
    #expect(problem(.mc, folder) == .notRecursive(.mc))
    #expect(problem(.mc, folder + file("x")) == .notRecursive(.mc))
    #expect(try readJSON(.mc, folder + file("a/x")).files == [ListedCopy("s3://b/a/x", size: 3, modified: nil)])
  }

  @Test(arguments: [#""versionId":"5f","#, #""versionOrdinal":2,"#, #""isDeleteMarker":true,"#])
  func versions(_ member: String) {
    guard case .unsupported = problem(.mc, file("a", member)) else {
      Issue.record("\(member)")
      return
    }
  }

  @Test func unversionedKeysOfVersionsAreFiles() {
    #expect(problem(.mc, file("a", #""versionId":"null","versionOrdinal":1,"isDeleteMarker":false,"#)) == nil)
  }

  @Test func severalLinesForAnObject() throws {
    let text =
      "{\n \"status\": \"success\",\n \"key\": \"a\",\n \"size\": 3\n}\n{\n \"status\": \"success\",\n \"key\": \"c\"\n}"
    #expect(try readJSON(.mc, text).summary.fileCount == 2)
  }

  @Test func totals() {
    func total(_ count: Int) -> String { #"{"status":"success","totalObjects":\#(count),"totalSize":6}"# }
    #expect(problem(.mc, file("a") + file("b") + total(2)) == nil)
    #expect(problem(.mc, file("a") + file("b") + total(3)) == .wrongTotal(.mc, declared: 3, found: 2))
    #expect(problem(.mc, total(0)) == .empty)
  }
}

@Suite struct S5cmdFilesTests {
  private func file(_ key: String) -> String { #"{"key":"s3://b/\#(key)","etag":"e","type":"file"}"# + "\n" }
  private func directory(_ key: String, _ members: String = "") -> String {
    #"{"key":"s3://b/\#(key)",\#(members)"type":"directory"}"# + "\n"
  }

  @Test func emptyFileHasNoSize() throws {
    #expect(try readJSON(.s5cmd, file("a"), base: nil).files == [ListedCopy("s3://b/a", size: 0, modified: nil)])
  }

  @Test func directories() throws {
    #expect(problem(.s5cmd, directory("ck/a/")) == .notRecursive(.s5cmd))
    #expect(problem(.s5cmd, file("ck/x") + directory("ck/a/")) == .notRecursive(.s5cmd))
    // Markers have what objects have.
    for member in [#""etag":"e","#, #""last_modified":"2026-11-24T19:12:47Z","#] {
      #expect(problem(.s5cmd, file("ck/x") + directory("ck/a/", member)) == nil)
    }
    // Others stand for what is below them.
    #expect(problem(.s5cmd, file("ck/shared/x") + directory("ck/taskowned/")) == .notRecursive(.s5cmd))
    #expect(problem(.s5cmd, directory("ck/shared/") + file("ck/shared/x")) == nil)
  }

  @Test func errors() {
    let text = #"{"operation":"ls","command":"ls x","error":"no object found"}"#
    #expect(problem(.s5cmd, file("a") + text) == .clientError(.s5cmd, message: "no object found"))
  }

  @Test func oldVersions() {
    // All that is left of an object that was deleted.
    let text = #"{"key":"s3://b/a","last_modified":"2026-11-24T19:13:48Z","type":"file"}"#
    guard case .unsupported = problem(.s5cmd, file("a") + text) else {
      Issue.record("\(text)")
      return
    }
  }

  @Test func otherKeys() {
    #expect(problem(.s5cmd, #"{"key":"x","type":"file"}"#) == .malformed(.s5cmd, expected: "a key with s3://"))
    let local = #"{"key":"/x","type":"file"}"#
    #expect(problem(.s5cmd, file("a") + local) == .malformed(.s5cmd, expected: "a key with s3://"))
  }
}
