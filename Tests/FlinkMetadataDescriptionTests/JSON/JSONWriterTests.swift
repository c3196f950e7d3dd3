// SPDX-License-Identifier: Apache-2.0

import DescriptionSupport
import FlinkMetadata
import FlinkMetadataDescription
import Testing

/// Numbers and strings are written in large steps; here all lengths and places in a step are compared with the obvious.
@Suite struct JSONWriterTests {
  private static func json(_ write: (inout JSONWriter) -> Void) throws -> String {
    let sink = MemorySink()
    var writer = JSONWriter(sink)
    write(&writer)
    try writer.flush()
    return sink.text
  }

  @Test func numbersOfAllLengthsAreDecimal() throws {
    var numbers: [Int64] = [0, .min, .max, .min + 1, .max - 1]
    var power: Int64 = 1
    for _ in 0..<18 {
      power *= 10
      for number in [power - 1, power, power + 1, power / 10 * 7, power + power / 10] { numbers += [number, -number] }
    }
    numbers += 0...12_345
    for number in numbers { #expect(try Self.json { $0.integer(number) } == "\(number)") }
  }

  @Test(arguments: 0...40)
  func oneCharacterIsEscapedWhereverItIs(length: Int) throws {
    // The borders of the ranges that are escaped, and what differs from an escaped character in its highest bit.
    let characters: [UInt8] = [0, 1, 31, 32, 33, 34, 35, 91, 92, 93, 126, 127, 128, 159, 160, 162, 220, 255]
    for place in 0..<length {
      for character in characters {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        bytes[place] = character
        let expected = String(decoding: bytes, as: UTF8.self).utf16.map(Self.escaped).joined()
        #expect(try Self.json { $0.string(utf8: bytes.span.bytes) } == "\"\(expected)\"")
      }
    }
  }

  @Test func membersAreSeparatedAfterAnEscapedString() throws {
    let text = try Self.json { writer in
      writer.beginArray()
      for value in ["", "a", "\"", "b", "ü"] { writer.string(utf8: Array(value.utf8).span.bytes) }
      writer.endArray()
    }
    #expect(text == #"["","a","\"","b","\u00fc"]"#)
  }

  private static func escaped(_ unit: UInt16) -> String {
    switch unit {
    case 0x22: #"\""#
    case 0x5C: #"\\"#
    case 0x20..<0x7F: String(decoding: [unit], as: UTF16.self)
    default: "\\u" + String(0x10000 + UInt32(unit), radix: 16).dropFirst()
    }
  }
}
