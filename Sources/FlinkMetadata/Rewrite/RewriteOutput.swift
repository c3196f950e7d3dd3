/// The output of a rewrite: copies of the input with other bytes in between.
///
/// Copies small runs into a buffer that begins on a page, so that the kernel can take them at full speed, and passes long
/// runs on where they are.
///
/// Safe because it writes only inside its buffer, whose room is compared first, and reads only the window: what has not
/// been copied yet is in the window, since ``windowWillMove(_:offset:)`` copies what would go.
@safe
final class RewriteOutput: WindowTap {
  private static let capacity = 256 * 1024
  /// From here on a run is passed on where it is.
  private static let longRun = 64 * 1024

  private let sink: any ByteSink
  private let buffer: UnsafeMutableRawPointer
  private var count = 0
  /// The offset in the input up to which everything has been copied or replaced.
  private var copied: Int64 = 0
  /// How many bytes have been written.
  private(set) var byteCount: Int64 = 0

  init(_ sink: any ByteSink) {
    self.sink = sink
    unsafe buffer = UnsafeMutableRawPointer.allocate(byteCount: Self.capacity, alignment: 16_384)
  }

  deinit {
    unsafe buffer.deallocate()
  }

  /// Copies what has not been copied of the bytes that leave the window.
  func windowWillMove(_ bytes: UnsafeRawBufferPointer, offset: Int64) throws(FlinkMetadataError) {
    let start = Int(copied - offset)
    guard start < bytes.count else { return }
    unsafe try append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    copied = offset + Int64(bytes.count)
  }

  /// Copies the input up to a place in the window that has the given offset.
  @inline(__always)
  func copy(upTo place: UnsafeRawPointer, offset: Int64) throws(FlinkMetadataError) {
    let length = Int(offset - copied)
    unsafe try append(UnsafeRawBufferPointer(start: place - length, count: length))
    copied = offset
  }

  /// Goes over bytes of the input that have been replaced.
  @inline(__always)
  func skip(to offset: Int64) { copied = offset }

  @inline(__always)
  func append(_ bytes: UnsafeRawBufferPointer) throws(FlinkMetadataError) {
    if bytes.count > Self.capacity - count { return unsafe try appendLarge(bytes) }
    if let start = bytes.baseAddress { unsafe (buffer + count).copyMemory(from: start, byteCount: bytes.count) }
    count += bytes.count
  }

  private func appendLarge(_ bytes: UnsafeRawBufferPointer) throws(FlinkMetadataError) {
    try flush()
    if bytes.count >= Self.longRun {
      byteCount += Int64(bytes.count)
      try sink.write(unsafe bytes.bytes)
    } else {
      unsafe try append(bytes)
    }
  }

  @inline(__always)
  func append(_ bytes: [UInt8]) throws(FlinkMetadataError) {
    let span = unsafe bytes.span.bytes
    unsafe try span.withUnsafeBytes { (buffer) throws(FlinkMetadataError) in unsafe try append(buffer) }
  }

  @inline(__always)
  func append<Integer: FixedWidthInteger>(bigEndian value: Integer) throws(FlinkMetadataError) {
    if MemoryLayout<Integer>.size > Self.capacity - count { try flush() }
    unsafe (buffer + count).storeBytes(of: value.bigEndian, as: Integer.self)
    count += MemoryLayout<Integer>.size
  }

  /// Passes on what is waiting.
  func flush() throws(FlinkMetadataError) {
    guard count > 0 else { return }
    byteCount += Int64(count)
    let waiting = unsafe UnsafeRawBufferPointer(start: buffer, count: count)
    count = 0
    try sink.write(unsafe waiting.bytes)
  }
}
