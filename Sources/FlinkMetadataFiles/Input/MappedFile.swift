// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage

/// A regular file as memory, read-only and without copying it: the fastest way to read a file that does not change.
///
/// Any number of threads can read at the same time.
///
/// The memory is the file. If the file becomes shorter while its bytes are lent, a reader finds zeros in the place of
/// the lost bytes, and gets an error afterwards: see ``withBytes(_:)``. If another process *overwrites* the file, bytes
/// can change after they were checked, without an error. So map only files that are known to stay as they are, such as
/// completed checkpoints. ``MetadataInput`` does not map; it reads, at about the same speed if there is a second core.
///
/// The first mapping installs a handler for the signal `SIGBUS`, for the whole process. It handles only faults in
/// mapped files, and passes all others on to the previous handler. A program that later installs a handler of its own
/// must do the same; otherwise a mapped file that becomes shorter ends the process.
public struct MappedFile: ~Copyable {
  private let memory: UnsafeRawBufferPointer
  private let file: OpenFile
  /// For the handler; nil if the file is empty.
  private let entry: MappedRange.Entry?

  /// Maps a file with its present size. Bytes that are appended later are not visible.
  ///
  /// - Throws: ``MetadataInputError``, also for a directory, a pipe or a device.
  public init(_ path: String) throws(MetadataInputError) {
    let file = try Self.open(path)
    let memory = try Self.map(file, path)
    self.file = file
    self.memory = memory
    entry = memory.baseAddress.map { base in
      let start = UInt(bitPattern: base)
      return MappedRange.enter(start: start, end: start + UInt(LostPages.wholePages(memory.count)))
    }
  }

  deinit {
    if let entry { MappedRange.remove(entry) }
    if let start = memory.baseAddress {
      unmapMemory(start, count: memory.count)
    }
  }

  /// How many bytes the file had when it was mapped.
  public var count: Int { memory.count }

  /// Lends the bytes of the file. An empty file lends an empty span.
  ///
  /// - Throws: what `body` throws. If the file has become shorter, or a part of it could not be read from the disk,
  ///   `FlinkMetadataError.Kind.sourceFailed` with the code `EIO` and the offset of the first byte that was not there,
  ///   whatever `body` threw or returned: it may have seen zeros.
  public borrowing func withBytes<Result: ~Copyable>(
    _ body: (RawSpan) throws(FlinkMetadataError) -> Result
  ) throws(FlinkMetadataError) -> Result {
    let result: Result
    do {
      result = try body(memory.bytes)
    } catch {
      try requireWhole()
      throw error
    }
    try requireWhole()
    return result
  }

  /// Throws if bytes have been lost. The size is compared too, because the loss of a part of a page causes no fault.
  private borrowing func requireWhole() throws(FlinkMetadataError) {
    let size = (try? Stat(file.descriptor))?.size ?? 0
    var left = min(Int64(memory.count), size)
    if let entry, let address = MappedRange.lostAddress(entry) {
      left = min(left, Int64(address - UInt(bitPattern: memory.baseAddress)))
    }
    if left < memory.count { throw FlinkMetadataError(.sourceFailed(code: Errno.ioError.rawValue), offset: left) }
  }

  private static func open(_ path: String) throws(MetadataInputError) -> OpenFile {
    do throws(Errno) {
      // A FIFO would make opening wait for a writer, and could not be mapped anyway.
      return try OpenFile(FilePath(path), .readOnly, options: [.nonBlocking])
    } catch {
      throw MetadataInputError(.cannotOpen(error), path: path)
    }
  }

  private static func map(_ file: OpenFile, _ path: String) throws(MetadataInputError) -> UnsafeRawBufferPointer {
    let status: Stat
    do throws(Errno) {
      status = try Stat(file.descriptor)
    } catch {
      throw MetadataInputError(.cannotOpen(error), path: path)
    }
    guard status.type == .regular else {
      throw MetadataInputError(status.type == .directory ? .isDirectory : .notRegularFile, path: path)
    }
    // A mapping of no bytes is an error.
    guard status.size > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }

    _ = LostPages.install
    let size = Int(status.size)
    let start: UnsafeRawPointer
    do throws(Errno) {
      start = try file.descriptor.mapMemory(count: size)
    } catch {
      throw MetadataInputError(.cannotMap(error), path: path)
    }
    return UnsafeRawBufferPointer(start: start, count: size)
  }
}

/// The memory is only read, and the entry consists of atomics.
extension MappedFile: @unchecked Sendable {}
