import FlinkMetadata

/// Text on its way to a sink, in a buffer that is emptied when it is full.
struct TextBuffer {
  private static let capacity = 64 * 1024

  private var bytes: [UInt8] = []
  private let sink: any ByteSink

  init(_ sink: any ByteSink) {
    self.sink = sink
    bytes.reserveCapacity(2 * Self.capacity)
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ span: RawSpan) { span.withUnsafeBytes { bytes.append(contentsOf: $0) } }

  mutating func append(_ text: [UInt8]) { bytes.append(contentsOf: text) }

  /// A number in decimal, without making a `String` of it.
  mutating func append(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(digit))
      rest = quotient
    } while rest > 0
    bytes[start...].reverse()
  }

  /// Passes the text on if there is much of it.
  mutating func flushIfFull() throws(FlinkMetadataError) {
    if bytes.count >= Self.capacity { try flush() }
  }

  /// Passes the text on.
  mutating func flush() throws(FlinkMetadataError) {
    if !bytes.isEmpty { try sink.write(bytes.span.bytes) }
    bytes.removeAll(keepingCapacity: true)
  }
}
