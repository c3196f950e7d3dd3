// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles
import Testing

struct LocalPathTests {
  @Test(arguments: [
    ("file:/a", "/a"), ("file:///a", "/a"), ("file:////a", "//a"), ("/a", "/a"), ("file:a", "file:a"), ("", ""),
    // A combining mark after a slash.
    ("file:/\u{301}", "/\u{301}"), ("file:///\u{301}", "/\u{301}"), ("file:\u{301}/a", "file:\u{301}/a"),
  ])
  func aURIIsItsPath(_ text: String, _ path: String) throws {
    #expect(try LocalPath.plain(text).utf8.elementsEqual(path.utf8))
  }

  @Test(arguments: ["file://", "file://host/a", "file://\u{301}/a"])
  func aHostIsRefused(_ text: String) {
    #expect(throws: MetadataInputError(.hasAuthority, path: text)) { try LocalPath.plain(text) }
  }
}
