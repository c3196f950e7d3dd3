import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A regular file as memory, read-only and without copying it: the fastest way to read a file that nobody changes.
///
/// - Warning: The memory is the file. If another process truncates the file while it is mapped, touching the lost part
///   ends this process with the signal `SIGBUS`, which no error handling catches; if it overwrites the file, checked
///   bytes can change under the reader. Map files only that are known to stay as they are, such as completed
///   checkpoints on a file system of one's own. ``MetadataInput`` does not map; it reads, at about two thirds of the
///   speed, and a shrinking file is an ordinary error.
public struct MappedFile: ~Copyable {
  private let memory: UnsafeRawBufferPointer

  /// Maps a file as long as it is now. What is appended later is not seen.
  ///
  /// - Throws: ``MetadataInputError``, also for a directory, a pipe or a device.
  public init(_ path: String) throws(MetadataInputError) {
    memory = try Self.map(path)
  }

  deinit {
    if let start = memory.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), memory.count)
    }
  }

  /// How many bytes the file has.
  public var count: Int { memory.count }

  /// Lends the bytes of the file. An empty file lends an empty span.
  public borrowing func withBytes<Result: ~Copyable, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(memory.bytes)
  }

  private static func map(_ path: String) throws(MetadataInputError) -> UnsafeRawBufferPointer {
    // The mapping stays when the file is closed.
    let file: OpenFile
    let status: Stat
    do throws(Errno) {
      // A FIFO would make opening wait for a writer, and could not be mapped anyway.
      file = try OpenFile(FilePath(path), .readOnly, options: [.nonBlocking])
      status = try Stat(file.descriptor)
    } catch {
      throw MetadataInputError(.cannotOpen(error), path: path)
    }
    guard status.type == .regular else {
      throw MetadataInputError(status.type == .directory ? .isDirectory : .notRegularFile, path: path)
    }
    // A mapping of no bytes is an error.
    guard status.size > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }

    let size = Int(status.size)
    let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.descriptor.rawValue, 0)
    guard let start, start != UnsafeMutableRawPointer(bitPattern: -1) else {
      throw MetadataInputError(.cannotMap(Errno(rawValue: errno)), path: path)
    }
    // Only advice: a failure changes nothing.
    _ = posix_madvise(start, size, POSIX_MADV_SEQUENTIAL)
    return UnsafeRawBufferPointer(start: start, count: size)
  }
}
