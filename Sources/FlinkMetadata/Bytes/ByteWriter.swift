/// Big-endian bytes for a sink, or kept in memory.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []
  private let sink: (any ByteSink)?
  private(set) var offset: Int64 = 0

  /// Keeps all bytes.
  init() { sink = nil }

  /// Passes the bytes on to a sink, many at a time.
  init(_ sink: any ByteSink) {
    self.sink = sink
    bytes.reserveCapacity(BufferSize.chunk + 4096)
  }

  mutating func uint8(_ value: UInt8) {
    bytes.append(value)
    offset += 1
  }

  mutating func uint16(_ value: UInt16) { integer(value) }

  mutating func int32(_ value: Int32) { integer(value) }

  mutating func int64(_ value: Int64) { integer(value) }

  private mutating func integer(_ value: some FixedWidthInteger) {
    unsafe withUnsafeBytes(of: value.bigEndian) { unsafe bytes.append(contentsOf: $0) }
    offset += Int64(value.bitWidth / 8)
  }

  /// `i32` that counts something.
  mutating func count(_ value: Int) throws(FlinkMetadataError) {
    guard let count = Int32(exactly: value) else { throw FlinkMetadataError(.tooMany(value), offset: offset) }
    int32(count)
  }

  /// `utf`
  mutating func utf(_ string: ModifiedUTF8Span) throws(FlinkMetadataError) {
    guard let count = UInt16(exactly: string.bytes.byteCount) else {
      throw FlinkMetadataError(.stringTooLong(byteCount: string.bytes.byteCount), offset: offset)
    }
    uint16(count)
    try run(string.bytes)
  }

  /// `utf` of a short text of ASCII characters, such as the name of a class.
  mutating func utf(_ text: String) {
    uint16(UInt16(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
    offset += Int64(text.utf8.count)
  }

  /// Bytes as they are.
  mutating func run(_ span: RawSpan) throws(FlinkMetadataError) {
    offset += Int64(span.byteCount)
    if let sink, span.byteCount >= BufferSize.longRun {
      try flush()
      return try sink.write(span)
    }
    unsafe span.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    if sink != nil && bytes.count >= BufferSize.chunk { try flush() }
  }

  /// Passes all buffered bytes to the sink.
  mutating func flush() throws(FlinkMetadataError) {
    guard let sink, !bytes.isEmpty else { return }
    try sink.write(unsafe bytes.span.bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
