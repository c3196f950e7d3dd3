// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

@Suite struct FileDescriptorSourceTests {
  let directory = TemporaryDirectory()

  @Test(arguments: [1, 7, 4096, 1 << 20]) func readsAFile(roomSize: Int) throws {
    let bytes = noise(10_000)
    try writeFile(directory["file"], bytes)
    let file = try OpenFile(FilePath(directory["file"]), .readOnly)
    let source = FileDescriptorSource(file.descriptor)
    #expect(try source.contents(roomSize: roomSize) == bytes)
    #expect(source.byteCount == 10_000)
  }

  @Test func readsFromWhereTheFileStands() throws {
    try writeFile(directory["file"], [1, 2, 3, 4, 5])
    let file = try OpenFile(FilePath(directory["file"]), .readOnly)
    try file.descriptor.seek(offset: 3, from: .start)
    #expect(try FileDescriptorSource(file.descriptor).contents() == [4, 5])
  }

  @Test func readsAPipeThatFillsSlowly() throws {
    let bytes = noise(1_000)
    let pipe = try FileDescriptor.pipe()
    let writer = BlockingThread {
      for byte in bytes { _ = try? pipe.writeEnd.writeAll([byte]) }
      try? pipe.writeEnd.close()
    }
    #expect(try FileDescriptorSource(pipe.readEnd).contents() == bytes)
    writer.join()
    try pipe.readEnd.close()
  }

  @Test func readsOnAfterAnInterruption() throws {
    letSignalsInterrupt()
    let pipe = try FileDescriptor.pipe()
    let result = Box<[UInt8]>([])
    let reader = BlockingThread {
      result.value = (try? FileDescriptorSource(pipe.readEnd).contents()) ?? [0xFF]
    }
    reader.interrupt()
    try pipe.writeEnd.writeAll([1, 2, 3])
    try pipe.writeEnd.close()
    reader.join()
    #expect(result.value == [1, 2, 3])
    try pipe.readEnd.close()
  }

  @Test func waitsForADescriptorThatDoesNotBlock() throws {
    let pipe = try FileDescriptor.pipe()
    makeNonBlocking(pipe.readEnd)
    let writer = BlockingThread {
      for byte in UInt8(0)..<5 {
        pause(milliseconds: 5)
        _ = try? pipe.writeEnd.writeAll([byte])
      }
      try? pipe.writeEnd.close()
    }
    #expect(try FileDescriptorSource(pipe.readEnd).contents() == [0, 1, 2, 3, 4])
    writer.join()
    try pipe.readEnd.close()
  }

  @Test func reportsTheSystemsError() throws {
    let file = try OpenFile(directory.path, .readOnly)
    #expect(throws: FlinkMetadataError(.sourceFailed(code: Errno.isDirectory.rawValue), offset: 0)) {
      try FileDescriptorSource(file.descriptor).contents()
    }
  }

  #if os(Linux)
    @Test func enlargesAPipe() throws {
      let pipe = try FileDescriptor.pipe()
      _ = FileDescriptorSource(pipe.readEnd)
      #expect(pipeSize(pipe.readEnd) == 1 << 20)
      try pipe.readEnd.close()
      try pipe.writeEnd.close()
    }
  #endif
}
