// SPDX-License-Identifier: Apache-2.0

import CZlib
import FlinkMetadata
import SystemPackage

/// Decompresses gzip (RFC 1952) from another source.
///
/// Strict, because its output is trusted. Input that ends early is the error
/// `FlinkMetadataError.Kind.truncatedCompressedInput`; a wrong checksum or length, and bytes after the last member, are
/// the error `compressedInput`. Several members in a row, as `cat a.gz b.gz` makes them, are one stream. Zeros after
/// the last member, as tapes and some object stores pad, are ignored.
///
/// The checksum comes after the data, so an error can follow bytes that were already delivered: they are known to be
/// right only when a read has appended nothing. A walk reads to that point.
///
/// Needs about 300 KiB of memory, however long the input is.
public final class GzipSource: ByteSource {
  /// How many compressed bytes have been read from the other source, up to 128 KiB ahead of what was decompressed.
  public private(set) var compressedByteCount: Int64 = 0
  /// How many decompressed bytes have been delivered.
  public private(set) var byteCount: Int64 = 0

  /// The most decompressed bytes that the input may have, or nil for no limit; a small file can expand a thousandfold.
  ///
  /// One byte more makes reading fail with `FlinkMetadataError.Kind.sourceFailed` and the code `EFBIG` (file
  /// too large).
  public var maximumByteCount: Int64?

  /// What every member begins with.
  static let magic: [UInt8] = [0x1F, 0x8B]
  /// The code of the error for input that expands beyond the limit.
  static let limitExceeded = Errno.fileTooLarge.rawValue

  private enum Position {
    case insideMember
    /// A member is complete: another one, padding or the end may follow.
    case betweenMembers
    case padding
    case ended
    case failed(FlinkMetadataError)
  }

  private static let chunkSize = BufferSize.chunk / 2

  private let source: any ByteSource
  private let chunk: UnsafeMutableRawBufferPointer
  /// zlib remembers the address of its state, which therefore may not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var position = Position.insideMember
  private var sourceEnded = false

  /// Decompresses what `source` has from its current position.
  public init(_ source: any ByteSource, maximumByteCount: Int64? = nil) {
    self.source = source
    self.maximumByteCount = maximumByteCount
    chunk = .allocate(byteCount: Self.chunkSize, alignment: BufferSize.alignment)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 for the largest window, 16 for gzip and nothing else.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib cannot be initialised: out of memory or another version (status \(status))")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    chunk.deallocate()
  }

  /// Decompresses the next bytes. After an error every further read throws it again.
  public func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    do throws(FlinkMetadataError) {
      let countBefore = buffer.byteCount
      try buffer.withUnsafeMutableBytes { (memory, count) throws(FlinkMetadataError) in
        count += try decompress(into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
      }
      byteCount += Int64(buffer.byteCount - countBefore)
      if let maximumByteCount, byteCount > maximumByteCount {
        throw FlinkMetadataError(.sourceFailed(code: Self.limitExceeded), offset: maximumByteCount)
      }
    } catch {
      position = .failed(error)
      throw error
    }
  }

  private func decompress(into buffer: UnsafeMutableRawBufferPointer) throws(FlinkMetadataError) -> Int {
    while true {
      switch position {
      case .failed(let error): throw error
      case .ended: return 0
      case .insideMember:
        let count = try inflateMember(into: buffer)
        if count > 0 { return count }
      case .betweenMembers: try beginMember()
      case .padding: try skipPadding()
      }
    }
  }

  /// Decompresses some bytes of a member; none if that needs more input, which is then read, or if the member ends.
  private func inflateMember(into buffer: UnsafeMutableRawBufferPointer) throws(FlinkMetadataError) -> Int {
    let room = UInt32(clamping: buffer.count)
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = room
    let status = inflate(stream, Z_NO_FLUSH)
    let count = Int(room - stream.pointee.avail_out)
    switch status {
    case Z_STREAM_END: position = .betweenMembers
    case Z_OK, Z_BUF_ERROR:
      // Room left means that zlib has taken all its input and wants more.
      let isStarved = count == 0 && stream.pointee.avail_in == 0
      if isStarved, !(try refill()) { throw FlinkMetadataError(.truncatedCompressedInput, offset: byteCount) }
    default: throw damaged
    }
    return count
  }

  /// Looks at the next byte to decide what follows a member.
  private func beginMember() throws(FlinkMetadataError) {
    switch try nextByte() {
    case nil: position = .ended
    case 0: position = .padding
    case 0x1F:
      // zlib rejects anything but a gzip header.
      inflateReset(stream)
      position = .insideMember
    default:
      // zlib would need a second byte, and would report a single one as a member that is cut off.
      throw damaged
    }
  }

  private func skipPadding() throws(FlinkMetadataError) {
    while let byte = try nextByte() {
      if byte != 0 { throw damaged }
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
    }
    position = .ended
  }

  /// The next compressed byte, which is not consumed, or nil at the end.
  private func nextByte() throws(FlinkMetadataError) -> UInt8? {
    if stream.pointee.avail_in == 0, !(try refill()) { return nil }
    return stream.pointee.next_in.pointee
  }

  /// Replaces the compressed bytes, which are used up, by the next ones; false at the end.
  private func refill() throws(FlinkMetadataError) -> Bool {
    if sourceEnded { return false }
    let count = try source.read(intoMemory: chunk)
    compressedByteCount += Int64(count)
    sourceEnded = count == 0
    stream.pointee.next_in = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
    return count > 0
  }

  private var damaged: FlinkMetadataError { FlinkMetadataError(.compressedInput, offset: byteCount) }
}
