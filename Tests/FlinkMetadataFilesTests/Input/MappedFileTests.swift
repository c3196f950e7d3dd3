// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

@Suite struct MappedFileTests {
  let directory = TemporaryDirectory()

  private func problem(_ path: String) -> MetadataInputError.Problem? {
    do {
      _ = try MappedFile(path)
      return nil
    } catch {
      return error.problem
    }
  }

  @Test(arguments: [1, 4095, 4096, 4097, 1_000_000]) func lendsTheBytesOfAFile(count: Int) throws {
    let bytes = noise(count)
    try writeFile(directory["file"], bytes)
    let file = try MappedFile(directory["file"])
    #expect(file.count == count)
    #expect(try file.withBytes { span in span.withUnsafeBytes { Array($0) } } == bytes)
  }

  @Test func anEmptyFileLendsNoBytes() throws {
    try writeFile(directory["file"], [])
    let file = try MappedFile(directory["file"])
    #expect(file.count == 0)
    #expect(try file.withBytes { $0.byteCount } == 0)
  }

  @Test func keepsTheFileWhenItsNameGoes() throws {
    try writeFile(directory["file"], [1, 2, 3])
    let file = try MappedFile(directory["file"])
    try FilePath(directory["file"]).remove()
    #expect(try file.withBytes { span in span.withUnsafeBytes { Array($0) } } == [1, 2, 3])
  }

  @Test func passesOnAnError() throws {
    try writeFile(directory["file"], [1])
    let file = try MappedFile(directory["file"])
    let error = FlinkMetadataError(.stopped(code: 3), offset: 0)
    #expect(throws: error) { try file.withBytes { _ throws(FlinkMetadataError) in throw error } }
  }

  @Test func aWalkReadsIt() throws {
    let payload = noise(100_000)
    try writeFile(directory["file"], metadataFile(payload: payload))
    let file = try MappedFile(directory["file"])
    var recorder = Recorder()
    _ = try file.withBytes { (bytes) throws(FlinkMetadataError) in try CheckpointMetadataView(bytes).walk(&recorder) }
    #expect(recorder.payload == payload)
  }

  @Test func onlyRegularFilesCanBeMapped() {
    makeFIFO(directory["fifo"])
    #expect(problem(directory["fifo"]) == .notRegularFile)
    #expect(problem("/dev/null") == .notRegularFile)
    #expect(problem(directory.path.string) == .isDirectory)
    #expect(problem(directory["missing"]) == .cannotOpen(.noSuchFileOrDirectory))
  }
}
