// SPDX-License-Identifier: Apache-2.0

/// The part of a source's bytes that is in memory: a buffer that the walk moves over the input.
///
/// New bytes are read to a page boundary, so that the kernel copies them at full speed. Bytes before them that are
/// still needed are moved to the headroom before that boundary. The buffer is the window's own, or is lent by the source.
@safe @usableFromInline
final class StreamWindow {
  private let source: any ByteSource
  private let lender: (any LendingByteSource)?
  /// Headroom, and unless the source lends its memory, room for a chunk.
  private let memory: UnsafeMutableRawPointer
  private var sourceEnded = false

  @usableFromInline
  init(_ source: any ByteSource) {
    self.source = source
    lender = source as? any LendingByteSource
    let chunk = lender == nil ? BufferSize.chunk : 0
    unsafe self.memory = UnsafeMutableRawPointer.allocate(
      byteCount: BufferSize.headroom + chunk, alignment: BufferSize.alignment)
  }

  deinit {
    unsafe memory.deallocate()
  }

  /// Where the first bytes of the input will be.
  var start: UnsafeRawPointer { unsafe UnsafeRawPointer(memory + BufferSize.headroom) }

  /// Moves the window on: keeps the bytes of `rest`, which are in this window, and reads until `count` bytes (at most
  /// ``BufferSize/longestRun``) are contiguous or the source ends. Returns the bytes now in the window, those of `rest`
  /// first. The offset of an error counts from the first of them.
  func advance(keeping rest: UnsafeRawBufferPointer, until count: Int) throws(FlinkMetadataError)
    -> UnsafeRawBufferPointer
  {
    // `rest` is shorter than `count`, or the reader would not have asked: it fits the headroom.
    precondition(rest.count < count && count <= BufferSize.longestRun)
    if let lender { return unsafe try advance(lender, keeping: rest, until: count) }
    let landing = unsafe memory + BufferSize.headroom
    let begin = unsafe landing - rest.count
    if let base = rest.baseAddress, rest.count > 0 {
      unsafe begin.copyMemory(from: base, byteCount: rest.count)
    }
    var filled = 0
    while rest.count + filled < count && !sourceEnded {
      let free = unsafe UnsafeMutableRawBufferPointer(start: landing + filled, count: BufferSize.chunk - filled)
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

  /// As above, in the source's memory.
  private func advance(_ lender: any LendingByteSource, keeping rest: UnsafeRawBufferPointer, until count: Int)
    throws(FlinkMetadataError) -> UnsafeRawBufferPointer
  {
    var bytes = unsafe rest
    while bytes.count < count && !sourceEnded {
      let countBefore = bytes.count
      do throws(FlinkMetadataError) {
        unsafe bytes = try lender.lend(keeping: bytes)
      } catch {
        throw FlinkMetadataError(error.kind, offset: Int64(countBefore))
      }
      sourceEnded = bytes.count == countBefore
    }
    return unsafe bytes
  }
}
