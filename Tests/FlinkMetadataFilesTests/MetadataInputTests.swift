import FlinkMetadata
import SystemPackage
import Testing

@testable import FlinkMetadataFiles

@Suite struct MetadataInputTests {
  let directory = TemporaryDirectory()
  /// Longer than the window of a walk and the chunks of the decompressor.
  static let payload = noise(700_000)
  static let file = metadataFile(payload: payload)

  private func expectFile(_ input: MetadataInput) throws {
    var recorder = Recorder()
    let summary = try input.walk(visitor: &recorder)
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
    #expect(throws: FlinkMetadataError.self) { try MetadataInput(directory["file"]).walk(visitor: &recorder) }
  }

  @Test func onlyTheStartOfAGzipFileIsDamaged() throws {
    try writeFile(directory["file"], [0x1F, 0x8B])
    let input = try MetadataInput(directory["file"])
    #expect(input.isCompressed)
    let error = #expect(throws: FlinkMetadataError.self) { try input.readAll() }
    #expect(error?.kind == .compressedInput)
    #expect(error?.exitStatus == 65)
  }

  @Test func limitsExpansion() throws {
    try writeFile(directory["file"], gzip(Self.file))
    let input = try MetadataInput(directory["file"], maximumByteCount: 1000)
    var recorder = Recorder()
    let error = try #require(throws: FlinkMetadataError.self) { try input.walk(visitor: &recorder) }
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

  @Test(.enabled(if: !isSuperuser, "nothing is denied to the superuser"))
  func namesWhatIsNotPermitted() throws {
    try writeFile(directory["file"], [1])
    setPermissions(directory["file"], [])
    makeDirectory(directory["closed"])
    setPermissions(directory["closed"], [.ownerRead])
    #expect(problem(directory["file"]) == .cannotOpen(.permissionDenied))
    #expect(problem(directory["closed"]) == .cannotOpen(.permissionDenied))
    setPermissions(directory["closed"], [.ownerReadWriteExecute])
  }

  @Test func messagesHaveOneLine() {
    let error = MetadataInputError(.cannotOpen(.noSuchFileOrDirectory), path: "a\nb\u{1B}[31m")
    #expect(error.description == "a\\nb\\u{1B}[31m: cannot open: No such file or directory")
    // Single-byte controls, the end of a line, and what turns the direction of text around.
    let strange = MetadataInputError(.noMetadataFile, path: "\u{7F}\u{9B}31m\u{2028}\u{202E}gpj")
    #expect(
      strange.description == "\\u{7F}\\u{009B}31m\\u{2028}\\u{202E}gpj: the directory has no file _metadata")
    #expect(error.exitStatus == 66)
    #expect(MetadataInputError(.cannotRead(.ioError), path: "a").exitStatus == 74)
    #expect(MetadataInputError(.noMetadataFile, path: "a").description == "a: the directory has no file _metadata")
  }

  @Test func messagesTellWhereReadingFailed() throws {
    let input = try MetadataInput("/dev/null")
    let readFailure = FlinkMetadataError(.sourceFailed(code: Errno.ioError.rawValue), offset: 7)
    #expect(input.message(for: readFailure) == "/dev/null: cannot read: Input/output error at byte 7")
    #expect(readFailure.exitStatus == 74)
    let malformed = FlinkMetadataError(.emptyPath, offset: 7)
    #expect(input.message(for: malformed) == "/dev/null: \(malformed)")
    #expect(malformed.exitStatus == 65)
  }

  /// A path of the file is a part of the message.
  @Test func messagesDoNotPassOnWhatTheFileHolds() throws {
    let input = try MetadataInput("/dev/null")
    let error = FlinkMetadataError(.unmatchedPath("s3://\u{1B}]0;title\u{7}\n"), offset: 1)
    #expect(
      input.message(for: error) == "/dev/null: no rule matches the path 's3://\\u{1B}]0;title\\u{07}\\n' at byte 1")
  }

  @Test(
    arguments: [
      ("0", 0), ("1000", 1000), ("1K", 1 << 10), ("512M", 512 << 20), ("16G", 16 << 30), ("3T", 3 << 40), ("none", nil),
    ] as [(String, Int64?)])
  func aLimitIsReadAsItIsWritten(text: String, byteCount: Int64?) {
    #expect(ExpansionLimit(text) == ExpansionLimit(byteCount: byteCount))
    #expect(ExpansionLimit(byteCount: byteCount).description == text)
  }

  @Test(arguments: ["", "K", "-1", "1k", "1.5G", "1 G", "8388608T", "99999999999999999999", "+1"])
  func whatIsNoLimitIsRefused(_ text: String) {
    #expect(ExpansionLimit(text) == nil)
  }

  @Test func anInputIsReadOnce() async {
    await #expect(processExitsWith: .failure) {
      let input = try MetadataInput("/dev/null")
      _ = try input.readAll()
      _ = try input.readAll()
    }
  }
}
