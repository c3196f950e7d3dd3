// SPDX-License-Identifier: Apache-2.0

import CZlib
import FlinkMetadata

/// JSON in ASCII, on one line, byte for byte as `Json.java` writes it.
struct FlinkText {
  private(set) var bytes: [UInt8] = []
  /// Whether something comes before the next member or element.
  private var needsSeparator = false

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func beginValue() {
    if needsSeparator { append(", ") }
    needsSeparator = true
  }

  // MARK: Structure

  mutating func beginObject() { begin("{") }

  mutating func endObject() { end("}") }

  mutating func beginArray() { begin("[") }

  mutating func endArray() { end("]") }

  private mutating func begin(_ bracket: StaticString) {
    beginValue()
    append(bracket)
    needsSeparator = false
  }

  private mutating func end(_ bracket: StaticString) {
    append(bracket)
    needsSeparator = true
  }

  mutating func key(_ name: StaticString) {
    beginValue()
    append("\"")
    append(name)
    append("\": ")
    needsSeparator = false
  }

  mutating func key(_ name: String) {
    plain(name)
    append(": ")
    needsSeparator = false
  }

  mutating func member(_ name: StaticString, _ value: some BinaryInteger) {
    key(name)
    integer(value)
  }

  mutating func member(_ name: StaticString, _ value: Bool) {
    key(name)
    bool(value)
  }

  mutating func member(_ name: StaticString, _ text: ModifiedUTF8String) {
    key(name)
    string(text)
  }

  mutating func member(_ name: StaticString, plain text: String) {
    key(name)
    plain(text)
  }

  // MARK: Values

  mutating func null() {
    beginValue()
    append("null")
  }

  mutating func bool(_ value: Bool) {
    beginValue()
    append(value ? "true" : "false")
  }

  mutating func integer(_ value: some BinaryInteger) {
    beginValue()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Text that needs no escapes.
  mutating func plain(_ text: String) {
    beginValue()
    append("\"")
    bytes.append(contentsOf: text.utf8)
    append("\"")
  }

  mutating func string(_ text: ModifiedUTF8String) {
    beginValue()
    append("\"")
    let start = bytes.count
    let isPlain = text.bytes.withUnsafeBytes { units in
      bytes.append(contentsOf: units)
      return units.allSatisfy { 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
    if !isPlain {
      bytes.removeSubrange(start...)
      for unit in text.utf16 { escape(unit) }
    }
    append("\"")
  }

  mutating func stringOrNull(_ text: ModifiedUTF8String?) {
    if let text { string(text) } else { null() }
  }

  /// A value in the form of this type.
  mutating func written(_ value: [UInt8]) {
    beginValue()
    bytes.append(contentsOf: value)
  }

  /// Bytes are described by their number and checksum.
  mutating func contents(_ data: SharedBytes) {
    let checksum = data.bytes.withUnsafeBytes { data in
      crc32_z(0, data.bindMemory(to: UInt8.self).baseAddress, data.count)
    }
    beginObject()
    member("size", data.count)
    member("crc32", plain: hexadecimal(checksum, digits: 8))
    endObject()
  }

  private mutating func escape(_ unit: UInt16) {
    switch UInt8(exactly: unit) {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case .some(let character) where 0x20...0x7E ~= character: bytes.append(character)
    default:
      append("\\u")
      bytes.append(contentsOf: hexadecimal(unit, digits: 4).utf8)
    }
  }
}

private func hexadecimal(_ value: some BinaryInteger, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: digits - text.count) + text
}
