// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

@Suite struct MetadataInputTests {
  let directory = TemporaryDirectory()
  /// Longer than the window of a walk and the chunks of the decompressor.
  static let payload = noise(700_000)
  static let file = metadataFile(payload: payload)

  private func expectFile(_ input: MetadataInput) throws {
    var recorder = Recorder()
    let summary = try input.walk(&recorder)
    #expect(summary.byteCount == Int64(Self.file.count))
    #expect(summary.trailingByteCount == 0)
    #expect(recorder.checkpointId == 42)
    #expect(recorder.payload == Self.payload)
    if let size = input.size { #expect(input.bytesRead == size) }
  }

  private func problem(_ argument: String) -> MetadataInputError.Problem? {
    do {
      _ = try MetadataInput(argument)
      return nil
    } catch {
      return error.problem
    }
  }

  // MARK: Files

  @Test func walksOverAFile() throws {
    try writeFile(directory["checkpoint"], Self.file)
    let input = try MetadataInput(directory["checkpoint"])
    #expect(input.name == directory["checkpoint"])
    #expect(input.directory == directory.path.string)
    #expect(input.size == Int64(Self.file.count))
    #expect(!input.isCompressed)
    try expectFile(input)
  }

  @Test func findsTheFileOfADirectory() throws {
    try writeFile(directory["_metadata"], Self.file)
    let input = try MetadataInput(directory.path.string)
    #expect(input.name == directory["_metadata"])
    #expect(input.directory == directory.path.string)
    try expectFile(input)
  }

  @Test func recognisesCompression() throws {
    let compressed = gzip(Self.file)
    try writeFile(directory["_metadata"], compressed)
    let input = try MetadataInput(directory.path.string)
    #expect(input.isCompressed)
    #expect(input.size == Int64(compressed.count))
    try expectFile(input)
  }

  @Test(arguments: [false, true]) func readsAll(isCompressed: Bool) throws {
    try writeFile(directory["file"], isCompressed ? gzip(Self.file) : Self.file)
    let bytes = try MetadataInput(directory["file"]).readAll()
    #expect(bytes == Self.file)
    // Nothing is wasted on a plain file; an array's memory comes in steps of some bytes.
    if !isCompressed { #expect(bytes.capacity < bytes.count + 4096) }
  }

  @Test(arguments: 0...4) func shortFilesAreNoMetadata(length: Int) throws {
    try writeFile(directory["file"], [UInt8](repeating: 0x1F, count: length))
    #expect(try MetadataInput(directory["file"]).readAll().count == length)
    var recorder = Recorder()
    #expect(throws: FlinkMetadataError.self) { try MetadataInput(directory["file"]).walk(&recorder) }
  }

  @Test func onlyTheStartOfAGzipFileIsDamaged() throws {
    try writeFile(directory["file"], [0x1F, 0x8B])
    let input = try MetadataInput(directory["file"])
    #expect(input.isCompressed)
    let error = #expect(throws: FlinkMetadataError.self) { try input.readAll() }
    #expect(error?.kind == .truncatedCompressedInput)
  }

  @Test func limitsExpansion() throws {
    try writeFile(directory["file"], gzip(Self.file))
    let input = try MetadataInput(directory["file"], maximumByteCount: 1000)
    var recorder = Recorder()
    let error = try #require(throws: FlinkMetadataError.self) { try input.walk(&recorder) }
    let message = input.message(for: error)
    #expect(message.hasPrefix("\(directory["file"]): expands to more than the allowed 1000 bytes: stopped after "))
    #expect(message.hasSuffix(" of gzip"))
  }

  @Test func relativePathsHaveAnAbsoluteDirectory() throws {
    let here = try #require(FilePath.workingDirectory())
    #expect(FilePath("_metadata").absoluteDirectory == here)
    #expect(FilePath("./a/./b/_metadata").absoluteDirectory == here.appending("a/b"))
    #expect(FilePath("../_metadata").absoluteDirectory == here.appending(".."))
    #expect(FilePath("/a/../b/_metadata").absoluteDirectory == "/a/../b")
    #expect(FilePath("/_metadata").absoluteDirectory == "/")
  }

  // MARK: Progress

  @Test(arguments: [false, true]) func reportsItsProgressAndItsEnd(isCompressed: Bool) throws {
    try writeFile(directory["file"], isCompressed ? gzip(Self.file) : Self.file)
    let input = try MetadataInput(directory["file"])
    var reports: [Int64?] = []
    input.onProgress = { reports.append($0) }
    #expect(try input.readAll() == Self.file)
    let counts = reports.dropLast().compactMap(\.self)
    #expect(counts.count == reports.count - 1)
    #expect(counts == counts.sorted() && Set(counts).count == counts.count)
    #expect(counts.last == input.size)
    #expect(reports.last == .some(nil))
  }

  /// What was shown has to go, whatever happened.
  @Test func reportsTheEndOfAFailedWalk() throws {
    try writeFile(directory["file"], Self.file.dropLast())
    let input = try MetadataInput(directory["file"])
    var reports: [Int64?] = []
    input.onProgress = { reports.append($0) }
    var recorder = Recorder()
    #expect(throws: FlinkMetadataError.self) { try input.walk(&recorder) }
    #expect(reports.count > 1)
    #expect(reports.last == .some(nil))
  }

  // MARK: Pipes and devices

  @Test(arguments: [false, true]) func readsAFIFO(isCompressed: Bool) throws {
    makeFIFO(directory["fifo"])
    let path = directory["fifo"]
    let bytes = isCompressed ? gzip(Self.file) : Self.file
    let writer = BlockingThread {
      guard let descriptor = try? FileDescriptor.open(path, .writeOnly) else { return }
      // The first bytes one by one, and then the rest.
      for byte in bytes.prefix(5) {
        pause(milliseconds: 2)
        _ = try? descriptor.writeAll([byte])
      }
      _ = try? descriptor.writeAll(bytes.dropFirst(5))
      try? descriptor.close()
    }
    let input = try MetadataInput(path)
    #expect(input.size == nil)
    #expect(input.isCompressed == isCompressed)
    try expectFile(input)
    writer.join()
  }

  @Test func readsADevice() throws {
    let input = try MetadataInput("/dev/null")
    #expect(input.size == nil)
    #expect(try input.readAll() == [])
  }

  @Test func readsStandardInput() async {
    await #expect(processExitsWith: .success) {
      let pipe = try FileDescriptor.pipe()
      let writer = BlockingThread {
        _ = try? pipe.writeEnd.writeAll(gzip(Self.file))
        try? pipe.writeEnd.close()
      }
      _ = try pipe.readEnd.duplicate(as: .standardInput)
      let input = try MetadataInput("-")
      #expect(input.name == "standard input")
      #expect(input.directory == nil)
      #expect(input.size == nil)
      #expect(try input.readAll() == Self.file)
      writer.join()
    }
  }

  @Test func standardInputCanBeAFileThatWasPartlyRead() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      try writeFile(directory["file"], [9, 9, 9] + Self.file)
      let file = try OpenFile(FilePath(directory["file"]), .readOnly)
      try file.descriptor.seek(offset: 3, from: .start)
      _ = try file.descriptor.duplicate(as: .standardInput)
      let input = try MetadataInput("-")
      #expect(input.size == Int64(Self.file.count))
      #expect(try input.readAll() == Self.file)
    }
  }

  @Test func standardInputCannotBeADirectory() async {
    await #expect(processExitsWith: .success) {
      let directory = try OpenFile("/", .readOnly)
      _ = try directory.descriptor.duplicate(as: .standardInput)
      #expect(throws: MetadataInputError(.isDirectory, path: "standard input")) { _ = try MetadataInput("-") }
    }
  }

  // MARK: Errors

  @Test(arguments: [false, true]) func anEmptyFileIsSaidToBeEmpty(isCompressed: Bool) throws {
    try writeFile(directory["file"], isCompressed ? gzip([]) : [])
    let input = try MetadataInput(directory["file"])
    var recorder = Recorder()
    let error = try #require(throws: FlinkMetadataError.self) { try input.walk(&recorder) }
    #expect(error.kind == .emptyInput)
    #expect(
      input.message(for: error) == "\(directory["file"]): the file is empty; expected a Flink _metadata file")
  }

  @Test func aCutFileIsSaidToBeCut() throws {
    try writeFile(directory["plain"], Self.file.dropLast())
    try writeFile(directory["compressed"], gzip(Self.file).dropLast())
    let count = Self.file.count
    let expected = [
      "plain": "byte \(count - 4): the file ends inside a value: expected at least 1 more byte; "
        + "copy it again, it is cut off",
      "compressed": "byte \(count): the gzip data is cut off; copy it again",
    ]
    for (name, text) in expected {
      let input = try MetadataInput(directory[name])
      var recorder = Recorder()
      let error = try #require(throws: FlinkMetadataError.self) { try input.walk(&recorder) }
      #expect(input.message(for: error) == "\(directory[name]): \(text)")
    }
  }

  @Test func namesWhatCannotBeOpened() throws {
    try writeFile(directory["file"], [1])
    makeDirectory(directory["empty"])
    makeDirectory(directory["nested"])
    makeDirectory(directory["nested/_metadata"])
    makeSymbolicLink(directory["loop"], to: "loop")
    #expect(problem(directory["missing"]) == .cannotOpen(.noSuchFileOrDirectory))
    #expect(problem("") == .cannotOpen(.noSuchFileOrDirectory))
    #expect(problem(directory["file/below"]) == .cannotOpen(.notDirectory))
    #expect(problem(directory["loop"]) == .cannotOpen(.tooManySymbolicLinkLevels))
    #expect(problem(directory["empty"]) == .noMetadataFile)
    #expect(problem(directory["nested"]) == .isDirectory)
  }

  @Test func aSocketIsNoFile() throws {
    bindSocket(directory["socket"])
    #expect(problem(directory["socket"]) == .isSocket)
  }

  @Test func namesWhatIsNotPermitted() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      setPermissions(directory.path.string, [.ownerReadWriteExecute, .otherRead, .otherExecute])
      try directory.write("file", [1])
      setPermissions(directory["file"], [])
      makeDirectory(directory["closed"])
      setPermissions(directory["closed"], [.ownerRead])
      asAnotherUser {
        for name in ["file", "closed"] {
          let error = #expect(throws: MetadataInputError.self) { _ = try MetadataInput(directory[name]) }
          #expect(error?.problem == .cannotOpen(.permissionDenied))
        }
      }
      setPermissions(directory["closed"], [.ownerReadWriteExecute])
    }
  }

  @Test func messagesHaveOneLine() {
    let error = MetadataInputError(.cannotOpen(.noSuchFileOrDirectory), path: "a\nb\u{1B}[31m")
    #expect(error.description == "a\\nb\\u{1B}[31m: cannot open: No such file or directory")
    // Single-byte controls, the end of a line, and what turns the direction of text around.
    let strange = MetadataInputError(.noMetadataFile, path: "\u{7F}\u{9B}31m\u{2028}\u{202E}gpj")
    #expect(
      strange.description == "\\u{7F}\\u{009B}31m\\u{2028}\\u{202E}gpj: expected a file _metadata in the directory; "
        + "name the checkpoint's own directory (chk-N)")
    #expect(
      MetadataInputError(.noMetadataFile, path: "a").description
        == "a: expected a file _metadata in the directory; name the checkpoint's own directory (chk-N)")
  }

  @Test func messagesTellWhereReadingFailed() throws {
    let input = try MetadataInput("/dev/null")
    let readFailure = FlinkMetadataError(.sourceFailed(code: Errno.ioError.rawValue), offset: 7)
    #expect(input.message(for: readFailure) == "/dev/null: byte 7: cannot read: Input/output error")
    let malformed = FlinkMetadataError(.emptyPath, offset: 7)
    #expect(input.message(for: malformed) == "/dev/null: \(malformed)")
  }

  /// A path of the file is a part of the message.
  @Test func messagesDoNotPassOnWhatTheFileHolds() throws {
    let input = try MetadataInput("/dev/null")
    let error = FlinkMetadataError(.unmatchedPath("s3://\u{1B}]0;title\u{7}\n"), offset: 1)
    #expect(
      input.message(for: error) == "/dev/null: byte 1: no rule matches the path 's3://\\u{1B}]0;title\\u{07}\\n'")
  }

  @Test func anInputIsReadOnce() async {
    await #expect(processExitsWith: .failure) {
      let input = try MetadataInput("/dev/null")
      _ = try input.readAll()
      _ = try input.readAll()
    }
  }
}
