// SPDX-License-Identifier: Apache-2.0

/// A JSON document (RFC 8259), read strictly: integers stay 64-bit integers, strings keep unpaired surrogates, and two
/// members of the same name are an error.
package enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(JSONString)
  case array([JSONValue])
  case object([String: JSONValue])

  package init(_ bytes: some Sequence<UInt8>) throws {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }

  package subscript(name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  package var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  package var text: String? {
    if case .string(let string) = self { string.text } else { nil }
  }

  package var number: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }
}

/// UTF-16 code units.
package struct JSONString: Hashable {
  package var units: [UInt16]

  /// ASCII is decoded as UTF-8: the standard library's decoder of UTF-16 allocates for each unit, which sanitizers make slow.
  package var text: String {
    if units.allSatisfy({ $0 < 0x80 }) { return String(decoding: units.map { UInt8($0) }, as: UTF8.self) }
    return String(decoding: units, as: UTF16.self)
  }
}

package struct JSONSyntaxError: Error {
  package var offset: Int
  var problem: String
}

private struct JSONParser {
  let bytes: [UInt8]
  var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws -> JSONValue {
    let value = try value()
    skipSpace()
    if offset != bytes.count { throw error("text after the document") }
    return value
  }

  private func error(_ problem: String) -> JSONSyntaxError { JSONSyntaxError(offset: offset, problem: problem) }

  private mutating func skipSpace() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  /// Takes the text if it comes next.
  private mutating func take(_ text: String) -> Bool {
    skipSpace()
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  private mutating func require(_ text: String) throws {
    if !take(text) { throw error("expected \(text)") }
  }

  private mutating func value() throws -> JSONValue {
    if take("null") { return .null }
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    if take("\"") { return .string(try string()) }
    if take("[") { return .array(try elements()) }
    if take("{") { return .object(try members()) }
    return .integer(try integer())
  }

  private mutating func elements() throws -> [JSONValue] {
    var elements: [JSONValue] = []
    if take("]") { return elements }
    repeat { elements.append(try value()) } while take(",")
    try require("]")
    return elements
  }

  private mutating func members() throws -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    if take("}") { return members }
    repeat {
      try require("\"")
      let name = try string().text
      try require(":")
      if members.updateValue(try value(), forKey: name) != nil { throw error("two members \(name)") }
    } while take(",")
    try require("}")
    return members
  }

  /// The descriptions have no other numbers.
  private mutating func integer() throws -> Int64 {
    let start = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard let value = Int64(text), String(value) == text else { throw error("expected a value") }
    return value
  }

  /// The rest of a string after its quotation mark. The descriptions are ASCII, so everything else is an error.
  private mutating func string() throws -> JSONString {
    var units: [UInt16] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return JSONString(units: units)
      case UInt8(ascii: "\\"): units.append(try escape())
      case 0x20..<0x7F: units.append(UInt16(byte))
      default: throw error("a byte \(byte) in a string")
      }
    }
    throw error("a string without end")
  }

  private mutating func escape() throws -> UInt16 {
    guard offset < bytes.count else { throw error("an escape without end") }
    let byte = bytes[offset]
    offset += 1
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return UInt16(byte) }
    guard byte == UInt8(ascii: "u"), offset + 4 <= bytes.count,
      let unit = UInt16(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
    else { throw error("an unknown escape") }
    offset += 4
    return unit
  }
}
