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

  @Test(arguments: ["", "K", "-1", "1k", "1.5G", "1 G", "8388608T", "99999999999999999999", "+1"])
  func whatIsNoLimitIsRefused(_ text: String) {
    #expect(ExpansionLimit(text) == nil)
  }
}
