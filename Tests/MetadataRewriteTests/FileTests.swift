// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Which files are read, and how the new one takes its place.
@Suite struct FileTests {
  let folder = TemporaryDirectory()
  private let old: [UInt8]
  private let new: [UInt8]
  private let rules = "--from s3://old --to s3://new"

  init() throws {
    old = try Sample.checkpoint()
    new = try Sample.checkpoint(bucket: "s3://new")
    try folder.write("old", old)
  }

  // MARK: Input and output

  @Test func aDirectoryIsItsMetadataFile() throws {
    try folder.write("chk-7/_metadata", old)
    #expect(try folder.rewrite("\(rules) chk-7 new").status == 0)
    #expect(try folder.read("new") == new)
    let result = try folder.rewrite("\(rules) . newer")
    #expect(result.status == 66)
    #expect(
      result.errors == "metadata-rewrite: .: expected a file _metadata in the directory; "
        + "name the checkpoint's own directory (chk-N)\n")
  }

  @Test func anOutputCanBeADirectory() throws {
    try folder.write("chk-7/other", [1])
    for output in ["chk-7", "chk-7/"] {
      #expect(try folder.rewrite("\(rules) old \(output)").status == 0)
      #expect(try folder.read("chk-7/_metadata") == new)
    }
    let missing = try folder.rewrite("\(rules) old missing/")
    #expect(missing.status == 73)
    #expect(missing.errors == "metadata-rewrite: missing/: expected a directory, which does not exist\n")
    // The directory's file can be the input.
    let same = try folder.rewrite("\(rules) chk-7 chk-7")
    #expect(same.status == 64)
    #expect(same.errors == "metadata-rewrite: chk-7/_metadata: is the input; to replace it, use --in-place\n")
  }

  @Test func aLocalFileCanBeAURI() throws {
    let uri = "file:\(folder.path)/old"
    #expect(try folder.rewrite("\(rules) \(uri) file://\(folder.path)/new").status == 0)
    #expect(try folder.read("new") == new)
    #expect(try folder.rewrite("\(rules) --in-place \(uri)").status == 0)
    #expect(try folder.read("old") == new)
  }

  @Test func anExistingOutputIsReplacedAndKeepsItsMode() throws {
    try folder.write("new", [1, 2, 3])
    try folder.run("chmod 640 new")
    #expect(try folder.rewrite("\(rules) old new").status == 0)
    #expect(try folder.read("new") == new)
    #expect(try folder.run("stat -c %a new").text == "640\n")
  }

  @Test func whatCannotBeOpenedIs66() throws {
    let result = try folder.rewrite("\(rules) missing new")
    #expect(result.status == 66)
    #expect(result.errors == "metadata-rewrite: missing: cannot open: No such file or directory\n")
    #expect(folder.names == ["old"])
  }

  @Test func anOutputThatCannotBeCreatedIs73() throws {
    try folder.run("mkdir -p taken/_metadata")
    for (path, message) in [
      ("nowhere/new", "nowhere: cannot create a file in this directory: No such file or directory"),
      ("taken", "taken/_metadata: cannot create: Is a directory"),
    ] {
      let result = try folder.rewrite("\(rules) old \(path)")
      #expect(result.status == 73)
      #expect(result.errors == "metadata-rewrite: \(message)\n")
    }
  }

  @Test func aReadOnlyDirectoryIs73() throws {
    let result = try folder.run(
      """
      mkdir readonly
      cp old readonly/_metadata
      chmod 644 readonly/_metadata
      chmod 555 readonly
      chmod 755 .
      user=
      if [ "$(id -u)" = 0 ]; then user='setpriv --reuid 65534 --regid 65534 --clear-groups'; fi
      $user metadata-rewrite \(rules) --in-place readonly
      status=$?
      ls -A readonly
      chmod 755 readonly
      exit $status
      """)
    #expect(result.status == 73)
    #expect(result.errors == "metadata-rewrite: readonly: cannot create a file in this directory: Permission denied\n")
    #expect(result.text == "_metadata\n")
    #expect(try folder.read("readonly/_metadata") == old)
  }

  // MARK: The same file

  @Test(arguments: ["old", "./old", "symbolic", "hard", "link/old"])
  func theInputIsNoOutput(_ output: String) throws {
    try folder.run("ln -s old symbolic; ln old hard; ln -s . link")
    for input in ["old", "-"] {
      let result = try folder.rewrite("\(rules) \(input) \(output) <old")
      #expect(result.status == 64)
      #expect(result.errors == "metadata-rewrite: \(output): is the input; to replace it, use --in-place\n")
    }
    #expect(try folder.read("old") == old)
  }

  @Test func standardOutputIsNotTheInput() throws {
    let result = try folder.rewrite("\(rules) old >>old")
    #expect(result.status == 64)
    #expect(try folder.read("old") == old)
  }

  // MARK: In place

  @Test func aFileCanBeReplaced() throws {
    let result = try folder.run(
      "chmod 604 old && metadata-rewrite \(rules) --in-place old && stat -c %a old")
    #expect(result.status == 0)
    #expect(result.text == "604\n")
    #expect(try folder.read("old") == new)
    #expect(folder.names == ["old"])
  }

  @Test func theOldFileCanBeKept() throws {
    #expect(try folder.rewrite("\(rules) --in-place --backup .orig old").status == 0)
    #expect(try folder.read("old") == new)
    #expect(try folder.read("old.orig") == old)
    #expect(folder.names == ["old", "old.orig"])
  }

  @Test func theFileInADirectoryCanBeReplaced() throws {
    try folder.write("chk-7/_metadata", old)
    #expect(try folder.rewrite("\(rules) --in-place chk-7").status == 0)
    #expect(try folder.read("chk-7/_metadata") == new)
  }

  @Test func aSymbolicLinkStays() throws {
    try folder.run("ln -s old link")
    #expect(try folder.rewrite("\(rules) --in-place link").status == 0)
    #expect(try folder.read("old") == new)
    #expect(try folder.run("readlink link").text == "old\n")
  }

  @Test func aCompressedFileStaysCompressed() throws {
    try folder.run("gzip -n old")
    #expect(try folder.rewrite("\(rules) --in-place old.gz").status == 0)
    #expect(try folder.run("gzip -dc old.gz").output == new)
  }

  @Test func onlyRegularFilesCanBeReplaced() throws {
    let result = try folder.run("mkfifo pipe; cat old >pipe & exec metadata-rewrite \(rules) --in-place pipe")
    #expect(result.status == 64)
    #expect(result.errors == "metadata-rewrite: pipe: --in-place needs a regular file\n")
    #expect(folder.names == ["old", "pipe"])
  }

  // MARK: Errors leave everything as it was

  @Test func anEmptyFileIs65() throws {
    try folder.run("printf '' | tee empty | gzip -n >empty.gz")
    for name in ["empty", "empty.gz"] {
      let result = try folder.rewrite("\(rules) \(name) new")
      #expect(result.status == 65)
      #expect(result.errors == "metadata-rewrite: \(name): the file is empty; expected a Flink _metadata file\n")
    }
    #expect(folder.names == ["empty", "empty.gz", "old"])
  }

  @Test func aDamagedFileLeavesTheTargetUntouched() throws {
    try folder.write("target", [1, 2, 3])
    for count in 0..<old.count {
      try folder.write("cut", Array(old[..<count]))
      let result = try folder.rewrite("\(rules) cut target")
      #expect(result.status == 65)
      #expect(result.errors.hasPrefix("metadata-rewrite: cut: "))
      #expect(result.errorLines.count == 1)
      #expect(try folder.rewrite("\(rules) --in-place cut").status == 65)
      #expect(try folder.read("cut") == Array(old[..<count]))
    }
    #expect(try folder.read("target") == [1, 2, 3])
    #expect(folder.names == ["cut", "old", "target"])
  }

  @Test func damagedCompressionLeavesTheTargetUntouched() throws {
    try folder.write("target", [1, 2, 3])
    try folder.run("gzip -n old")
    var compressed = try folder.read("old.gz")
    // The checksum, four bytes of eight at the end.
    compressed[compressed.count - 8] ^= 1
    try folder.write("damaged", compressed)
    try folder.write("cut", compressed.dropLast(8))
    for (name, message) in [
      ("damaged", "byte 0: expected valid gzip data"), ("cut", "byte 271: the gzip data is cut off; copy it again"),
    ] {
      let result = try folder.rewrite("\(rules) \(name) target")
      #expect(result.status == 65)
      #expect(result.errors == "metadata-rewrite: \(name): \(message)\n")
      #expect(try folder.rewrite("\(rules) --in-place \(name)").status == 65)
    }
    #expect(try folder.read("damaged") == compressed)
    #expect(try folder.read("target") == [1, 2, 3])
  }

  @Test func readingThatFailsIs74() throws {
    // Reading the memory of a process at address 0 is an I/O error.
    guard FileManager.default.fileExists(atPath: "/proc/self/mem") else { return }
    let result = try folder.rewrite("\(rules) /proc/self/mem new")
    #expect(result.status == 74)
    #expect(result.errors == "metadata-rewrite: /proc/self/mem: cannot read: Input/output error\n")
    #expect(folder.names == ["old"])
  }
}
