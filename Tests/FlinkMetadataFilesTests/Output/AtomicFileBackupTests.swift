// SPDX-License-Identifier: Apache-2.0

import SystemPackage
import TestSupport
import Testing

@testable import FlinkMetadataFiles

@Suite struct AtomicFileBackupTests {
  let directory = TemporaryDirectory()

  private func write(_ name: String, _ text: String, backupSuffix: String? = nil) throws {
    let file = try AtomicFile(directory[name], backupSuffix: backupSuffix)
    try file.output.write(text)
    try file.commit()
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try readFile(directory[name]), as: UTF8.self)
  }

  @Test func keepsTheOldFileUnderAnotherName() throws {
    try write("file", "first", backupSuffix: "~")
    #expect(directory.names == ["file"])
    try write("file", "second", backupSuffix: "~")
    #expect(directory.names == ["file", "file~"])
    #expect(try text("file~") == "first")
    try write("file", "third", backupSuffix: "~")
    #expect(directory.names == ["file", "file~"])
    #expect(try text("file~") == "second")
    #expect(try text("file") == "third")
  }

  @Test func theBackupCanBeTheSameFileAlready() throws {
    try write("file", "first")
    try FilePath(directory["file"]).addName(FilePath(directory["file~"]))
    try write("file", "second", backupSuffix: "~")
    #expect(directory.names == ["file", "file~"])
    #expect(try text("file~") == "first")
  }

  @Test func aCopyIsABackupToo() throws {
    let bytes = noise(600_000)
    try writeFile(directory["file"], bytes)
    setPermissions(directory["file"], [.ownerRead])
    let path = FilePath(directory["file"])
    try path.copy(to: FilePath(directory["file~"]), status: try Stat(path))
    #expect(try readFile(directory["file~"]) == bytes)
    #expect(try Stat(FilePath(directory["file~"])).permissions == [.ownerRead])
    #expect(directory.names == ["file", "file~"])
  }

  @Test(arguments: ["", "/x", "/"]) func aSuffixMustMakeAName(suffix: String) throws {
    try write("file", "old")
    let error = #expect(throws: OutputError.self) { try write("file", "new", backupSuffix: suffix) }
    #expect(error == .failed(.backUp, name: directory["file"], .invalidArgument))
    #expect(try text("file") == "old")
    #expect(directory.names == ["file"])
  }
}
