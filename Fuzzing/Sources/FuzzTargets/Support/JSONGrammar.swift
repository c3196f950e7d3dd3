// SPDX-License-Identifier: Apache-2.0

/// JSON as RFC 8259 has it, read without keeping anything.
struct JSONGrammar {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Whether the bytes are one value, perhaps with blanks around it.
  static func isValue(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var grammar = JSONGrammar(bytes)
    return grammar.value() && grammar.next == nil
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The next byte that is no blank.
  private var next: UInt8? {
    mutating get {
      while position < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
      return position < bytes.endIndex ? bytes[position] : nil
    }
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value() -> Bool {
    switch next.map({ Character(UnicodeScalar($0)) }) {
    case "{": list("{", "}") { $0.string() && $0.take(":") && $0.value() }
    case "[": list("[", "]") { $0.value() }
    case "\"": string()
    case "t": word("true")
    case "f": word("false")
    case "n": word("null")
    default: number()
    }
  }

  private mutating func list(_ start: Character, _ end: Character, _ element: (inout JSONGrammar) -> Bool) -> Bool {
    guard take(start) else { return false }
    if take(end) { return true }
    repeat {
      if !element(&self) { return false }
    } while take(",")
    return take(end)
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    position += isThere ? word.utf8CodeUnitCount : 0
    return isThere
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while position < bytes.endIndex, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] < 0x20 { return false }
      if bytes[position] == UInt8(ascii: "\\") {
        position += 1
        guard position < bytes.endIndex, Array("\"\\/bfnrtu".utf8).contains(bytes[position]) else { return false }
        if bytes[position] == UInt8(ascii: "u") {
          let digits = bytes[(position + 1)...].prefix(4)
          guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return false }
          position += 4
        }
      }
      position += 1
    }
    return take("\"")
  }

  /// A whole number; the library writes no other.
  private mutating func number() -> Bool {
    let start = position
    if position < bytes.endIndex, bytes[position] == UInt8(ascii: "-") { position += 1 }
    let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
    position += digits.count
    return !digits.isEmpty && (digits.count == 1 || digits.first != 0x30) && position > start
  }
}
