// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import FlinkMetadataStorage

@Suite struct AzureBlobsTests {
  private func blob(_ name: String, size: Int = 3, _ members: String = "") -> String {
    #"{"name": "\#(name)", \#(members) "properties": {"contentLength": \#(size)}}"#
  }
  private func list(_ entries: String...) -> String { "[" + entries.joined(separator: ", ") + "]" }
  private func names(_ text: String) throws -> [String] {
    try readJSON(.azure, text).files.map {
      String(decoding: $0.location.dropFirst("s3://b/".utf8.count), as: UTF8.self)
    }
  }

  // MARK: Whole and part

  @Test func defaultLength() throws {
    let entries = (0..<5000).map { blob("ck/\($0)") }
    let text = "[" + entries.joined(separator: ",\n") + "]"
    let sign = "exactly 5000 entries, where az stops by default"
    #expect(problem(.azure, text) == .incomplete(.azure, sign: sign))
    #expect(try readJSON(.azure, text) { $0.allowsDefaultLength = true }.summary.fileCount == 5000)
    // With the option, a marker says that this is all.
    #expect(problem(.azure, String(text.dropLast()) + #", {"nextMarker": null}]"#) == nil)
    #expect(problem(.azure, String(text.dropLast()) + ", " + blob("x") + "]") == nil)
    #expect(problem(.azure, "[" + entries.dropLast().joined(separator: ",") + "]") == nil)
    // Pages: only the last one counts.
    #expect(problem(.azure, text + list(blob("x"))) == nil)
    #expect(problem(.azure, list(blob("x")) + text) == .incomplete(.azure, sign: sign))
    // What is skipped has been a result, too.
    let skipped = "[" + (entries.dropLast() + [blob("x", "\"deleted\": true,")]).joined(separator: ",") + "]"
    #expect(problem(.azure, skipped) == .incomplete(.azure, sign: sign))
  }

  @Test func nextMarker() {
    let more = #"{"nextMarker": "2!92!"}"#
    #expect(problem(.azure, list(blob("x"), more)) == .incomplete(.azure, sign: "nextMarker"))
    #expect(problem(.azure, list(blob("x"), more) + list(blob("y"), #"{"nextMarker": null}"#)) == nil)
    #expect(problem(.azure, list(blob("x"), more) + list(blob("y"))) == nil)
    #expect(problem(.azure, list(#"{"nextMarker": null}"#)) == .empty)
  }

  @Test func notRecursive() {
    #expect(problem(.azure, list(blob("x"), #"{"name": "ck/"}"#)) == .notRecursive(.azure))
    let directory = #"{"name": "ck", "contentLength": 0, "isDirectory": true}"#
    #expect(problem(.azure, list(directory)) == .notRecursive(.azure))
    #expect(problem(.azure, list(directory, blob("x"))) == .notRecursive(.azure))
    #expect(problem(.azure, list(directory, blob("ck/x"))) == nil)
  }

  // MARK: What is no file

  @Test(arguments: [
    #""snapshot": "2026-11-24T19:12:47.0Z","#, #""deleted": true,"#, #""isCurrentVersion": false,"#,
    #""metadata": {"hdi_isfolder": "true"},"#, #""metadata": {"hdi_isfolder": "True"},"#,
  ])
  func skipped(_ member: String) throws {
    #expect(try names(list(blob("ck/a", size: 0, member), blob("ck/b"))) == ["ck/b"])
  }

  @Test(arguments: [
    #""snapshot": null,"#, #""deleted": null,"#, #""deleted": false,"#, #""isCurrentVersion": true,"#,
    #""isCurrentVersion": null,"#, #""metadata": null,"#, #""metadata": {"hdi_isfolder": "false"},"#,
  ])
  func present(_ member: String) throws {
    #expect(try names(list(blob("ck/a", member), blob("ck/b"))) == ["ck/a", "ck/b"])
  }

  @Test func foldersWithoutMetadata() throws {
    let text = list(
      blob("ck", size: 0), blob("ck-old", size: 0), blob("ck-old.x"), blob("ck/a", size: 0), blob("ck/a-b", size: 0),
      blob("ck/a/x", size: 0), blob("ck/a/y"), blob("ck0", size: 0))
    #expect(try names(text) == ["ck-old.x", "ck-old", "ck/a-b", "ck/a/x", "ck/a/y", "ck0"])
    // Nothing is lost at the end, or if names are not in order.
    #expect(try names(list(blob("b", size: 0), blob("a", size: 0), blob("a", size: 0))) == ["b", "a", "a"])
    #expect(try names(list(blob("a", size: 0), blob("ab", size: 0), blob("abc", size: 0))) == ["abc", "ab", "a"])
    // A folder can be at the end of one page, and its files in the next.
    #expect(try names(list(blob("a", size: 0)) + list(blob("a/b"))) == ["a/b"])
  }

  @Test func tiers() throws {
    let text = #"""
      [{"name": "a", "properties": {"contentLength": 1, "blobTier": "Archive"}},
       {"name": "b", "properties": {"contentLength": 1, "blobTier": "Hot"}},
       {"name": "c", "properties": {"contentLength": 1, "blobTier": null}}]
      """#
    #expect(try readJSON(.azure, text).files.map(\.isArchived) == [true, false, false])
  }

  @Test func malformed() {
    let expected = ListingError.Problem.malformed(.azure, expected: "a contentLength")
    #expect(problem(.azure, #"[{"name": "a", "properties": null}]"#) == expected)
    #expect(problem(.azure, #"[{"name": "a"}]"#) == expected)
    #expect(problem(.azure, #"[{"properties": {"contentLength": 1}}]"#) != nil)
  }
}
