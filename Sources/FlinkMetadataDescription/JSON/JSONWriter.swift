// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Writes JSON piece by piece, with the commas where they belong.
package struct JSONWriter: ~Copyable {
  var text: TextBuffer
  var needsComma = false

  /// JSON for a sink.
  package init(_ sink: any ByteSink) { text = TextBuffer(sink) }

  /// JSON that stays in memory.
  package init() { text = TextBuffer() }

  /// Appends a comma where one belongs, and then what `write` puts, which must be `most` bytes or fewer.
  @inline(__always)
  mutating func separate(atMost most: Int = 0, _ write: (inout TextEnd) -> Void = { _ in }) {
    text.append(atMost: 1 + most) { end in
      end.put(UInt8(ascii: ","), if: needsComma)
      write(&end)
    }
    needsComma = true
  }

  /// Passes what was written on to the sink.
  package mutating func flush() throws(FlinkMetadataError) { try text.flush() }

  /// Forgets what was written.
  mutating func removeAll() {
    text.removeAll()
    needsComma = false
  }

  // MARK: Objects and arrays

  @inline(__always)
  package mutating func beginObject() {
    separate(atMost: 1) { $0.put(UInt8(ascii: "{")) }
    needsComma = false
  }

  @inline(__always)
  package mutating func endObject() {
    text.append(UInt8(ascii: "}"))
    needsComma = true
  }

  package mutating func beginArray() {
    separate(atMost: 1) { $0.put(UInt8(ascii: "[")) }
    needsComma = false
  }

  package mutating func endArray() {
    text.append(UInt8(ascii: "]"))
    needsComma = true
  }

  package mutating func emptyArray() {
    separate()
    text.append("[]")
  }

  /// Ends a document with a line feed and gets ready for the next.
  @inline(__always)
  package mutating func endDocument() {
    text.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Gives up a document that cannot be completed. What was passed on already gets a line feed, so that the next
  /// document begins on a line of its own.
  package mutating func abandonDocument() throws(FlinkMetadataError) {
    if text.flushedByteCount > 0 {
      endDocument()
      try text.flush()
    }
    text.removeAll()
    needsComma = false
  }

  @inline(__always)
  package mutating func key(_ name: StaticString) {
    separate(atMost: name.utf8ByteCount + 3) { end in
      end.put(UInt8(ascii: "\""))
      end.put(name)
      end.put("\":")
    }
    needsComma = false
  }

  // MARK: Values

  package mutating func null() {
    separate()
    text.append("null")
  }

  package mutating func bool(_ value: Bool) {
    separate()
    text.append(value ? "true" : "false" as StaticString)
  }

  @inline(__always)
  package mutating func integer(_ value: some BinaryInteger) {
    separate()
    text.append(Int64(clamping: value))
  }

  /// Text that needs no escapes.
  package mutating func plain(_ value: String) {
    separate()
    text.append(UInt8(ascii: "\""))
    text.append(value)
    text.append(UInt8(ascii: "\""))
  }

  /// Text that needs no escapes.
  @inline(__always)
  package mutating func plain(_ value: StaticString) {
    separate(atMost: value.utf8ByteCount + 2) { end in
      end.put(UInt8(ascii: "\""))
      end.put(value)
      end.put(UInt8(ascii: "\""))
    }
  }

  /// A quotation mark, before a string that is written piece by piece.
  package mutating func beginQuoted() {
    separate()
    text.append(UInt8(ascii: "\""))
  }

  /// The quotation mark after a string that was written piece by piece.
  package mutating func endQuoted() {
    text.append(UInt8(ascii: "\""))
  }

  // MARK: Members

  @inline(__always)
  package mutating func member(_ name: StaticString, _ value: some BinaryInteger) {
    key(name)
    integer(value)
  }

  @inline(__always)
  package mutating func member(_ name: StaticString, _ value: ModifiedUTF8Span) {
    key(name)
    string(value)
  }

  @inline(__always)
  package mutating func member(_ name: StaticString, plain value: StaticString) {
    key(name)
    plain(value)
  }

  package mutating func member(_ name: StaticString, plain value: String) {
    key(name)
    plain(value)
  }

  /// Text of any kind.
  package mutating func member(_ name: StaticString, text value: String) {
    key(name)
    let bytes = Array(value.utf8)
    string(utf8: bytes.span.bytes)
  }

  /// Text of any kind, or null.
  package mutating func member(_ name: StaticString, textOrNull value: String?) {
    if let value { return member(name, text: value) }
    key(name)
    null()
  }

  package mutating func member(_ name: StaticString, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// Writes nothing for nil: the file's version or the handle's tag has no such field.
  @inline(__always)
  package mutating func memberIfPresent(_ name: StaticString, _ value: (some BinaryInteger)?) {
    if let value { member(name, value) }
  }

  /// Writes nothing for nil: the file's version or the handle's tag has no such field.
  package mutating func memberIfPresent(_ name: StaticString, _ value: ModifiedUTF8Span?) {
    if let value { member(name, value) }
  }
}
