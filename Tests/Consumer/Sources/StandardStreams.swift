// SPDX-License-Identifier: Apache-2.0

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
  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    try buffer.withUnsafeMutableBytes { (memory, count) throws(FlinkMetadataError) in
      let free = UnsafeMutableRawBufferPointer(rebasing: memory[count...])
      #if canImport(Darwin)
        let got = Darwin.read(0, free.baseAddress, free.count)
      #elseif canImport(Musl)
        let got = Musl.read(0, free.baseAddress, free.count)
      #else
        let got = Glibc.read(0, free.baseAddress, free.count)
      #endif
      if got < 0 { throw FlinkMetadataError(.sourceFailed(code: errno)) }
      count += got
    }
  }
}

/// Writes bytes to a new file.
func save(_ bytes: [UInt8], to path: String) -> Bool {
  guard let file = fopen(path, "wb") else { return false }
  let count = fwrite(bytes, 1, bytes.count, file)
  return fclose(file) == 0 && count == bytes.count
}

/// The bytes of a file.
func contents(_ path: String) throws(FlinkMetadataError) -> [UInt8] {
  try withMappedFile(path) { (span) throws(FlinkMetadataError) in span.withUnsafeBytes { Array($0) } }
}

/// Lends the bytes of a file, mapped into memory.
func withMappedFile<Result>(_ path: String, _ body: (RawSpan) throws(FlinkMetadataError) -> Result)
  throws(FlinkMetadataError) -> Result
{
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw FlinkMetadataError(.sourceFailed(code: errno)) }
  defer { close(descriptor) }
  let size = Int(lseek(descriptor, 0, SEEK_END))
  guard size > 0, let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
    throw FlinkMetadataError(.sourceFailed(code: errno))
  }
  defer { munmap(start, size) }
  return try body(UnsafeRawBufferPointer(start: start, count: size).bytes)
}
