/// The part of a source's bytes that is in memory: a buffer that the walk moves over the input.
///
/// New bytes are read to a page boundary, so that the kernel copies them at full speed. Bytes before them that are
/// still needed are moved to the headroom before that boundary.
@safe @usableFromInline
final class StreamWindow {
  /// The most bytes that a reader can ask to have side by side: two strings of 65,535 bytes and the fields around them.
  static let longestRun = 2 * (UncheckedString.lengthByteCount + MetadataLimits.stringByteCount) + 64

  private static let headroom = (longestRun + BufferSize.alignment - 1) / BufferSize.alignment * BufferSize.alignment

  private let source: any ByteSource
  private let memory: UnsafeMutableRawPointer
  private var sourceEnded = false

  @usableFromInline
  init(_ source: any ByteSource) {
    self.source = source
    unsafe self.memory = UnsafeMutableRawPointer.allocate(
      byteCount: Self.headroom + BufferSize.chunk, alignment: BufferSize.alignment)
  }

  deinit {
    unsafe memory.deallocate()
  }

  /// Where the first bytes of the input will be.
  var start: UnsafeRawPointer { unsafe UnsafeRawPointer(memory + Self.headroom) }

  /// Moves the window on: keeps the bytes of `rest`, which are in this window, and reads until `count` bytes (at most
  /// ``longestRun``) are contiguous or the source ends. Returns the bytes now in the window, those of `rest` first. The
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
}
