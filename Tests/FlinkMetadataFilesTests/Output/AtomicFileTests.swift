// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

@Suite struct AtomicFileTests {
  let directory = TemporaryDirectory()

  private func write(_ name: String, _ text: String) throws {
    let file = try AtomicFile(directory[name])
    try file.output.write(text)
    try file.commit()
  }

  private func commitError(_ file: consuming AtomicFile) -> OutputError? {
    do {
      try file.commit()
      return nil
    } catch {
      return error
    }
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try readFile(directory[name]), as: UTF8.self)
  }

  private func permissions(_ name: String) throws -> FilePermissions {
    try Stat(FilePath(directory[name])).permissions
  }

  // MARK: All or nothing

  @Test func appearsWhenItIsComplete() throws {
    let file = try AtomicFile(directory["file"])
    let bytes = noise(1_000_000)
    try file.output.write(bytes.span.bytes)
    #expect(!directory.names.contains("file"))
    try file.commit()
    #expect(try readFile(directory["file"]) == bytes)
    #expect(directory.names == ["file"])
  }

  @Test func replacesAFile() throws {
    try writeFile(directory["file"], Array("old and longer".utf8))
    let file = try AtomicFile(directory["file"])
    try file.output.write("new")
    try file.output.flush()
    #expect(try text("file") == "old and longer")
    try file.commit()
    #expect(try text("file") == "new")
    #expect(directory.names == ["file"])
  }

  @Test func leavesNothingBehindWhenAbandoned() throws {
    try writeFile(directory["file"], Array("old".utf8))
    let file = try AtomicFile(directory["file"])
    try file.output.write(noise(500_000).span.bytes)
    #expect(directory.names.count == 2)
    file.abandon()
    #expect(directory.names == ["file"])
    #expect(try text("file") == "old")
  }

  @Test func leavesNothingBehindWhenItGoesOutOfScope() throws {
    do {
      let file = try AtomicFile(directory["file"])
      try file.output.write("x")
      #expect(directory.names.count == 1)
    }
    #expect(directory.names == [])
  }

  @Test func leavesNothingBehindWhenItCannotGetItsName() throws {
    let file = try AtomicFile(directory["file"])
    try file.output.write("x")
    makeDirectory(directory["file"])
    #expect(commitError(file) == .failed(.replace, name: directory["file"], .isDirectory))
    #expect(directory.names == ["file"])
  }

  @Test func acceptsNamesOfAnyAllowedLength() throws {
    let name = String(repeating: "ä", count: 127)
    try write(name, "x")
    #expect(directory.names == [name])
  }

  @Test func acceptsARelativePath() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      changeDirectory(directory.path.string)
      let file = try AtomicFile("file")
      try file.output.write("x")
      try file.commit()
      #expect(directory.names == ["file"])
    }
  }

  @Test func twoOfOneNameAreWholeOneAfterTheOther() throws {
    let first = try AtomicFile(directory["file"])
    let second = try AtomicFile(directory["file"], backupSuffix: "~")
    try first.output.write(noise(400_000, seed: 1).span.bytes)
    try second.output.write(noise(500_000, seed: 2).span.bytes)
    try first.output.write("end of the first")
    try first.commit()
    #expect(try readFile(directory["file"]) == noise(400_000, seed: 1) + Array("end of the first".utf8))
    try second.commit()
    #expect(try readFile(directory["file"]) == noise(500_000, seed: 2))
    #expect(try readFile(directory["file~"]) == noise(400_000, seed: 1) + Array("end of the first".utf8))
    #expect(directory.names == ["file", "file~"])
  }

  // MARK: Owner and permissions

  @Test func aNewFileHasThePermissionsThatTheMaskAllows() throws {
    try write("file", "x")
    #expect(try permissions("file") == FilePermissions(rawValue: 0o666).subtracting(currentMask))
  }

  @Test(arguments: [0o600, 0o640, 0o444, 0o777, 0o4755] as [CInterop.Mode])
  func keepsThePermissionsOfTheReplacedFile(mode: CInterop.Mode) throws {
    try writeFile(directory["file"], [1])
    setPermissions(directory["file"], FilePermissions(rawValue: mode))
    try write("file", "new")
    #expect(try permissions("file").rawValue == mode)
    #expect(try text("file") == "new")
  }

  @Test func nobodyElseReadsAnUnfinishedReplacement() throws {
    try writeFile(directory["file"], [1])
    let file = try AtomicFile(directory["file"])
    let temporary = try #require(directory.names.first { $0 != "file" })
    #expect(try permissions(temporary) == [.ownerReadWrite])
    file.abandon()
  }

  @Test(.enabled(if: isSuperuser, "only the superuser gives files away"))
  func keepsTheOwnerOfTheReplacedFile() throws {
    try writeFile(directory["file"], [1])
    changeOwner(directory["file"], 12_345, group: 54_321)
    setPermissions(directory["file"], FilePermissions(rawValue: 0o6750))
    try write("file", "new")
    let status = try Stat(FilePath(directory["file"]))
    #expect(status.userID.rawValue == 12_345)
    #expect(status.groupID.rawValue == 54_321)
    #expect(status.permissions.rawValue == 0o6750)
  }

  // MARK: Symbolic links

  @Test func replacesTheFileThatALinkPointsTo() throws {
    makeDirectory(directory["target"])
    try writeFile(directory["target/file"], [1])
    makeSymbolicLink(directory["second"], to: "target/file")
    makeSymbolicLink(directory["first"], to: directory["second"])
    try write("first", "new")
    #expect(try text("target/file") == "new")
    for link in ["first", "second"] {
      #expect(try Stat(FilePath(directory[link]), followTargetSymlink: false).type == .symbolicLink)
    }
    #expect(directory.names == ["first", "second", "target"])
  }

  @Test func createsTheFileThatALinkPointsTo() throws {
    makeSymbolicLink(directory["link"], to: "file")
    try write("link", "new")
    #expect(try Stat(FilePath(directory["link"]), followTargetSymlink: false).type == .symbolicLink)
    #expect(try text("file") == "new")
  }

  // MARK: What cannot be replaced

  @Test func writesToADeviceDirectly() throws {
    let file = try AtomicFile("/dev/null", backupSuffix: "~")
    try file.output.write("x")
    try file.commit()
    #expect(try Stat("/dev/null").type == .characterSpecial)
  }

  @Test func writesToAFIFODirectly() throws {
    makeFIFO(directory["fifo"])
    let path = directory["fifo"]
    let received = Box<[UInt8]>([])
    let reader = BlockingThread { received.value = (try? readFile(path)) ?? [] }
    try write("fifo", "through the pipe")
    reader.join()
    #expect(String(decoding: received.value, as: UTF8.self) == "through the pipe")
    #expect(directory.names == ["fifo"])
  }

  @Test(.enabled(if: exists("/dev/full"), "there is no full device")) func aFullDeviceIsReported() throws {
    let file = try AtomicFile("/dev/full")
    try file.output.write("x")
    #expect(commitError(file) == .failed(.write, name: "/dev/full", .noSpace))
  }

  @Test func namesWhatCannotBeCreated() throws {
    try writeFile(directory["file"], [])
    makeSymbolicLink(directory["loop"], to: "loop")
    func error(_ path: String) -> OutputError? {
      do {
        _ = try AtomicFile(path)
        return nil
      } catch {
        return error
      }
    }
    let missing = directory["missing/file"]
    let parent = directory["missing"]
    #expect(error(missing) == .failed(.createInDirectory, name: parent, .noSuchFileOrDirectory))
    #expect(
      error(missing)?.description == "\(parent): cannot create a file in this directory: No such file or directory")
    #expect(error(directory.path.string) == .failed(.create, name: directory.path.string, .isDirectory))
    #expect(error(directory["file/x"]) == .failed(.create, name: directory["file/x"], .notDirectory))
    #expect(error(directory["loop"]) == .failed(.create, name: directory["loop"], .tooManySymbolicLinkLevels))
    #expect(error("") == .failed(.create, name: "", .noSuchFileOrDirectory))
  }

  @Test func namesTheDirectoryThatIsNotPermitted() async {
    await #expect(processExitsWith: .success) {
      let directory = TemporaryDirectory()
      makeDirectory(directory["ro"])
      setPermissions(directory["ro"], [.ownerRead, .ownerExecute, .otherRead, .otherExecute])
      setPermissions(directory.path.string, [.ownerReadWriteExecute, .otherRead, .otherExecute])
      asAnotherUser {
        changeDirectory(directory.path.string)
        for (path, parent) in [(directory["ro/file"], directory["ro"]), ("ro/file", "ro")] {
          let error = #expect(throws: OutputError.self) { _ = try AtomicFile(path) }
          #expect(error == .failed(.createInDirectory, name: parent, .permissionDenied))
          #expect(error?.description == "\(parent): cannot create a file in this directory: Permission denied")
        }
        changeDirectory(directory["ro"])
        let here = #expect(throws: OutputError.self) { _ = try AtomicFile("file") }
        #expect(here == .failed(.createInDirectory, name: ".", .permissionDenied))
      }
      changeDirectory("/")
    }
  }

  @Test func manyFilesCanBeBegunAtOnce() throws {
    func begin(_ count: Int) throws {
      let file = try AtomicFile(directory["file\(count)"])
      if count > 1 { try begin(count - 1) }
      try file.output.write("x")
      try file.commit()
    }
    try begin(40)
    #expect(directory.names.count == 40)
  }
}
