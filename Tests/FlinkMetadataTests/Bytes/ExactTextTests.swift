// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

@Suite struct ExactTextTests {
  @Test func spellingsOfALetterAreTwoTexts() {
    let texts = ["\u{E9}", "e\u{301}", "z", "\u{E9}"].map(ExactText.init)
    #expect(texts[0] != texts[1] && texts[0] == texts[3])
    #expect(Set(texts).count == 3)
    #expect(texts.sorted() == [texts[1], texts[2], texts[0], texts[0]])
  }
}
