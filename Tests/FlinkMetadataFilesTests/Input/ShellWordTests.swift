// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles
import Testing

struct ShellWordTests {
  @Test(arguments: [
    ("a", "a"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
    // A combining mark after the quotation mark, and a character in front of it that joins with it.
    ("'\u{301};x", #"''\''\#u{301};x'"#), ("\u{600}';x", #"'\#u{600}'\'';x'"#),
  ])
  func aTextIsOneWord(_ text: String, _ word: String) {
    #expect(text.shellWord { $0.properties.isAlphabetic }.utf8.elementsEqual(word.utf8))
  }
}
