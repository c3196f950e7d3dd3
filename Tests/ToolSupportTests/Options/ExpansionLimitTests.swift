// SPDX-License-Identifier: Apache-2.0

import Testing
import ToolSupport

@Suite struct ExpansionLimitTests {
  @Test(
    arguments: [
      ("0", 0), ("1000", 1000), ("1K", 1 << 10), ("512M", 512 << 20), ("16G", 16 << 30), ("3T", 3 << 40), ("none", nil),
    ] as [(String, Int64?)])
  func aLimitIsReadAsItIsWritten(text: String, byteCount: Int64?) {
    #expect(ExpansionLimit(text) == ExpansionLimit(byteCount: byteCount))
    #expect(ExpansionLimit(byteCount: byteCount).description == text)
  }

  @Test(arguments: [
    "", "K", "-1", "1.5", ".5G", "1.G", "1.5.0G", "1.-5G", "8388607.9999999T9", "1 G", "8388608T",
    "99999999999999999999", "+1",
  ])
  func whatIsNoLimitIsRefused(_ text: String) {
    #expect(ExpansionLimit(text) == nil)
  }

  @Test(
    arguments: [
      ("1k", 1 << 10), ("512m", 512 << 20), ("1.5G", 3 << 29), ("0.5k", 512), ("1.25t", 5 << 38), ("0.0009k", 0),
      ("0.3K", 307), ("8388607.999999999999999999T", .max), ("1.000000000000000000G", 1 << 30),
    ] as [(String, Int64)])
  func fractionsAreExact(text: String, byteCount: Int64) {
    #expect(ExpansionLimit(text)?.byteCount == byteCount)
  }
}
