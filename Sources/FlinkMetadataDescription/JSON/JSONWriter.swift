import FlinkMetadata

/// Writes JSON piece by piece, with the commas where they belong.
struct JSONWriter: ~Copyable {
  var text: TextBuffer
  var needsComma = false

  /// JSON for a sink.
  init(_ sink: any ByteSink) { text = TextBuffer(sink) }

  /// JSON that stays in memory.
  init() { text = TextBuffer() }

  @inline(__always)
  private mutating func separate() {
    if needsComma { text.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  // MARK: Objects and arrays

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

  mutating func emptyArray() {
    separate()
    text.append("[]")
  }

  /// Ends a document with a line feed and gets ready for the next.
  mutating func endDocument() {
    text.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Gives up a document that cannot be completed. What was passed on already gets a line feed, so that the next
  /// document begins on a line of its own.
  mutating func abandonDocument() throws(FlinkMetadataError) {
    if text.flushedByteCount > 0 {
      endDocument()
      try text.flush()
    }
    text.removeAll()
    needsComma = false
  }

  @inline(__always)
  mutating func key(_ name: StaticString) {
    separate()
    text.append(UInt8(ascii: "\""))
    text.append(name)
    text.append("\":")
    needsComma = false
  }

  // MARK: Values

  mutating func null() {
    separate()
    text.append("null")
  }

  mutating func bool(_ value: Bool) {
    separate()
    text.append(value ? "true" : "false" as StaticString)
  }

  @inline(__always)
  mutating func integer(_ value: some BinaryInteger) {
    separate()
    text.append(Int64(clamping: value))
  }

  /// Text that needs no escapes.
  mutating func plain(_ value: String) {
    separate()
    text.append(UInt8(ascii: "\""))
    text.append(value)
    text.append(UInt8(ascii: "\""))
  }

  /// Text that needs no escapes.
  mutating func plain(_ value: StaticString) {
    separate()
    text.append(UInt8(ascii: "\""))
    text.append(value)
    text.append(UInt8(ascii: "\""))
  }

  /// A quotation mark, before a string that is written piece by piece.
  mutating func beginQuoted() {
    separate()
    text.append(UInt8(ascii: "\""))
  }

  /// The quotation mark after a string that was written piece by piece.
  mutating func endQuoted() {
    text.append(UInt8(ascii: "\""))
  }

  // MARK: Members

  mutating func member(_ name: StaticString, _ value: some BinaryInteger) {
    key(name)
    integer(value)
  }

  mutating func member(_ name: StaticString, _ value: ModifiedUTF8Span) {
    key(name)
    string(value)
  }

  mutating func member(_ name: StaticString, plain value: StaticString) {
    key(name)
    plain(value)
  }

  mutating func member(_ name: StaticString, plain value: String) {
    key(name)
    plain(value)
  }

  mutating func member(_ name: StaticString, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// Writes nothing for nil: the file's version or the handle's tag has no such field.
  mutating func memberIfPresent(_ name: StaticString, _ value: (some BinaryInteger)?) {
    if let value { member(name, value) }
  }

  /// Writes nothing for nil: the file's version or the handle's tag has no such field.
  mutating func memberIfPresent(_ name: StaticString, _ value: ModifiedUTF8Span?) {
    if let value { member(name, value) }
  }
}
