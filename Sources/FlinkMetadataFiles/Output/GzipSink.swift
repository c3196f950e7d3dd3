// SPDX-License-Identifier: Apache-2.0

import CZlib
import FlinkMetadata

/// Compresses to gzip (RFC 1952) into another sink, at zlib's level 6.
///
/// The same bytes give the same output: the header contains no time, name or system. The output is complete only after
/// ``finish()``; before that, every reader that checks gzip properly rejects it.
///
/// Needs about 400 KiB of memory, however long the input is.
public final class GzipSink: ByteSink {
  /// How many compressed bytes have been written so far.
  public private(set) var compressedByteCount: Int64 = 0

  private static let chunkSize = BufferSize.chunk / 2
  private static let level: Int32 = 6

  private let sink: any ByteSink
  private let chunk: UnsafeMutableRawBufferPointer
  /// zlib remembers the addresses of its state and of the header, which therefore may not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let header: UnsafeMutablePointer<gz_header>
  private var isFinished = false

  /// Compresses for `sink`.
  public init(_ sink: any ByteSink) {
    self.sink = sink
    chunk = .allocate(byteCount: Self.chunkSize, alignment: BufferSize.alignment)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    header = .allocate(capacity: 1)
    header.initialize(to: gz_header())
    // No particular system, instead of the one that zlib was compiled on.
    header.pointee.os = 255
    // 15 for the largest window, 16 for gzip.
    let status = deflateInit2_(
      stream, Self.level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot be initialised: out of memory or another version (status \(status))")
    deflateSetHeader(stream, header)
    makeRoom()
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    header.deinitialize(count: 1)
    header.deallocate()
    chunk.deallocate()
  }

  /// Compresses the next bytes.
  public func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
    precondition(!isFinished, "a GzipSink was written to after its end")
    try bytes.withUnsafeBytes { (buffer) throws(FlinkMetadataError) in
      var rest = buffer[...]
      while !rest.isEmpty {
        let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
        try compress(part)
        rest = rest.dropFirst(part.count)
      }
    }
  }

  /// Writes what zlib still holds, and the checksum. Does not finish the other sink.
  public func finish() throws(FlinkMetadataError) {
    precondition(!isFinished, "a GzipSink was finished twice")
    isFinished = true
    stream.pointee.next_in = nil
    stream.pointee.avail_in = 0
    while deflate(stream, Z_FINISH) != Z_STREAM_END { try flush() }
    try flush()
  }

  private func compress(_ bytes: UnsafeRawBufferPointer) throws(FlinkMetadataError) {
    // zlib does not change its input, though its type allows it.
    let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    stream.pointee.next_in = start?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(bytes.count)
    while stream.pointee.avail_in > 0 {
      deflate(stream, Z_NO_FLUSH)
      if stream.pointee.avail_out == 0 { try flush() }
    }
  }

  private func flush() throws(FlinkMetadataError) {
    let count = chunk.count - Int(stream.pointee.avail_out)
    if count > 0 { try sink.write(UnsafeRawBufferPointer(rebasing: chunk[..<count]).bytes) }
    compressedByteCount += Int64(count)
    makeRoom()
  }

  private func makeRoom() {
    stream.pointee.next_out = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(chunk.count)
  }
}
