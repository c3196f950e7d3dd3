// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reading goes wrong in the middle, or comes in the smallest pieces.
@Suite struct SourceFaultTests {
  #if os(Linux)
    /// The memory of a process is a file that gives what is mapped, and an I/O error after that.
    @Test(arguments: [false, true]) func anErrorInTheMiddleTellsWhereItWas(isCompressed: Bool) throws {
      let pageSize = 4096
      let whole = metadataFile(payload: noise(100_000))
      let content = isCompressed ? gzip(whole) : whole
      let memory = try #require(
        mmap(nil, 2 * pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0))
      munmap(memory + pageSize, pageSize)
      defer { munmap(memory, pageSize) }
      UnsafeMutableRawBufferPointer(start: memory, count: pageSize).copyBytes(from: content[..<pageSize])

      let file = try OpenFile("/proc/self/mem", .readOnly)
      try file.descriptor.seek(offset: Int64(UInt(bitPattern: memory)), from: .start)
      let source = FileDescriptorSource(file.descriptor)
      var visitor = Recorder()
      let error = try #require(throws: FlinkMetadataError.self) {
        if isCompressed {
          try GzipSource(source).walkMetadata(&visitor)
        } else {
          try source.walkMetadata(&visitor)
        }
      }
      #expect(error.kind == .sourceFailed(code: EIO))
      #expect(source.byteCount == Int64(pageSize))
      #expect(visitor.checkpointId == 42)
      if !isCompressed { #expect(error.offset == Int64(pageSize)) }
    }
  #endif

  @Test(arguments: [false, true]) func aSourceCanGiveOneByteAtATime(isCompressed: Bool) throws {
    let payload = noise(5000)
    let whole = metadataFile(payload: payload)
    let bytes = MemorySource(isCompressed ? gzip(whole) : whole, chunkSize: 1)
    let source: any ByteSource = isCompressed ? GzipSource(bytes) : bytes
    var visitor = Recorder()
    let summary = try source.walkMetadata(&visitor)
    #expect(summary.byteCount == Int64(whole.count))
    #expect(visitor.payload == payload)
  }

  /// What is left of it is an error of the source at each byte, and never the end of the file.
  @Test func aSourceCanFailAtEachByte() {
    let whole = metadataFile(payload: noise(50))
    for count in 0...whole.count {
      let failure = FlinkMetadataError(.sourceFailed(code: EIO), offset: 0)
      var visitor = Recorder()
      let error = #expect(throws: FlinkMetadataError.self) {
        try FailingSource(Array(whole[..<count]), chunkSize: 7, then: failure).walkMetadata(&visitor)
      }
      #expect(error?.kind == failure.kind)
    }
  }
}
