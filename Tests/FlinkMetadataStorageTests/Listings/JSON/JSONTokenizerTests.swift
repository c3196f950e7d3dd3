// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

@testable import FlinkMetadataStorage

@Suite struct JSONTokenizerTests {
  /// The text of a document that is one string, read and skipped, whole and in pieces; nil if it is an error.
  private func string(_ bytes: [UInt8]) -> [UInt8]? {
    let results = [1, 3, nil].map { read(bytes, chunkSize: $0) }
    #expect(results.allSatisfy { $0 == results[0] })
    #expect((results[0] == nil) == !skips(bytes))
    return results[0]
  }

  private func read(_ bytes: [UInt8], chunkSize: Int?) -> [UInt8]? {
    // A small buffer, so that most strings are in several pieces.
    var tokenizer = JSONTokenizer(MemorySource(bytes, chunkSize: chunkSize), form: .mc, capacity: 11)
    do throws(ListingError) {
      var text: [UInt8] = []
      guard try tokenizer.value() == .string else { return nil }
      try tokenizer.readString(into: &text)
      return try tokenizer.nextDocument() ? nil : text
    } catch {
      return nil
    }
  }

  /// Whether bytes are one document.
  private func skips(_ bytes: [UInt8], chunkSize: Int? = nil) -> Bool {
    // A small buffer, so that most strings are in several pieces.
    var tokenizer = JSONTokenizer(MemorySource(bytes, chunkSize: chunkSize), form: .mc, capacity: 11)
    do throws(ListingError) {
      try tokenizer.skip(tokenizer.value())
      return try !tokenizer.nextDocument()
    } catch {
      return false
    }
  }

  private func isJSON(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    #expect(skips(bytes, chunkSize: 1) == skips(bytes))
    return skips(bytes)
  }

  @Test(arguments: [
    (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\uFFFF""#, "Aé\u{FFFF}"),
    (#""\ud83d\ude00\uD800\uDC00\uDBFF\uDFFF""#, "😀\u{10000}\u{10FFFF}"), (#""\u0000""#, "\0"),
    ("\"1234567\\n12345678\\n\u{7F}é\"", "1234567\n12345678\n\u{7F}é"),
  ])
  func strings(_ json: String, _ text: String) { #expect(string(Array(json.utf8)) == Array(text.utf8)) }

  @Test(arguments: [
    "\"", "\"a", #""\"#, #""\""#, #""\x""#, #""\u12""#, #""\u12G4""#, #""\u+123""#, #""\ud800""#, #""\ud800x""#,
    #""\ud800\n""#, #""\ud800\u0041""#, #""\ud800\ud800""#, #""\udc00""#, #""\udc00\ud800""#, "\"\n\"", "\"\u{0}\"",
    "\"\u{1F}\"", "\"1234567890\u{1F}\"", "'a'", "\"a\" \"b\"",
  ])
  func otherStrings(_ json: String) { #expect(string(Array(json.utf8)) == nil) }

  @Test func bytesThatAreNotUTF8AreKept() {
    #expect(string([0x22, 0xFF, 0x80, 0xC3, 0x22]) == [0xFF, 0x80, 0xC3])
  }

  @Test func everyByteInEveryPlace() {
    for length in 0..<20 {
      for byte in UInt8.min...UInt8.max {
        var bytes = Array(repeating: UInt8(ascii: "x"), count: length) + [byte]
        bytes += Array(repeating: UInt8(ascii: "y"), count: 9)
        let result = read([0x22] + bytes + [0x22], chunkSize: nil)
        #expect(result == (byte < 0x20 || byte == 0x22 || byte == 0x5C ? nil : bytes))
      }
    }
  }

  @Test func longStrings() {
    let most = [UInt8](repeating: UInt8(ascii: "a"), count: JSONTokenizer.maximumLength - 1)
    #expect(read([0x22] + most + [0x22], chunkSize: nil) == most)
    #expect(read([0x22] + most + most + [0x22], chunkSize: nil) == nil)
    #expect(!skips([0x22] + most + most + [0x22]))
    #expect(!skips(Array(repeating: UInt8(ascii: "1"), count: JSONTokenizer.maximumLength + 2)))
  }

  @Test(arguments: [
    "0", "-0", "12", "-1.5", "1e5", "1E+5", "1.25e-3", "true", "false", "null", "{}", "[]", "[[], {}, 0]",
    "{\"a\": {\"b\": []}}",
    " [ 1 , 2 ] ", "{\"\": 0, \"\\u0041\": 1}",
  ])
  func documents(_ text: String) { #expect(isJSON(text)) }

  @Test(arguments: [
    "", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1 2", "tru", "truE", "nul", "nan", "[", "]", "{", "}", "[1", "[1,",
    "[1,]",
    "[,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{1:2}", "{\"a\":1 \"b\":2}", "[}", "{]", "[1}",
    "{\"a\":1]",
    "[]]", "/* */ 1", "[1]// x", "\u{FEFF}1", "\u{B}1", "\u{A0}1",
  ])
  func otherDocuments(_ text: String) { #expect(!isJSON(text)) }

  @Test func depth() {
    func nested(_ count: Int) -> String { String(repeating: "[", count: count) + String(repeating: "]", count: count) }
    #expect(isJSON(nested(64)))
    #expect(!isJSON(nested(65)))
    #expect(!isJSON(String(repeating: "{\"a\":", count: 100_000)))
    #expect(isJSON("[" + String(repeating: nested(63) + ",", count: 5) + "[]]"))
  }

  @Test func errorsOfTheSource() {
    final class Failing: ByteSource {
      func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
        throw FlinkMetadataError(.sourceFailed(code: 5), offset: 0)
      }
    }
    var tokenizer = JSONTokenizer(Failing(), form: .mc)
    do throws(ListingError) {
      _ = try tokenizer.value()
      Issue.record("no error")
    } catch {
      #expect(error.problem == .cannotRead(.sourceFailed(code: 5)))
    }
  }
}
