// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage
import TestSupport
import Testing

/// A file is read by its path.
@Suite struct MetadataFilePathTests {
  let directory = TemporaryDirectory()
  static let file = metadataFile(payload: noise(700_000))

  private func error(_ path: String, maximumByteCount: Int64? = nil) -> MetadataInputError? {
    #expect(throws: MetadataInputError.self) { _ = try MetadataFile(path: path, maximumByteCount: maximumByteCount) }
  }

  @Test(arguments: [false, true]) func aFileIsReadWhole(isCompressed: Bool) throws {
    try directory.write("file", isCompressed ? gzip(Self.file) : Self.file)
    let file = try MetadataFile(path: directory["file"])
    #expect(file.checkpointId == 42)
    #expect(file.version == .version3)
    #expect(file.bytes.elementsEqual(Self.file))
    #expect(try file.metadata().masterStates.count == 1)
  }

  @Test(arguments: [false, true]) func aDirectoryIsItsMetadataFile(isCompressed: Bool) throws {
    try directory.write("_metadata", isCompressed ? gzip(Self.file) : Self.file)
    #expect(try MetadataFile(path: directory.path.string).bytes.elementsEqual(Self.file))
  }

  @Test func aDirectoryWithoutOneIsAnError() {
    let error = error(directory.path.string)
    #expect(error == MetadataInputError(.noMetadataFile, path: directory.path.string))
    #expect(
      error?.description
        == "\(directory.path): expected a file _metadata in the directory; name the checkpoint's own directory (chk-N)")
  }

  @Test func aMissingFileIsAnError() {
    let path = directory["file"]
    #expect(error(path) == MetadataInputError(.cannotOpen(.noSuchFileOrDirectory), path: path))
  }

  @Test func theDialectIsThatOfTheCaller() throws {
    try directory.write("file", Self.file)
    #expect(try MetadataFile(path: directory["file"], dialect: .flink1_14).dialect == .flink1_14)
  }

  // MARK: Malformed

  /// The name in the error is that of the file, also if its directory was named.
  @Test func anEmptyFileIsMalformed() throws {
    try directory.write("_metadata", [])
    let path = directory["_metadata"]
    let error = error(directory.path.string)
    #expect(error == MetadataInputError(.malformed(FlinkMetadataError(.emptyInput, offset: 0)), path: path))
    #expect(error?.description == "\(path): the file is empty; expected a Flink _metadata file")
  }

  @Test func anotherFileIsMalformed() throws {
    try directory.write("file", Array("not metadata".utf8))
    let error = error(directory["file"])
    guard case .malformed(let reason) = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason == FlinkMetadataError(.notMetadata(found: 0x6E6F_7420), offset: 0))
    #expect(
      error?.description
        == "\(directory["file"]): byte 0: not a Flink _metadata file: expected the magic number 0x4960672d, "
        + "found 0x6e6f7420")
  }

  @Test func cutCompressionIsNotDamagedCompression() throws {
    var whole = gzip(Self.file)
    try directory.write("cut", whole.dropLast())
    // The checksum, four bytes of eight at the end.
    whole[whole.count - 8] ^= 1
    try directory.write("damaged", whole)
    let cases: [(String, FlinkMetadataError.Kind, String)] = [
      ("cut", .truncatedCompressedInput, "the gzip data is cut off; copy it again"),
      ("damaged", .compressedInput, "expected valid gzip data"),
    ]
    for (name, kind, text) in cases {
      let error = error(directory[name])
      guard case .malformed(let reason) = error?.problem else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(reason.kind == kind)
      #expect(error?.description == "\(directory[name]): byte \(reason.offset ?? -1): \(text)")
    }
  }

  @Test func theLimitIsThatOfExpansion() throws {
    try directory.write("plain", Self.file)
    try directory.write("compressed", gzip(Self.file))
    let count = Int64(Self.file.count)
    #expect(try MetadataFile(path: directory["plain"], maximumByteCount: 1000).checkpointId == 42)
    #expect(try MetadataFile(path: directory["compressed"], maximumByteCount: count).checkpointId == 42)
    #expect(try MetadataFile(path: directory["compressed"], maximumByteCount: nil).checkpointId == 42)
    let error = error(directory["compressed"], maximumByteCount: count - 1)
    guard case .malformed(let reason) = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.isExpansionBeyondLimit)
    #expect(error?.description == "\(directory["compressed"]): expands to more than maximumByteCount allows")
  }

  @Test(.enabled(if: exists("/proc/self/mem"), "there is no file that cannot be read"))
  func aFileThatCannotBeReadIsAnError() {
    // Reading the memory of a process at address 0 is an I/O error.
    #expect(error("/proc/self/mem") == MetadataInputError(.cannotRead(.ioError), path: "/proc/self/mem"))
  }
}
