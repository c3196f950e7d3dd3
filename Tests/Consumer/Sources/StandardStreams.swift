import FlinkMetadata

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Standard input as it comes.
final class StandardInput: ByteSource {
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FlinkMetadataError) -> Int {
    #if canImport(Darwin)
      let count = Darwin.read(0, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      let count = Musl.read(0, buffer.baseAddress, buffer.count)
    #else
      let count = Glibc.read(0, buffer.baseAddress, buffer.count)
    #endif
    if count < 0 { throw FlinkMetadataError(.sourceFailed(code: errno), offset: 0) }
    return count
  }
}

/// Writes bytes to a new file.
func save(_ bytes: [UInt8], to path: String) -> Bool {
  guard let file = fopen(path, "wb") else { return false }
  let count = fwrite(bytes, 1, bytes.count, file)
  return fclose(file) == 0 && count == bytes.count
}

/// Lends the bytes of a file, mapped into memory.
func withMappedFile<Result>(_ path: String, _ body: (RawSpan) throws(FlinkMetadataError) -> Result)
  throws(FlinkMetadataError) -> Result
{
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw FlinkMetadataError(.sourceFailed(code: errno), offset: 0) }
  defer { close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  guard size > 0, let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
    throw FlinkMetadataError(.sourceFailed(code: errno), offset: 0)
  }
  defer { munmap(start, size) }
  return try body(UnsafeRawBufferPointer(start: start, count: size).bytes)
}
