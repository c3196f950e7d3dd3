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

/// The second thread of the output: its errors are reported, and it never outlives its output.
@Suite struct WriteBehindTests {
  private static let bufferSize = 256 * 1024
  private static let bufferCount = 8

  let directory = TemporaryDirectory()

  private func openFile(_ name: String = "file", _ mode: FileDescriptor.AccessMode = .writeOnly) throws -> OpenFile {
    try OpenFile(FilePath(directory[name]), mode, options: [.create], permissions: [.ownerReadWrite])
  }

  private func makeWriter(_ file: OpenFile, buffers: Int = 3) -> WriteBehind {
    WriteBehind(
      file.descriptor, free: (0..<buffers).map { _ in .allocate(byteCount: 4096, alignment: 4096) })
  }

  // MARK: The thread

  @Test(arguments: [1, 3]) func writesInTheOrderOfHandingOver(buffers: Int) throws {
    let file = try openFile()
    let writer = makeWriter(file, buffers: buffers)
    #expect(writer.start())
    var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
    defer { memory.deallocate() }
    for number in 0..<200 {
      memory.copyBytes(from: [UInt8](repeating: UInt8(number), count: 100))
      memory = try writer.exchange(memory, bytes: UnsafeRawBufferPointer(rebasing: memory[..<100]))
    }
    try writer.drain()
    #expect(try readFile(directory["file"]) == (0..<200).flatMap { [UInt8](repeating: UInt8($0), count: 100) })
    writer.end()
  }

  @Test func anErrorEndsItAndIsToldEveryTime() throws {
    let file = try openFile("file", .readOnly)
    let writer = makeWriter(file)
    #expect(writer.start())
    var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
    defer { memory.deallocate() }
    #expect(throws: Errno.badFileDescriptor) {
      // More than there are buffers: one is given back only when it has been written.
      for _ in 0..<5 { memory = try writer.exchange(memory, bytes: UnsafeRawBufferPointer(memory)) }
    }
    #expect(throws: Errno.badFileDescriptor) { try writer.drain() }
    #expect(throws: Errno.badFileDescriptor) {
      memory = try writer.exchange(memory, bytes: UnsafeRawBufferPointer(memory))
    }
    writer.end()
    #expect(try readFile(directory["file"]) == [])
  }

  @Test func itCanEndWithoutWork() throws {
    let writer = makeWriter(try openFile())
    #expect(writer.start())
    writer.end()
    // And without having begun.
    makeWriter(try openFile()).end()
  }

  // MARK: Behind an output

  /// The disk is full at the first buffer, at the second, and so on: at each write there is.
  @Test func aFullDiskIsReportedAtEachBuffer() async {
    await #expect(processExitsWith: .success) {
      ignoreSignal(SIGXFSZ)
      let directory = TemporaryDirectory()
      let bytes = noise(Self.bufferCount * Self.bufferSize)
      let threadsBefore = threadCount()
      for room in 0..<Self.bufferCount {
        let path = directory["file\(room)"]
        do {
          let file = try OpenFile(
            FilePath(path), .writeOnly, options: [.create], permissions: [.ownerReadWrite])
          let output = OutputBuffer(file.descriptor, name: "file")
          limitFiles(to: room * Self.bufferSize)
          defer { limitFiles(to: nil) }
          var failure: FlinkMetadataError?
          do throws(FlinkMetadataError) {
            for start in stride(from: 0, to: bytes.count, by: 1024) {
              try output.write(bytes.span.bytes.extracting(start..<start + 1024))
            }
          } catch {
            failure = error
          }
          let expected = OutputError.failed(.write, name: "file", .fileTooLarge)
          // The last ones may still be in memory when all is written, and not when all is flushed.
          if let failure { #expect(failure.kind == .sinkFailed(code: EFBIG)) }
          #expect(throws: expected) { try output.flush() }
          #expect(output.failure == expected)
          #expect(throws: FlinkMetadataError.self) { try output.write("x") }
          #expect(throws: expected) { try output.flush() }
        }
        // What came before the gap is there, and nothing after it.
        #expect(try readFile(path) == Array(bytes[..<(room * Self.bufferSize)]))
      }
      #expect(threadsLeft(since: threadsBefore) < 3)
    }
  }

  /// A file that cannot be written is not left behind, and its thread has gone.
  @Test func ofAFileThatCannotBeWrittenNothingStays() async {
    await #expect(processExitsWith: .success) {
      ignoreSignal(SIGXFSZ)
      let directory = TemporaryDirectory()
      try writeFile(directory["file"], [1, 2, 3])
      let threadsBefore = threadCount()
      for room in 0..<4 {
        limitFiles(to: room * Self.bufferSize)
        let file = try AtomicFile(directory["file"])
        let output = file.output
        #expect(throws: (any Error).self) {
          for _ in 0..<8 { try output.write(noise(Self.bufferSize / 2 + 1).span.bytes) }
          try output.flush()
        }
        file.abandon()
        limitFiles(to: nil)
        #expect(directory.names == ["file"])
        #expect(try readFile(directory["file"]) == [1, 2, 3])
      }
      #expect(threadsLeft(since: threadsBefore) < 3)
    }
  }

  /// Outputs that are given up in the middle end their threads, with what waits there.
  @Test func anOutputThatIsGivenUpEndsItsThread() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      let threadsBefore = threadCount()
      for _ in 0..<50 {
        let file = try AtomicFile(directory["file"])
        try file.output.write(noise(3 * Self.bufferSize / 2).span.bytes)
        try file.output.write(noise(3 * Self.bufferSize / 2).span.bytes)
        file.abandon()
      }
      #expect(directory.names == [])
      #expect(threadsLeft(since: threadsBefore) < 3)
    }
  }

  /// When a file has gone its descriptor's number can be that of another file, to which nothing may go.
  @Test func anOutputThatOutlivesItsFileWritesNothing() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      for isCommitted in [false, true] {
        let file = try AtomicFile(directory["first"])
        let output = file.output
        for _ in 0..<20 { try output.write(noise(100_000).span.bytes) }
        let number = output.descriptor.rawValue
        if isCommitted { try file.commit() } else { file.abandon() }

        let second = try OpenFile(
          FilePath(directory["second"]), .writeOnly, options: [.create], permissions: [.ownerReadWrite])
        // Mostly it has the number already.
        if second.descriptor.rawValue != number {
          _ = try second.descriptor.duplicate(as: FileDescriptor(rawValue: number))
        }
        #expect(throws: FlinkMetadataError.self) {
          for _ in 0..<20 { try output.write(noise(100_000).span.bytes) }
        }
        #expect(throws: OutputError.failed(.write, name: directory["first"], .badFileDescriptor)) {
          try output.flush()
        }
        #expect(try readFile(directory["second"]) == [])
        withExtendedLifetime(second) {}
      }
    }
  }

  @Test func aClosedOutputWritesNothing() throws {
    let descriptor = try FileDescriptor.open(
      directory["file"], .writeOnly, options: [.create], permissions: [.ownerReadWrite])
    let output = OutputBuffer(descriptor, name: "file")
    let bytes = noise(5 * Self.bufferSize)
    try output.write(bytes.span.bytes)
    try output.close()
    #expect(throws: FlinkMetadataError.self) { try output.write("x") }
    #expect(throws: OutputError.failed(.write, name: "file", .badFileDescriptor)) { try output.close() }
    #expect(try readFile(directory["file"]) == bytes)
  }

  @Test func manyOutputsCanWriteAtOnce() throws {
    let results = (0..<6).map { number in
      let path = directory["file\(number)"]
      let result = Box<[UInt8]>([])
      let thread = BlockingThread {
        let bytes = noise(7 * Self.bufferSize / 2, seed: UInt64(number))
        guard let file = try? AtomicFile(path) else { return }
        do {
          for start in stride(from: 0, to: bytes.count, by: 4096) {
            try file.output.write(bytes.span.bytes.extracting(start..<min(start + 4096, bytes.count)))
          }
          try file.commit(.ifReplacing)
        } catch {
          return
        }
        result.value = bytes
      }
      return (path, result, thread)
    }
    for (path, result, thread) in results {
      thread.join()
      #expect(result.value.count == 7 * Self.bufferSize / 2)
      #expect(try readFile(path) == result.value)
    }
  }
}

/// Limits the size of files of this process, or does not any more.
private func limitFiles(to size: Int?) {
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
  #else
    let resource = RLIMIT_FSIZE
  #endif
  var limit = rlimit()
  getrlimit(resource, &limit)
  limit.rlim_cur = size.map { rlim_t($0) } ?? limit.rlim_max
  #expect(setrlimit(resource, &limit) == 0)
}

/// How many more threads there are than before, as soon as they are few: the system needs a moment to forget one that has
/// ended, and the Swift runtime has some that come and go.
private func threadsLeft(since before: Int) -> Int {
  for _ in 0..<200 where threadCount() - before >= 3 { pause(milliseconds: 10) }
  return threadCount() - before
}

/// How many threads the process has; where the system does not tell, 0.
private func threadCount() -> Int {
  guard let directory = opendir("/proc/self/task") else { return 0 }
  defer { closedir(directory) }
  var count = 0
  while let entry = readdir(directory) {
    if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
  }
  return count
}
