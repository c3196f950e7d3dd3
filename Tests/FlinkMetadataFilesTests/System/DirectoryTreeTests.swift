// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataFiles
import SystemPackage
import TestSupport
import Testing

struct DirectoryTreeTests {
  private struct Stop: Error {}

  private func files(_ path: String) throws -> [String] {
    var found: [String] = []
    try DirectoryTree(path).visit { file in found.append(String(decoding: file.path, as: UTF8.self)) }
    return found
  }

  @Test func everyFileIsVisitedWithItsSizeAndTime() throws {
    let directory = TemporaryDirectory()
    try directory.write("b/deep/x", [1, 2, 3])
    try directory.write("a", [1])
    try directory.write("b/y", [])
    try directory.run("touch -d '2026-11-24 19:12:47 UTC' a")
    let root = directory.path.string
    #expect(try files(root) == ["\(root)/a", "\(root)/b/y", "\(root)/b/deep/x"])
    var sizes: [Int64] = []
    var times: [Int64] = []
    try DirectoryTree(root).visit { file in
      sizes.append(file.size)
      times.append(file.modified)
    }
    #expect(sizes == [1, 0, 3] && times[0] == 1_795_547_567)
  }

  @Test func linksAreFollowedUnlessTheyLeadToWhereTheyAre() throws {
    let directory = TemporaryDirectory()
    try directory.write("real/x", [1, 2])
    try directory.run("ln -s real/x file; ln -s real directory; ln -s . self; ln -s nowhere dangling; mkfifo pipe")
    let root = directory.path.string
    #expect(try files(root) == ["\(root)/file", "\(root)/directory/x", "\(root)/real/x"])
    let firstLink = try DirectoryTree(root).visit { _ in }
    #expect(firstLink == "\(root)/dangling")
    #expect(DirectoryTree.file(at: directory["file"])?.size == 2)
    #expect(DirectoryTree.file(at: directory["directory"]) == nil && DirectoryTree.isDirectory(directory["directory"]))
    // The tree itself can be a link.
    #expect(try files(directory["directory"]) == [directory["directory"] + "/x"])
  }

  @Test func fewLinksThatGiveManyPathsAreAnError() throws {
    let directory = TemporaryDirectory()
    try directory.run("mkdir -p {a,b,c,d,e,f,g,h,i,j}; for x in ?; do for y in ?; do ln -s $PWD/$y $x/$y; done; done")
    let error = #expect(throws: DirectoryTree.Failure.self) { try files(directory.path.string) }
    #expect(error?.error == .tooManySymbolicLinkLevels)
  }

  @Test func whatIsNoDirectoryIsAnError() throws {
    let directory = TemporaryDirectory()
    try directory.write("x", [])
    for (name, errno) in [("nowhere", Errno.noSuchFileOrDirectory), ("x", .notDirectory)] {
      let error = #expect(throws: DirectoryTree.Failure.self) { try files(directory[name]) }
      #expect(error?.error == errno && error?.path == directory[name])
    }
  }

  /// In a directory that can be read and not searched, files have names and nothing else.
  @Test func whatCannotBeLookedAtIsAnError() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      setPermissions(directory.path.string, [.ownerReadWriteExecute, .otherRead, .otherExecute])
      try directory.write("shared/x", [1])
      setPermissions(directory["shared"], [.ownerReadWriteExecute, .otherRead])
      asAnotherUser {
        let error = #expect(throws: DirectoryTree.Failure.self) {
          try DirectoryTree(directory.path.string).visit { _ in }
        }
        #expect(error?.error == .permissionDenied && error?.path == directory["shared/x"])
      }
    }
  }

  @Test func aTreeBehindALinkHasOne() throws {
    let directory = TemporaryDirectory()
    try directory.write("real/job/x", [1])
    try directory.run("ln -s real link")
    #expect(try DirectoryTree(directory["real"]).visit { _ in } == nil)
    for name in ["link", "link/job"] {
      #expect(try DirectoryTree(directory[name]).visit { _ in } == directory[name])
    }
  }

  #if os(Linux)
    /// On macOS both names are one.
    @Test func aLinkToAnotherSpellingIsALink() throws {
      let directory = TemporaryDirectory()
      try directory.write("e\u{301}/x", [1])
      try directory.run("ln -s e\u{301} \u{E9}")
      #expect(try DirectoryTree(directory["\u{E9}"]).visit { _ in } != nil)
      #expect(try DirectoryTree(directory["e\u{301}"]).visit { _ in } == nil)
    }
  #endif

  @Test func theVisitorCanStop() throws {
    let directory = TemporaryDirectory()
    try directory.write("x", [])
    #expect(throws: Stop.self) {
      try DirectoryTree(directory.path.string).visit { (_) throws(Stop) in throw Stop() }
    }
  }

  @Test func directoriesAreMadeWithThoseThatTheyAreIn() throws {
    let directory = TemporaryDirectory()
    try DirectoryTree.make(directory["a/b/c"])
    try DirectoryTree.make(directory["a/b"])
    #expect(DirectoryTree.isDirectory(directory["a/b/c"]))
    try directory.write("file", [])
    #expect(throws: OutputError.self) { try DirectoryTree.make(directory["file/x"]) }
  }
}

struct SpooledInputTests {
  @Test func aPipeBecomesAFileThatGoes() throws {
    let directory = TemporaryDirectory()
    try directory.write("source", [UInt8](repeating: 7, count: 1_000_000))
    var input: SpooledInput? = try SpooledInput(path: directory["source"], in: directory.path.string)
    let path = try #require(input?.path)
    #expect(try readFile(path) == [UInt8](repeating: 7, count: 1_000_000))
    #expect(directory.names.count == 2)
    input = nil
    #expect(directory.names == ["source"])
  }

  /// Its descriptor has been closed, and its number can be that of another file by now.
  @Test func aCopyThatGoesClosesNoOtherFile() throws {
    let directory = TemporaryDirectory()
    try directory.write("source", [7])
    for _ in 0..<20 {
      var input: SpooledInput? = try SpooledInput(path: directory["source"], in: directory.path.string)
      let path = FilePath(directory["source"])
      let files = try (0..<8).map { _ in try FileDescriptor.open(path, .readOnly) }
      defer { for file in files { try? file.close() } }
      #expect(input != nil)
      input = nil
      for file in files {
        var byte: UInt8 = 0
        let count = try withUnsafeMutableBytes(of: &byte) { try file.read(into: $0) }
        #expect(count == 1)
      }
    }
  }

  @Test func errorsNameWhatFailed() throws {
    let directory = TemporaryDirectory()
    try directory.write("source", [1])
    #expect(throws: MetadataInputError(.cannotOpen(.noSuchFileOrDirectory), path: directory["nothing"])) {
      try SpooledInput(path: directory["nothing"], in: directory.path.string)
    }
    #expect(
      throws: OutputError.failed(.createInDirectory, name: directory["nowhere"], .noSuchFileOrDirectory)
    ) { try SpooledInput(path: directory["source"], in: directory["nowhere"]) }
    #expect(directory.names == ["source"])
  }
}
