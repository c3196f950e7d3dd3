// SPDX-License-Identifier: Apache-2.0

import Testing
import metadata_dump

/// Text in HTML.
@Suite struct HTMLTests {
  @Test func interpolatedTextIsEscaped() {
    let name = "<a b=\"c\">&'\n\u{200B}é→\u{FFFE}"
    let html: HTML = "<i title=\"\(name)\">\(name)</i>"
    let escaped = "&lt;a b=&quot;c&quot;&gt;&amp;&#39;\\n\\u{200B}é→\\u{FFFE}"
    #expect(html.text == "<i title=\"\(escaped)\">\(escaped)</i>")
  }

  @Test func piecesAreNotEscapedAgain() {
    let inner: HTML = "<b>\("&")</b>"
    let outer: HTML = "<p>\(inner)\([inner, inner])\(3)</p>"
    #expect(outer.text == "<p><b>&amp;</b><b>&amp;</b><b>&amp;</b>3</p>")
  }

  @Test(arguments: [
    (0.0, "0"), (1.0, "1"), (2.5, "2.5"), (1.0 / 3, "0.33"), (0.05, "0.05"), (-1.25, "-1.25"), (0.999, "1"),
    (1e300, "1000000000"), (.nan, "0"),
  ])
  func coordinatesAreShort(_ number: Double, text: String) {
    let html: HTML = "\(coordinate: number)"
    #expect(html.text == text)
  }

  @Test(arguments: [10, 11, 40, 240]) func longTextLosesItsMiddle(_ limit: Int) {
    for character in ["a", "\"", "\u{202E}", "é", "\u{301}", "🧮"] {
      let text = "begin" + String(repeating: character, count: 10_000) + "end"
      let escaped = text.escapedForHTML(limit: limit)
      #expect(escaped.utf8.count <= limit + 3)
      #expect(escaped.utf8.starts(with: "begin".utf8) && escaped.hasSuffix("end"))
      #expect(escaped.unicodeScalars.contains("…"))
    }
    #expect("short".escapedForHTML(limit: limit) == "short")
  }
}
