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

#if canImport(Glibc)
  private let streamSocket = CInt(SOCK_STREAM.rawValue)
#else
  private let streamSocket = SOCK_STREAM
#endif

@Suite struct OutputBufferTests {
  let directory = TemporaryDirectory()

  private func openFile(_ name: String = "file") throws -> OpenFile {
    try OpenFile(
      FilePath(directory[name]), .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
  }

  /// Sizes around those at which the buffer changes what it does.
  @Test(arguments: [1, 63, 1024, 1025, 65_535, 65_536, 65_537, 262_143, 262_144, 262_145, 1_000_000])
  func writesPiecesInOrder(size: Int) throws {
    let file = try openFile()
    let output = OutputBuffer(file.descriptor, name: "file")
    let bytes = noise(1_500_000)
    var position = 0
    while position < bytes.count {
      let end = min(position + size, bytes.count)
      try output.write(bytes.span.bytes.extracting(position..<end))
      position = end
      #expect(output.byteCount == Int64(position))
      // Enough to see it; a million pieces would take their time.
      if size == 1 && position == 300_000 { break }
    }
    try output.flush()
    #expect(try readFile(directory["file"]) == Array(bytes[..<position]))
  }

  @Test func writesPiecesOfAllSizes() throws {
    let file = try openFile()
    let output = OutputBuffer(file.descriptor, name: "file")
    var written: [UInt8] = []
    for (number, size) in [0, 5, 70_000, 17, 200_000, 60_000, 60_000, 1, 400_000, 0, 3].enumerated() {
      let piece = noise(size, seed: UInt64(number))
      try output.write(piece.span.bytes)
      written += piece
      if number == 6 { try output.flush() }
    }
    try output.flush()
    #expect(try readFile(directory["file"]) == written)
  }

  /// Memory that begins at a page, behind so many bytes that it can be written straight, or not.
  @Test(arguments: [0, 1, 4096, 5000, 262_144]) func writesLongPiecesWhereverTheyGo(start: Int) throws {
    let file = try openFile()
    let output = OutputBuffer(file.descriptor, name: "file")
    let bytes = noise(start + 300_000)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 300_000, alignment: 16_384)
    defer { memory.deallocate() }
    memory.copyBytes(from: bytes[start...])
    try output.write(bytes.span.bytes.extracting(first: start))
    try output.write(UnsafeRawBufferPointer(memory).bytes)
    try output.write("end")
    try output.flush()
    #expect(try readFile(directory["file"]) == bytes + Array("end".utf8))
  }

  @Test func writesNumbersAndText() throws {
    let file = try openFile()
    let output = OutputBuffer(file.descriptor, name: "file")
    try output.write(bigEndian: UInt16(0x0102))
    try output.write(bigEndian: Int64(-2))
    try output.write("größer")
    try output.write("")
    try output.flush()
    #expect(
      try readFile(directory["file"])
        == [1, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE] + Array("größer".utf8))
  }

  @Test func whatIsNotFlushedIsNotWritten() throws {
    let file = try openFile()
    try OutputBuffer(file.descriptor, name: "file").write("lost")
    #expect(try readFile(directory["file"]) == [])
  }

  @Test func writesAPipeInAsManyCallsAsItTakes() throws {
    letSignalsInterrupt()
    let pipe = try FileDescriptor.pipe()
    let bytes = noise(3_000_000)
    let succeeded = Box(false)
    let writer = BlockingThread {
      let output = OutputBuffer(pipe.writeEnd, name: "pipe")
      do {
        try output.write(bytes.span.bytes)
        try output.close()
        succeeded.value = true
      } catch {}
    }
    // The pipe is full, and the writer is interrupted while it waits.
    writer.interrupt()
    #expect(try readToEnd(pipe.readEnd) == bytes)
    writer.join()
    #expect(succeeded.value)
    try pipe.readEnd.close()
  }

  @Test func waitsForAPipeThatDoesNotBlock() throws {
    let pipe = try FileDescriptor.pipe()
    makeNonBlocking(pipe.writeEnd)
    let bytes = noise(3_000_000)
    let received = Box<[UInt8]>([])
    let reader = BlockingThread {
      pause(milliseconds: 20)
      received.value = (try? readToEnd(pipe.readEnd)) ?? []
    }
    let output = OutputBuffer(pipe.writeEnd, name: "pipe")
    try output.write(bytes.span.bytes)
    try output.close()
    reader.join()
    #expect(received.value == bytes)
    try pipe.readEnd.close()
  }

  @Test func aClosedPipeIsAnErrorOfItsOwn() throws {
    ignoreSignal(SIGPIPE)
    // Not a pipe: each process that another test starts has its reading end, too, until it becomes another program.
    var sockets: [CInt] = [-1, -1]
    try #require(socketpair(AF_UNIX, streamSocket, 0, &sockets) == 0)
    let ends = sockets.map(FileDescriptor.init(rawValue:))
    defer { for end in ends { try? end.close() } }
    try #require(shutdown(sockets[0], CInt(SHUT_RDWR)) == 0)
    let output = OutputBuffer(ends[1], name: "pipe")
    try output.write("a")
    let expected = OutputError.closedPipe(name: "pipe")
    #expect(throws: expected) { try output.flush() }
    #expect(output.failure == expected)
    let error = #expect(throws: FlinkMetadataError.self) { try output.write("b") }
    #expect(error?.kind == .sinkFailed(code: Errno.brokenPipe.rawValue))
  }

  @Test(.enabled(if: exists("/dev/full"), "there is no full device")) func aFullDiskIsReportedAndStays() throws {
    let full = try OpenFile("/dev/full", .writeOnly)
    let output = OutputBuffer(full.descriptor, name: "/dev/full")
    try output.write("small pieces wait")
    let error = #expect(throws: FlinkMetadataError.self) { try output.write(noise(70_000).span.bytes) }
    #expect(error?.kind == .sinkFailed(code: Errno.noSpace.rawValue))
    let expected = OutputError.failed(.write, name: "/dev/full", .noSpace)
    #expect(output.failure == expected)
    #expect(expected.description == "/dev/full: cannot write: No space left on device")
    #expect(throws: FlinkMetadataError.self) { try output.write("x") }
    #expect(throws: expected) { try output.flush() }
    #expect(throws: expected) { try output.close() }
  }

  @Test func reportsADescriptorThatIsNotOpenForWriting() throws {
    try writeFile(directory["file"], [])
    let file = try OpenFile(FilePath(directory["file"]), .readOnly)
    let output = OutputBuffer(file.descriptor, name: "file")
    try output.write("a")
    #expect(throws: OutputError.failed(.write, name: "file", .badFileDescriptor)) { try output.flush() }
  }

  @Test func standardOutputHasAName() {
    #expect(OutputBuffer.standardOutput().name == "standard output")
  }
}
