// SPDX-License-Identifier: Apache-2.0

/// Big-endian bytes for a sink, or kept in memory.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []
  private let sink: (any ByteSink)?
  private var flushedCount: Int64 = 0

  /// How many bytes have been written.
  var offset: Int64 { flushedCount + Int64(bytes.count) }

  /// Keeps all bytes.
  init() { sink = nil }

  /// Passes the bytes on to a sink, many at a time.
  init(_ sink: any ByteSink) {
    self.sink = sink
    bytes.reserveCapacity(BufferSize.chunk + 4096)
  }

  mutating func uint8(_ value: UInt8) {
    bytes.append(value)
  }

  mutating func uint16(_ value: UInt16) { integer(value) }

  mutating func int32(_ value: Int32) { integer(value) }

  mutating func int64(_ value: Int64) { integer(value) }

  private mutating func integer(_ value: some FixedWidthInteger) {
    unsafe append(value.bitWidth / 8) { memory in unsafe memory.storeBytes(of: value.bigEndian, as: type(of: value)) }
  }

  /// Appends `count` bytes, all of which `write` stores.
  @inline(__always)
  private mutating func append(_ count: Int, _ write: (UnsafeMutableRawPointer) -> Void) {
    bytes.append(addingCapacity: count) { output in
      unsafe output.withUnsafeMutableBufferPointer { free, initializedCount in
        guard let start = free.baseAddress else { return }
        unsafe write(UnsafeMutableRawPointer(start + initializedCount))
        initializedCount += count
      }
    }
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
    unsafe string.bytes.withUnsafeBytes { string in
      unsafe append(UncheckedString.lengthByteCount + string.count) { memory in
        unsafe memory.storeBytes(of: count.bigEndian, as: UInt16.self)
        guard let start = string.baseAddress else { return }
        unsafe (memory + UncheckedString.lengthByteCount).copyMemory(from: start, byteCount: string.count)
      }
    }
    if bytes.count >= BufferSize.chunk { try flush() }
  }

  /// `utf` of a short text of ASCII characters, such as the name of a class.
  mutating func utf(_ text: String) {
    uint16(UInt16(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Bytes as they are.
  mutating func run(_ span: RawSpan) throws(FlinkMetadataError) {
    if let sink, span.byteCount >= BufferSize.longRun {
      try flush()
      flushedCount += Int64(span.byteCount)
      return try sink.write(span)
    }
    unsafe span.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    if bytes.count >= BufferSize.chunk { try flush() }
  }

  /// Passes all buffered bytes to the sink, if there is one.
  mutating func flush() throws(FlinkMetadataError) {
    guard let sink, !bytes.isEmpty else { return }
    flushedCount += Int64(bytes.count)
    try sink.write(unsafe bytes.span.bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
