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

/// A file becomes shorter while it is read: an error, and never the end of the process.
@Suite struct ShrinkingFileTests {
  let directory = TemporaryDirectory()

  private func path(_ count: Int) throws -> String {
    try writeFile(directory["file"], noise(count))
    return directory["file"]
  }

  // MARK: Mapped

  /// With and without a page that is lost as a whole.
  @Test(arguments: [0, 1, 4095, 4096, 4097, 65_536, 99_999]) func aMappedFileThatBecomesShorterIsAnError(left: Int)
    throws
  {
    let path = try path(100_000)
    let file = try MappedFile(path)
    let expected = FlinkMetadataError(.sourceFailed(code: EIO), offset: Int64(left))
    #expect(throws: expected) {
      try file.withBytes { bytes in
        let whole = sum(bytes)
        shorten(path, to: left)
        // Zeros.
        #expect(sum(bytes) < whole)
      }
    }
    // It does not come back.
    #expect(throws: expected) { try file.withBytes { sum($0) } }
  }

  @Test func whateverTheReaderThrewTheLossIsTold() throws {
    let path = try path(100_000)
    let file = try MappedFile(path)
    #expect(throws: FlinkMetadataError(.sourceFailed(code: EIO), offset: 50_000)) {
      try file.withBytes { (bytes) throws(FlinkMetadataError) in
        shorten(path, to: 50_000)
        throw FlinkMetadataError(.emptyPath, offset: Int64(sum(bytes)))
      }
    }
  }

  /// The bytes were lost, and so may have been read as zeros, even if the file is as long again afterwards.
  @Test func aFileThatIsAsLongAgainIsAnErrorToo() throws {
    let path = try path(100_000)
    let file = try MappedFile(path)
    #expect(throws: FlinkMetadataError(.sourceFailed(code: EIO), offset: 0)) {
      try file.withBytes { bytes in
        shorten(path, to: 0)
        #expect(sum(bytes) == 0)
        try? writeFile(path, noise(100_000))
      }
    }
  }

  @Test func aWalkOverAFileThatBecomesShorterEnds() throws {
    let whole = metadataFile(payload: noise(1_000_000))
    try writeFile(directory["file"], whole)
    let file = try MappedFile(directory["file"])
    var visitor = Shortening(path: directory["file"])
    let error = #expect(throws: FlinkMetadataError.self) {
      try file.withBytes { (bytes) throws(FlinkMetadataError) in try CheckpointMetadataView(bytes).walk(&visitor) }
    }
    #expect(error == FlinkMetadataError(.sourceFailed(code: EIO), offset: 8192))
  }

  @Test func otherFilesAreNotConcerned() throws {
    let path = try path(100_000)
    try writeFile(directory["other"], noise(100_000))
    let lost = try MappedFile(path)
    let other = try MappedFile(directory["other"])
    #expect(throws: FlinkMetadataError.self) {
      try lost.withBytes { bytes in
        shorten(path, to: 0)
        #expect(sum(bytes) == 0)
      }
    }
    let expected = noise(100_000).reduce(0) { $0 + Int($1) }
    #expect(try other.withBytes { sum($0) } == expected)
  }

  /// Mappings come and go in the same places of the handler's list, on several threads, while pages are lost.
  @Test func manyMappingsCanLosePagesAtOnce() throws {
    let threads = (0..<4).map { number in
      let path = directory["file\(number)"]
      let failure = Box<String?>("not run")
      return (failure, BlockingThread { failure.value = Self.loseAndKeep(path, times: 100) })
    }
    for (failure, thread) in threads {
      thread.join()
      #expect(failure.value == nil)
    }
  }

  /// Maps a file again and again, and cuts off its end every second time. Returns what was wrong.
  private static func loseAndKeep(_ path: String, times: Int) -> String? {
    let content = noise(50_000)
    let expected = content.reduce(0) { $0 + Int($1) }
    for time in 0..<times {
      let isShortened = time % 2 == 0
      do {
        try writeFile(path, content)
        let file = try MappedFile(path)
        let found = try file.withBytes { bytes in
          if isShortened { shorten(path, to: 10_000) }
          return sum(bytes)
        }
        if isShortened { return "nothing was noticed" }
        if found != expected { return "other bytes" }
      } catch let error as FlinkMetadataError {
        if !isShortened || error.offset != 10_000 { return "\(error)" }
      } catch {
        return "\(error)"
      }
    }
    return nil
  }

  // MARK: Faults of others

  @Test func faultsElsewhereHaveTheirUsualEffect() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let directory = TemporaryDirectory()
      try writeFile(directory["file"], noise(100_000))
      let file = try MappedFile(directory["file"])
      touchLostMemory(directory["other"])
      _ = try file.withBytes { sum($0) }
    }
  }

  @Test func faultsElsewhereGoToTheHandlerThatWasThere() async {
    await #expect(processExitsWith: .exitCode(7)) {
      signal(SIGBUS) { _ in _exit(7) }
      let directory = TemporaryDirectory()
      try writeFile(directory["file"], noise(100_000))
      let file = try MappedFile(directory["file"])
      touchLostMemory(directory["other"])
      _ = try file.withBytes { sum($0) }
    }
  }

  @Test func aSignalThatSomebodySendsHasItsUsualEffect() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      let directory = TemporaryDirectory()
      try writeFile(directory["file"], noise(100_000))
      let file = try MappedFile(directory["file"])
      endProcess(by: SIGBUS)
      _ = try file.withBytes { sum($0) }
    }
  }

  // MARK: Read

  @Test func aFileThatBecomesShorterWhileItIsReadIsAnError() throws {
    let whole = metadataFile(payload: noise(1_000_000))
    try writeFile(directory["file"], whole)
    let input = try MetadataInput(directory["file"])
    var visitor = Shortening(path: directory["file"])
    let error = #expect(throws: FlinkMetadataError.self) { try input.walk(&visitor) }
    guard case .unexpectedEnd = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func readingAllOfAFileThatBecameShorterGivesWhatIsLeft() throws {
    try writeFile(directory["file"], noise(1_000_000))
    let input = try MetadataInput(directory["file"])
    shorten(directory["file"], to: 1000)
    #expect(try input.readAll() == Array(noise(1_000_000)[..<1000]))
  }
}

/// Makes a file shorter at the first bytes that it sees.
private struct Shortening: MetadataVisitor, ~Copyable {
  let path: String
  mutating func checkpointId(_ checkpointId: Int64) { shorten(path, to: 8192) }
}

private func shorten(_ path: String, to size: Int) {
  #expect(truncate(path, off_t(size)) == 0)
}

private func sum(_ bytes: RawSpan) -> Int {
  bytes.withUnsafeBytes { $0.reduce(0) { $0 + Int($1) } }
}

/// Reads memory of a file that became shorter, which is not that of a ``MappedFile``.
private func touchLostMemory(_ path: String) {
  guard let descriptor = try? FileDescriptor.open(path, .readWrite, options: [.create], permissions: [.ownerReadWrite])
  else { return }
  ftruncate(descriptor.rawValue, 100_000)
  let memory = mmap(nil, 100_000, PROT_READ, MAP_PRIVATE, descriptor.rawValue, 0)
  ftruncate(descriptor.rawValue, 0)
  print(UnsafeRawBufferPointer(start: memory, count: 100_000).reduce(0) { $0 + Int($1) })
}
