// SPDX-License-Identifier: Apache-2.0

import Testing
import ToolSupport

@Suite struct AbsolutePlaceTests {
  @Test(arguments: ["/", "/a", "file:/a", "S3://b", "/\u{301}", "s3:\u{301}"])
  func aPlaceBeginsWithASlashOrAScheme(_ place: String) throws { try requireAbsolute(place, option: "--to") }

  @Test(arguments: ["", "a", "a/b:c", "1:/a", ":/a", "a/\u{301}:c"])
  func anyOtherIsRefused(_ place: String) {
    #expect(throws: (any Error).self) { try requireAbsolute(place, option: "--to") }
  }
}
