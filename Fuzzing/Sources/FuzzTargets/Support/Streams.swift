import FlinkMetadata

/// Bytes that come in pieces of chosen sizes.
final class PieceSource: ByteSource {
  private let bytes: [UInt8]
  private var position = 0
  private let sizes: [Int]
  private var pieces = 0

  /// The sizes, each at least 1, are used over and over.
  init(_ bytes: [UInt8], sizes: [Int]) {
    self.bytes = bytes
    self.sizes = sizes
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let size = sizes.isEmpty ? buffer.count : sizes[pieces % sizes.count]
    pieces += 1
    let count = min(buffer.count, size, bytes.count - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// A sink that keeps what it gets.
final class ArraySink: ByteSink {
  private(set) var bytes: [UInt8] = []

  func write(_ span: RawSpan) { span.withUnsafeBytes { bytes.append(contentsOf: $0) } }
}
