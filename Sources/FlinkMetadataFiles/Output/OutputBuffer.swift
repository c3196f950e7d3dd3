// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// A buffer for `write(2)`, for output that comes in small pieces.
///
/// Pieces are collected in the buffer; those of 64 KiB and more are written without a copy, unless that is slower. The
/// first error is remembered, and every later call throws it again: output never continues after a gap. Bytes that have
/// not been flushed when the buffer is released are lost.
///
/// Long output to a regular file is written by a second thread if there is a core for it.
///
/// The methods that visitors of a walk call throw `FlinkMetadataError`, as a visitor does; ``failure`` then says which
/// output failed and how.
public final class OutputBuffer: LendingByteSink {
  /// The name of the output in messages: a path, or `standard output`.
  public let name: String
  /// The descriptor that is written to. It stays open when the buffer is released.
  public let descriptor: FileDescriptor

  /// The part of the memory that is in use. It is outside of the object, because access to a class's variables is
  /// checked for exclusivity at run time, at a cost of several nanoseconds a piece.
  @usableFromInline
  struct Fill {
    /// Where the bytes begin that have not been written.
    var start: UnsafeMutableRawPointer
    /// Where they end and the next ones go.
    @usableFromInline var cursor: UnsafeMutableRawPointer
    /// Where there is no more room.
    @usableFromInline var end: UnsafeMutableRawPointer
  }

  @usableFromInline let fill: UnsafeMutablePointer<Fill>

  /// Where the memory ends. `fill.end` is there too, until an error closes the buffer.
  private var memory: UnsafeMutableRawBufferPointer
  private var writtenByteCount: Int64 = 0
  /// The second thread, once it has begun.
  private var writeBehind: WriteBehind?
  /// Whether a second thread would help, and the system has not refused one.
  private var mayWriteBehind: Bool

  /// The error that ended the output, if one did.
  public private(set) var failure: OutputError?

  /// Whether the output is a regular file.
  private let isFile: Bool

  private static let capacity = BufferSize.chunk
  /// How many buffers may wait for the second thread.
  private static let mostBehind = 2
  /// The most bytes to copy at once. Longer copies are made with the processor's string instructions, which are several
  /// times slower if the places of source and destination in their pages differ by 1 to 15 bytes.
  @usableFromInline static var longestCopy: Int { 1024 }
  /// The page of most systems; some have larger ones, which are multiples of it.
  private static let pageSize = 4096

  /// Makes a buffer for a descriptor. The buffer has 256 KiB; for a second thread there are three of 1 MiB.
  ///
  /// - Parameters:
  ///   - descriptor: where the bytes go. It must stay open as long as the buffer is used.
  ///   - name: how the output is called in messages, usually its path.
  public init(_ descriptor: FileDescriptor, name: String) {
    self.descriptor = descriptor
    self.name = name
    isFile = (try? Stat(descriptor))?.type == .regular
    mayWriteBehind = isFile && SystemThread.isWorthwhile
    memory = Self.allocate(Self.capacity)
    fill = .allocate(capacity: 1)
    // The capacity is not zero.
    let start = memory.baseAddress.unsafelyUnwrapped
    fill.initialize(to: Fill(start: start, cursor: start, end: start + memory.count))
    descriptor.growPipe()
  }

  /// Makes a buffer for standard output. Make only one: the output of two would be mixed.
  public static func standardOutput() -> OutputBuffer {
    OutputBuffer(.standardOutput, name: "standard output")
  }

  private static func allocate(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
    .allocate(byteCount: byteCount, alignment: pageSize)
  }

  deinit {
    writeBehind?.end()
    fill.deallocate()
    memory.deallocate()
  }

  /// How many bytes the output has so far, including those in the buffer.
  public var byteCount: Int64 {
    writtenByteCount + Int64(fill.pointee.cursor - fill.pointee.start)
  }

  /// Appends bytes to the output. Costs some nanoseconds and a copy, and a system call every 256 KiB.
  ///
  /// - Throws: `FlinkMetadataError.Kind.sinkFailed`, with the code of `errno`; details are in ``failure``.
  @inlinable
  public func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
    let count = bytes.byteCount
    let cursor = fill.pointee.cursor
    guard count <= Self.longestCopy, count <= fill.pointee.end - cursor else { return try writeBeyond(bytes) }
    bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      cursor.copyMemory(from: start, byteCount: count)
    }
    fill.pointee.cursor = cursor + count
  }

  /// Appends a number to the output, the most significant byte first.
  @inlinable
  public func write<Number: FixedWidthInteger & BitwiseCopyable>(bigEndian number: Number) throws(FlinkMetadataError) {
    try withUnsafeBytes(of: number.bigEndian) { (buffer) throws(FlinkMetadataError) in try write(buffer.bytes) }
  }

  /// Appends text to the output, in UTF-8.
  @inlinable
  public func write(_ text: String) throws(FlinkMetadataError) {
    try write(text.utf8Span.span.bytes)
  }

  /// Writes everything in the buffer.
  public func flush() throws(OutputError) {
    try passOn()
    do {
      try writeBehind?.drain()
    } catch {
      throw fail(error)
    }
  }

  // MARK: Lending

  /// Lends the rest of the buffer. A full buffer is first written, or handed over to be written.
  package func lend() throws(FlinkMetadataError) -> UnsafeMutableRawBufferPointer {
    if fill.pointee.cursor == fill.pointee.end {
      do {
        try passOnFull()
      } catch {
        throw sinkFailed(error)
      }
    }
    return UnsafeMutableRawBufferPointer(
      start: fill.pointee.cursor, count: fill.pointee.end - fill.pointee.cursor)
  }

  /// Counts bytes that were put into the buffer.
  package func take(_ count: Int) {
    precondition(count >= 0 && count <= fill.pointee.end - fill.pointee.cursor)
    fill.pointee.cursor += count
  }

  // MARK: Writing

  /// Writes everything and closes the descriptor, because some systems report a full disk only then.
  ///
  /// Call this last in a tool that writes to standard output.
  public func close() throws(OutputError) {
    try flush()
    do {
      try systemCall { try descriptor.close() }
    } catch {
      throw fail(error)
    }
    abandon()
  }

  /// Discards what has not been written. After this the descriptor is never used again, since its number can soon
  /// belong to another file. Every later write fails.
  func abandon() {
    writeBehind?.end()
    writeBehind = nil
    mayWriteBehind = false
    if failure == nil { _ = fail(.badFileDescriptor) }
  }

  /// Takes bytes that do not fit into the buffer, or are many.
  @usableFromInline @inline(never)
  func writeBeyond(_ bytes: RawSpan) throws(FlinkMetadataError) {
    do throws(OutputError) {
      try writePieces(of: bytes)
    } catch {
      throw sinkFailed(error)
    }
  }

  private func sinkFailed(_ error: OutputError) -> FlinkMetadataError {
    FlinkMetadataError(.sinkFailed(code: error.errno.rawValue), offset: writtenByteCount)
  }

  private func writePieces(of bytes: RawSpan) throws(OutputError) {
    if bytes.byteCount >= BufferSize.longRun, writeBehind == nil, !isFile || isInPlace(bytes) {
      try passOn()
      return try bytes.withUnsafeBytes { (buffer) throws(OutputError) in try writeStraight(buffer) }
    }
    if let failure { throw failure }
    var rest = bytes
    while rest.byteCount > 0 {
      // Fill the buffer to its end, so that the content of the file ends at a page.
      let room = fill.pointee.end - fill.pointee.cursor
      if room == 0 {
        try passOnFull()
        continue
      }
      let piece = rest.extracting(first: min(room, Self.longestCopy))
      append(piece)
      rest = rest.extracting(droppingFirst: piece.byteCount)
    }
  }

  /// Whether the bytes have the same place in a page of memory as they will have in a page of the file. The kernel
  /// copies such bytes several times faster than some others, and never slower.
  private func isInPlace(_ bytes: RawSpan) -> Bool {
    let address = bytes.withUnsafeBytes { Int64(Int(bitPattern: $0.baseAddress)) }
    return (address - byteCount) & Int64(Self.pageSize - 1) == 0
  }

  /// Puts bytes into the buffer, which has room for them.
  private func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      fill.pointee.cursor.copyMemory(from: start, byteCount: source.count)
      fill.pointee.cursor += source.count
    }
  }

  /// Writes what is in the buffer, or hands it over to be written, and makes the buffer empty.
  private func passOn() throws(OutputError) {
    if let failure { throw failure }
    let start = fill.pointee.start
    let waiting = UnsafeRawBufferPointer(start: start, count: fill.pointee.cursor - start)
    guard let writeBehind, waiting.count > 0 else { return try writeStraight(waiting) }
    do {
      memory = try writeBehind.exchange(memory, bytes: waiting)
    } catch {
      throw fail(error)
    }
    writtenByteCount += Int64(waiting.count)
    makeEmpty()
  }

  /// As ``passOn()``, when the buffer is full: then the output is long enough for a second thread.
  private func passOnFull() throws(OutputError) {
    try passOn()
    guard mayWriteBehind else { return }
    // One attempt: without memory for a thread now there will hardly be any for the next buffer.
    mayWriteBehind = false
    let size = SystemThread.handoverByteCount
    let thread = WriteBehind(descriptor, free: (0..<Self.mostBehind).map { _ in Self.allocate(size) })
    guard thread.start() else { return }
    writeBehind = thread
    memory.deallocate()
    memory = Self.allocate(size)
    makeEmpty()
  }

  /// Writes bytes after those already written, and makes the buffer empty.
  private func writeStraight(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    do {
      try descriptor.writeEverything(bytes)
    } catch {
      throw fail(error)
    }
    writtenByteCount += Int64(bytes.count)
    makeEmpty()
  }

  /// Makes the buffer empty. Its first byte will have the place in a page that it will have in the file, see
  /// ``isInPlace(_:)``.
  private func makeEmpty() {
    let start = memory.baseAddress.unsafelyUnwrapped + Int(writtenByteCount & Int64(Self.pageSize - 1))
    fill.pointee.start = start
    fill.pointee.cursor = start
    fill.pointee.end = memory.baseAddress.unsafelyUnwrapped + memory.count
  }

  private func fail(_ error: Errno) -> OutputError {
    let failure: OutputError = error == .brokenPipe ? .closedPipe(name: name) : .failed(.write, name: name, error)
    self.failure = failure
    // No room: whatever is written next takes the slow way and meets the error.
    fill.pointee.end = fill.pointee.cursor
    return failure
  }
}
