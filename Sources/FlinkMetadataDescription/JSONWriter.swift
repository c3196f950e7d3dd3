import FlinkMetadata

/// Writes JSON piece by piece, with the commas where they belong.
struct JSONWriter {
  var text: TextBuffer
  var needsComma = false

  init(_ sink: any ByteSink) { text = TextBuffer(sink) }

  private mutating func separate() {
    if needsComma { text.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  mutating func beginObject() {
    separate()
    text.append(UInt8(ascii: "{"))
    needsComma = false
  }

  mutating func endObject() {
    text.append(UInt8(ascii: "}"))
    needsComma = true
  }

  mutating func beginArray() {
    separate()
    text.append(UInt8(ascii: "["))
    needsComma = false
  }

  mutating func endArray() {
    text.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// Ends a document with a line feed and gets ready for the next.
  mutating func endDocument() {
    text.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  mutating func key(_ name: StaticString) {
    separate()
    text.append(UInt8(ascii: "\""))
    text.append(name)
    text.append("\":")
    needsComma = false
  }

  mutating func key(_ name: String) {
    separate()
    text.append(UInt8(ascii: "\""))
    text.append(name)
    text.append("\":")
    needsComma = false
  }

  mutating func null() {
    separate()
    text.append("null")
  }

  mutating func bool(_ value: Bool) {
    separate()
    text.append(value ? "true" : "false")
  }

  mutating func integer(_ value: Int64) {
    separate()
    text.append(value)
  }

  mutating func integer(_ value: Int32) { integer(Int64(value)) }

  mutating func integer(_ value: Int) { integer(Int64(value)) }

  /// Text that needs no escapes.
  mutating func plain(_ value: String) {
    separate()
    text.append(UInt8(ascii: "\""))
    text.append(value)
    text.append(UInt8(ascii: "\""))
  }

  /// A string of the file. Unpaired surrogates and control characters are escaped, all else is UTF-8.
  mutating func string(_ value: ModifiedUTF8Span) {
    separate()
    text.append(UInt8(ascii: "\""))
    if value.bytes.isPlainJSON {
      text.append(value.bytes)
    } else {
      appendEscaped(value.utf16)
    }
    text.append(UInt8(ascii: "\""))
  }

  mutating func stringOrNull(_ value: ModifiedUTF8Span?) {
    if let value { string(value) } else { null() }
  }

  private mutating func appendEscaped(_ units: [UInt16]) {
    var index = 0
    while index < units.count {
      let unit = units[index]
      index += 1
      switch unit {
      case UInt16(UInt8(ascii: "\"")), UInt16(UInt8(ascii: "\\")):
        text.append(UInt8(ascii: "\\"))
        text.append(UInt8(truncatingIfNeeded: unit))
      case 0xD800...0xDBFF where index < units.count && UTF16.isTrailSurrogate(units[index]):
        text.append(String(decoding: [unit, units[index]], as: UTF16.self))
        index += 1
      case 0..<0x20, 0x7F..<0xA0, 0xD800...0xDFFF:
        appendUnicodeEscape(unit)
      default:
        text.append(String(decoding: CollectionOfOne(unit), as: UTF16.self))
      }
    }
  }

  private mutating func appendUnicodeEscape(_ unit: UInt16) {
    text.append("\\u")
    let digits = String(unit, radix: 16)
    text.append(String(repeating: "0", count: 4 - digits.count) + digits)
  }
}

extension RawSpan {
  /// Whether the bytes can stand in a JSON string as they are: printable ASCII without quotes and backslashes.
  fileprivate var isPlainJSON: Bool {
    withUnsafeBytes { bytes in
      bytes.allSatisfy { byte in
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      }
    }
  }
}
