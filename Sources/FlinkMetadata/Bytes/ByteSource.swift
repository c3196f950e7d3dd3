/// Where bytes come from that are not all in memory: a pipe, a decompressor, a network connection.
///
/// A walk over a source needs constant memory, however long the input is.
public protocol ByteSource: AnyObject {
  /// Appends the next bytes to `buffer`, which always has room for at least one. Appending none ends the input.
  ///
  /// Any number from 1 up is fine, as with POSIX `read`. Throw ``FlinkMetadataError/Kind/sourceFailed(code:)`` when
  /// reading fails; the walk fills in offset and path of the error, and ignores what was appended before it.
  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError)
}

extension ByteSource {
  /// Reads the next bytes into the beginning of `memory`, which must not be empty, and returns how many; 0 at the end.
  ///
  /// Traps if the source puts another span in the place of the one that it is given.
  @unsafe
  package func read(intoMemory memory: UnsafeMutableRawBufferPointer) throws(FlinkMetadataError) -> Int {
    var buffer = unsafe OutputRawSpan(buffer: memory, initializedCount: 0)
    try read(into: &buffer)
    return unsafe buffer.finalize(for: memory)
  }
}

extension OutputRawSpan {
  /// Appends the first of the bytes, at most `limit` and as many as there is room for, and returns how many.
  @_lifetime(self: copy self)
  package mutating func append(prefixOf bytes: RawSpan, limit: Int = .max) -> Int {
    let count = min(bytes.byteCount, freeCapacity, limit)
    unsafe withUnsafeMutableBytes { buffer, initializedCount in
      unsafe bytes.extracting(first: count).withUnsafeBytes { piece in
        unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[initializedCount...]).copyMemory(from: piece)
      }
      initializedCount += count
    }
    return count
  }
}

/// Somebody who wants to see all bytes that a reader reads.
@usableFromInline
protocol WindowTap: AnyObject {
  /// The bytes that have been read since the window began are about to leave it; the first of them has this offset in
  /// the file. They may have been shown before.
  func windowWillMove(_ bytes: UnsafeRawBufferPointer, offset: Int64) throws(FlinkMetadataError)
}

/// The part of a source's bytes that is in memory: a buffer that the walk moves over the input.
///
/// New bytes land on a page boundary, which lets the kernel copy at full speed; what is left of the bytes before is put
/// in front of them, in the headroom.
@safe @usableFromInline
final class StreamWindow {
  /// The most bytes that a reader can ask to have side by side: two strings of 65,535 bytes and the fields around them.
  static let longestRun = 2 * 65_537 + 64

  private static let pageSize = 16_384
  private static let headroom = (longestRun + pageSize - 1) / pageSize * pageSize
  private static let chunkSize = 256 * 1024

  private let source: any ByteSource
  private let memory: UnsafeMutableRawPointer
  private var sourceEnded = false

  @usableFromInline
  init(_ source: any ByteSource) {
    self.source = source
    unsafe self.memory = UnsafeMutableRawPointer.allocate(
      byteCount: Self.headroom + Self.chunkSize, alignment: Self.pageSize)
  }

  deinit {
    unsafe memory.deallocate()
  }

  /// Where the first bytes of the input will be.
  var start: UnsafeRawPointer { unsafe UnsafeRawPointer(memory + Self.headroom) }

  /// Moves the window on: keeps the bytes of `rest`, which lie in this window, and reads until `count` bytes (at most
  /// ``longestRun``) are side by side or the source ends. Returns the bytes now in the window, those of `rest` first. The
  /// offset of an error counts from the first of them.
  func advance(keeping rest: UnsafeRawBufferPointer, until count: Int) throws(FlinkMetadataError)
    -> UnsafeRawBufferPointer
  {
    // `rest` is shorter than `count`, or the reader would not have asked: it fits the headroom.
    precondition(rest.count < count && count <= Self.longestRun)
    let landing = unsafe memory + Self.headroom
    let begin = unsafe landing - rest.count
    if let base = rest.baseAddress, rest.count > 0 {
      unsafe begin.copyMemory(from: base, byteCount: rest.count)
    }
    var filled = 0
    while rest.count + filled < count && !sourceEnded {
      let free = unsafe UnsafeMutableRawBufferPointer(start: landing + filled, count: Self.chunkSize - filled)
      let got: Int
      do throws(FlinkMetadataError) {
        got = unsafe try source.read(intoMemory: free)
      } catch {
        throw FlinkMetadataError(error.kind, offset: Int64(rest.count + filled))
      }
      filled += got
      sourceEnded = got == 0
    }
    return unsafe UnsafeRawBufferPointer(start: begin, count: rest.count + filled)
  }
}
