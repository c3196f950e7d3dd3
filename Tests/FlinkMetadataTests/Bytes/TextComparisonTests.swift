// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// Strings of the file beside a program's strings.
@Suite struct TextComparisonTests {
  @Test(arguments: ["", "a", "s3://bucket/chk-1/0b6c8ad5", "Grüße", "\0", "a\u{1F600}b", "e\u{301}"])
  func aStringEqualsItsText(_ text: String) throws {
    let string = try ModifiedUTF8String(text)
    #expect(string == text)
    #expect(text[...] == string)
    #expect(!(string != text))
    #expect(!(text != string))
    #expect(string != text + "x")
    #expect("x" + text != string)
    #expect(!(string == text + "x"))
    #expect(!("x" + text == string))
    let isEqual = string.span == text && text == string.span
    let isDifferent = string.span != text || text != string.span || string.span == text + "x"
    #expect(isEqual)
    #expect(!isDifferent)
  }

  @Test func charactersCountAndNotHowTheyAreShown() throws {
    let composed: ModifiedUTF8String = "\u{E9}"
    #expect(composed == "\u{E9}")
    #expect(composed != "e\u{301}")
    // An unpaired surrogate is no text at all, not even the one that is shown for it.
    let unpaired = try ModifiedUTF8String(utf16: [0xD800])
    #expect(String(unpaired) == "\u{FFFD}")
    #expect(unpaired != "\u{FFFD}")
  }

  @Test func aLiteralIsAString() throws {
    let literal: ModifiedUTF8String = "s3://bucket/Grüße"
    #expect(Array("s3://bucket/Grüße".utf16) == literal.utf16)
    let handle = FileStateHandle(filePath: "s3://bucket/file", stateSize: 17)
    #expect(handle.filePath == "s3://bucket/file")
    let absent: ModifiedUTF8String? = nil
    #expect(absent != "id")
  }
}
