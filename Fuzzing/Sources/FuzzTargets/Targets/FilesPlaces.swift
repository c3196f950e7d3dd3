// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A tree of directories has each of its files once, in the order of the directories, and its links lead nowhere twice.
func requireTree(_ bytes: [UInt8], _ chosen: ChosenBytes) throws(BrokenProperty) {
  var chosen = chosen
  let folder = try ScratchFolder("tree")
  let directories = ["chk-1", "chk-2", "shared", "shared/a", "größe/b"]
  var expected: Set<String> = []
  var hasLink = false
  do {
    for directory in directories where chosen.byte() & 3 != 3 {
      try DirectoryTree.make(folder[directory])
      try DirectoryTree.make(folder[directory])
      for name in ["_metadata", "\u{1}"] where chosen.bool() {
        try write(bytes, to: folder["\(directory)/\(name)"])
        expected.insert(folder["\(directory)/\(name)"])
      }
      switch chosen.below(8) {
      case 0:
        symlink("..", folder["\(directory)/up"])
        hasLink = true
      case 1:
        symlink("nothing", folder["\(directory)/nothing"])
        hasLink = true
      default: break
      }
    }
    let hasOddName = chosen.bool()
    if hasOddName {
      // A name that is no UTF-8.
      let path = Array(folder.path.utf8) + [0x2F, 0xFF, 0]
      let descriptor = path.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1 }
      }
      _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      close(descriptor)
      expected.insert(folder["\u{FFFD}"])
    }
    let tree = DirectoryTree(folder.path + (chosen.bool() ? "/." : ""))
    try requireEqual(tree.absolutePath, folder.path, "the path of a tree")
    var found: [String] = []
    var sizes: Set<Int64> = []
    let link = try tree.visit { (file: DirectoryTree.File) throws(BrokenProperty) in
      found.append(String(decoding: file.path, as: UTF8.self))
      sizes.insert(file.size)
    }
    try require(sizes.isSubset(of: [Int64(bytes.count)]), "another size: \(sizes)")
    try requireEqual((link == nil), !hasLink, "a link")
    try require(Set(found).count == found.count, "a file twice: \(found)")
    try requireEqual(Set(found), expected, "the files of a tree")
    let given = folder.path + (hasOddName ? "/" : "")
    let metadata = try DirectoryTree(given).metadataFiles(levels: 2).map(\.path)
    let isMetadata: (String) -> Bool = { $0.hasSuffix("/_metadata") }
    // What is inside of a directory with metadata belongs to that checkpoint.
    try require(Set(metadata).isSubset(of: expected.filter(isMetadata)), "metadata that is not there: \(metadata)")
    try require(metadata.count >= expected.filter { isMetadata($0) && $0.contains("/chk-") }.count, "less metadata")
  } catch {
    throw (error as? BrokenProperty) ?? BrokenProperty("a tree cannot be read: \(error)")
  }
}

/// A tree that a link leads to is that of the link's name, and many links after each other are too many.
private func requireLinks() throws(BrokenProperty) {
  let folder = try ScratchFolder("links")
  do {
    try DirectoryTree.make(folder["a/b"])
    try write([1], to: folder["a/b/file"])
    symlink("a/b", folder["link"])
    var found: [String] = []
    let first = try DirectoryTree(folder["link"]).visit { found.append(String(decoding: $0.path, as: UTF8.self)) }
    try requireEqual(first, folder["link"], "the link that leads to a tree")
    try requireEqual(found, [folder["link/file"]], "the files behind a link")
    // What is above the link's destination, and not above the link.
    try requireEqual(DirectoryTree(folder["link/.."]).absolutePath, folder["link/.."], "the path above a link")
    symlink(String(repeating: "x", count: 300), folder["long"])
    do {
      try DirectoryTree(folder.path).visit { _ in }
      throw BrokenProperty("a path leads through a name that is too long")
    } catch let failure as DirectoryTree.Failure {
      try requireEqual(failure.error, .fileNameTooLong, "a long name")
    }
    unlink(folder["long"])
    _ = try DirectoryTree("/").metadataFiles(levels: 1)
    for number in 0..<10 {
      try DirectoryTree.make(folder["\(number)"])
      symlink("../\(number + 1)", folder["\(number)/next"])
    }
    do {
      try DirectoryTree(folder.path).visit { _ in }
      throw BrokenProperty("a path leads through ten links")
    } catch let failure as DirectoryTree.Failure {
      try requireEqual(failure.error, .tooManySymbolicLinkLevels, "many links")
    }
  } catch {
    throw (error as? BrokenProperty) ?? BrokenProperty("links cannot be followed: \(error)")
  }
}

/// What cannot be read or written ends in an error that says so, and leaves nothing.
func requireRefusals(_ bytes: [UInt8], usesThreads: Bool) throws(BrokenProperty) {
  let folder = try ScratchFolder("refused")
  let file = folder["file"]
  try write(bytes, to: file)
  mkdir(folder["directory"], 0o700)
  mkdir(folder["strange"], 0o700)
  mkdir(folder["strange/_metadata"], 0o700)
  symlink("loop", folder["loop"])
  mkfifo(folder["fifo"], 0o600)
  makeSocket(folder["socket"])
  let names = folder.names

  let inputs: [(String, MetadataInputError.Problem)] = [
    (folder["none"], .cannotOpen(.noSuchFileOrDirectory)), (folder["directory"], .noMetadataFile),
    (folder["strange"], .isDirectory), ("\(file)/none", .cannotOpen(.notDirectory)),
    ("file://host/a", .hasAuthority), ("s3://bucket/ck", .notLocal),
    (folder["loop"], .cannotOpen(.tooManySymbolicLinkLevels)), (folder["socket"], .isSocket),
  ]
  for (path, problem) in inputs {
    let error = failure { () throws(MetadataInputError) in _ = try MetadataInput(path) }
    try requireEqual(error?.problem, problem, "opening \(path)")
    if let error { try requireOneLine(error) }
  }
  let mapped: [(String, MetadataInputError.Problem)] = [
    (folder["none"], .cannotOpen(.noSuchFileOrDirectory)), (folder["directory"], .isDirectory),
    (folder["fifo"], .notRegularFile),
  ]
  for (path, problem) in mapped {
    let error = failure { () throws(MetadataInputError) in _ = try MappedFile(path) }
    try requireEqual(error?.problem, problem, "mapping \(path)")
    if let error { try requireOneLine(error) }
  }
  let outputs: [(String, String?, OutputError)] = [
    (folder["directory"], nil, .failed(.create, name: folder["directory"], .isDirectory)),
    (folder["loop"], nil, .failed(.create, name: folder["loop"], .tooManySymbolicLinkLevels)),
    ("", nil, .failed(.create, name: "", .noSuchFileOrDirectory)),
    (file, "/", .failed(.backUp, name: file, .invalidArgument)),
    (folder["none/file"], nil, .failed(.createInDirectory, name: folder["none"], .noSuchFileOrDirectory)),
  ]
  for (path, suffix, expected) in outputs {
    let error = failure { () throws(OutputError) in _ = try AtomicFile(path, backupSuffix: suffix) }
    try requireEqual(error, expected, "writing \(path)")
    if let error { try requireOneLine(error) }
  }
  try requireRefusedCopies(folder)
  let made = failure { () throws(OutputError) in try DirectoryTree.make("\(file)/a") }
  try requireEqual(made, .failed(.create, name: file, .fileExists), "a directory in a file")
  try require((try? DirectoryTree(folder["none"]).visit { _ in }) == nil, "a tree that is not there")
  try requireFailedWrites(bytes, file, usesThreads: usesThreads)
  try requireLinks()
  try requireMany(20, in: folder)
  try requireEqual(folder.names, names, "what is left of what was refused")
  try require(content(of: file) == bytes, "a file was changed")
}

/// Any number of files can be written at a time; a signal removes some of them at least.
private func requireMany(_ count: Int, in folder: borrowing ScratchFolder) throws(BrokenProperty) {
  guard count > 0 else { return }
  let file: AtomicFile
  do {
    file = try AtomicFile(folder["many"])
  } catch {
    throw BrokenProperty("too many files at a time: \(error)")
  }
  try requireMany(count - 1, in: folder)
  file.abandon()
}

private func makeSocket(_ path: String) {
  #if os(Linux)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    _ = withUnsafeBytes(of: &address) { bytes in
      bind(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
    }
    close(descriptor)
  #else
    symlink("/dev/nothing", path)
  #endif
}

/// What cannot be copied leaves nothing either; every error has words; and devices are read, but not twice.
private func requireRefusedCopies(_ folder: borrowing ScratchFolder) throws(BrokenProperty) {
  let errors: [MetadataInputError.Problem] = [
    .isSocket, .cannotRead(.ioError), .cannotMap(.noMemory), .malformed(FlinkMetadataError(.emptyInput, offset: 0)),
    .malformed(FlinkMetadataError(.sourceFailed(code: EIO), offset: 7)),
    .malformed(FlinkMetadataError(.sourceFailed(code: EFBIG), offset: 7)),
  ]
  for problem in errors { try requireOneLine(MetadataInputError(problem, path: "a\n")) }
  do {
    let writeOnly = try FileDescriptor.open(FilePath(folder["file"]), .writeOnly)
    defer { try? writeOnly.close() }
    let spool: [(MetadataInputError?, OutputError?, () throws -> SpooledInput)] = [
      (
        MetadataInputError(.cannotRead(.badFileDescriptor), path: "x"), nil,
        { [path = folder.path] in try SpooledInput(writeOnly, name: "x", in: path) }
      ),
      (
        MetadataInputError(.cannotOpen(.noSuchFileOrDirectory), path: folder["none"]), nil,
        { [path = folder.path, none = folder["none"]] in try SpooledInput(path: none, in: path) }
      ),
      (
        nil, .failed(.createInDirectory, name: folder["none"], .noSuchFileOrDirectory),
        { [file = folder["file"], none = folder["none"]] in try SpooledInput(path: file, in: none) }
      ),
    ]
    for (input, output, body) in spool {
      do {
        _ = try body()
        throw BrokenProperty("copied what cannot be copied")
      } catch let error as MetadataInputError {
        try requireEqual(error, input, "a copy")
      } catch let error as OutputError {
        try requireEqual(error, output, "a copy")
      }
    }
    let device = try MetadataInput("/dev/null")
    try require(device.size == nil && !device.isReadableAgain, "a device with a size")
    // Linux has a file that can be opened, but not read from its beginning.
    if access("/proc/self/mem", R_OK) == 0 {
      let error = failure { () throws(MetadataInputError) in _ = try MetadataInput("/proc/self/mem") }
      try requireEqual(error?.problem, .cannotRead(.ioError), "a file that cannot be read")
    }
    try DirectoryTree.make("")
    try require(DirectoryTree.absoluteDirectory(ofFile: "a/./b")?.hasSuffix("/a") == true, "a relative directory")
  } catch {
    throw (error as? BrokenProperty) ?? BrokenProperty("not refused as it should be: \(error)")
  }
}

private func failure<Failure: Error>(_ body: () throws(Failure) -> Void) -> Failure? {
  do throws(Failure) {
    try body()
    return nil
  } catch {
    return error
  }
}

/// An output that fails says so, and says the same from then on; what is written nowhere is no error.
private func requireFailedWrites(_ bytes: [UInt8], _ file: String, usesThreads: Bool) throws(BrokenProperty) {
  let piece = bytes.isEmpty ? [0] : bytes
  do {
    let readOnly = try FileDescriptor.open(FilePath(file), .readOnly)
    defer { try? readOnly.close() }
    let pipe = try FileDescriptor.pipe()
    try pipe.readEnd.close()
    defer { try? pipe.writeEnd.close() }
    // A pipe without a reader would end the process.
    let previous = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, previous) }
    let outputs: [(FileDescriptor, OutputError)] = [
      (readOnly, .failed(.write, name: "a\n", .badFileDescriptor)), (pipe.writeEnd, .closedPipe(name: "a\n")),
    ]
    for (descriptor, expected) in outputs {
      let output = OutputBuffer(descriptor, name: "a\n")
      let long = [UInt8](repeating: 0, count: 300_000)
      // A second thread writes to a file what is longer than a buffer.
      let isFile = descriptor == readOnly
      let isLong = bytes.count % 2 == 0 && (!isFile || usesThreads)
      let failures = (0..<3).map { _ in
        attempt { () throws(FlinkMetadataError) in try output.write(isLong ? long.span.bytes : piece.span.bytes) }
      }
      let flushed = failure { () throws(OutputError) in try output.flush() }
      try requireEqual(flushed, expected, "flushing")
      try requireEqual(output.failure, expected, "the failure of an output")
      try requireOneLine(expected)
      if isLong && !isFile {
        let kind = FlinkMetadataError.Kind.sinkFailed(code: expected.errno.rawValue)
        try require(failures.allSatisfy { $0.failure?.kind == kind }, "written nowhere: \(failures)")
      }
      let lent = attempt { () throws(FlinkMetadataError) in try output.lend().count }
      try requireEqual(lent.failure?.kind, .sinkFailed(code: expected.errno.rawValue), "lending after a failure")
    }
    try requireFailedDevice(piece)
    let scratch = try ScratchFile("closed", [])
    let output = OutputBuffer(try FileDescriptor.open(FilePath(scratch.path), .writeOnly), name: scratch.path)
    try output.write(bytes.span.bytes)
    try output.close()
    try require(content(of: scratch.path) == bytes, "closed without all that was written")
    let again = failure { () throws(OutputError) in try output.flush() }
    try requireEqual(again, .failed(.write, name: scratch.path, .badFileDescriptor), "writing what is closed")
  } catch {
    throw (error as? BrokenProperty) ?? BrokenProperty("no output: \(error)")
  }
}

/// Devices take everything or nothing.
private func requireFailedDevice(_ bytes: [UInt8]) throws {
  let null = try AtomicFile("/dev/null")
  try null.output.write(bytes.span.bytes)
  try null.commit()
  // Linux has a device that is full.
  guard access("/dev/full", W_OK) == 0 else { return }
  let full = try AtomicFile("/dev/full")
  // What is short stays in the buffer until then.
  try full.output.write(Array(bytes.prefix(1000)).span.bytes)
  do {
    try full.commit()
    throw BrokenProperty("a device that is full took something")
  } catch let error as OutputError {
    try requireEqual(error, .failed(.write, name: "/dev/full", .noSpace), "a device that is full")
  }
}

/// A word of a shell is the text itself, and paths and commands are made as documented.
func requireTexts(_ chosen: ChosenBytes) throws(BrokenProperty) {
  var chosen = chosen
  let beginnings = [
    "", "/", "file:/", "file://", "file:///", "s3://", "s3a://b/", "hdfs://n:8020/", "gs://", "abfs://", "oss://",
    "https://h/", "x+y://", "://", "http:", "webhdfs://a/_metadata",
  ]
  let ends = ["", "/", "/_metadata", "/chk-1/_metadata.bak", "'", "//"]
  let text =
    (chosen.one(of: beginnings) ?? "") + String(decoding: chosen.bytes(most: 24), as: UTF8.self)
    + (chosen.one(of: ends) ?? "")
  let plain = Result { () throws(MetadataInputError) in try LocalPath.plain(text) }
  let hasHost = text.utf8.starts(with: "file://".utf8) && !text.utf8.starts(with: "file:///".utf8)
  try require((try? plain.get()) != nil || hasHost, "no path: \(text)")
  if let path = try? plain.get() {
    try require(
      !hasHost && text.utf8.suffix(path.utf8.count).elementsEqual(path.utf8), "another path: \(path)")
    try require(path.utf8.count == text.utf8.count || path.utf8.first == UInt8(ascii: "/"), "not absolute: \(path)")
  }
  let word = text.shellWord { $0.properties.isAlphabetic }
  try requireEqual(words(word), text.isEmpty ? [] : [text], "a word of a shell")
  guard let client = StorageClient(uri: text) else {
    // Only what has a scheme and an authority can be one.
    let scheme = text.utf8.prefix { $0 != UInt8(ascii: ":") }
    let isScheme = scheme.allSatisfy { byte in
      UnicodeScalar(byte).isASCII && Character(UnicodeScalar(byte)).isLetter || "+-.0123456789".utf8.contains(byte)
    }
    return try require(
      scheme.isEmpty || !isScheme || !text.utf8.dropFirst(scheme.count).starts(with: "://".utf8), "no client: \(text)")
  }
  let directory = words(client.directory)
  try require(
    directory?.count == 1 && directory?[0].hasScheme == true, "a directory without a scheme: \(client.directory)")
  if let command = client.command {
    let uris = words(command)?.filter(\.hasScheme)
    try requireEqual(uris?.count, 1, "not a command with a URI: \(command)")
  }
}

extension String {
  /// Whether the text has a colon and two slashes. A mark behind a slash makes one `Character` of both.
  fileprivate var hasScheme: Bool { utf8.indices.contains { utf8[$0...].starts(with: "://".utf8) } }
}

/// The words that a shell makes of a text; nil if it does more with it.
private func words(_ text: String) -> [String]? {
  var words: [String.UnicodeScalarView] = []
  var isInWord = false
  var isQuoted = false
  var isEscaped = false
  for scalar in text.unicodeScalars {
    if !isQuoted && !isEscaped && scalar == " " {
      isInWord = false
      continue
    }
    if !isInWord { words.append(String.UnicodeScalarView()) }
    isInWord = true
    if isEscaped {
      words[words.count - 1].append(scalar)
      isEscaped = false
    } else if scalar == "'" {
      isQuoted.toggle()
    } else if !isQuoted && scalar == "\\" {
      isEscaped = true
    } else {
      if !isQuoted && "\t\n;&|<>()$`\"*?[#~!{}".unicodeScalars.contains(scalar) { return nil }
      words[words.count - 1].append(scalar)
    }
  }
  return isQuoted || isEscaped ? nil : words.map { String($0) }
}
