// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Foundation
import TestSupport
import Testing

/// Standard streams, pipes, devices and compression.
@Suite struct StreamTests {
  let folder = TemporaryDirectory()
  private let old: [UInt8]
  private let new: [UInt8]
  private let rules = "--from s3://old --to s3://new"

  init() throws {
    old = try Sample.checkpoint()
    new = try Sample.checkpoint(bucket: "s3://new")
    try folder.write("old", old)
  }

  @Test(arguments: ["old", "- <old", "old -", "- - <old", "- < <(cat old)"])
  func theOutputCanBeStandardOutput(_ arguments: String) throws {
    let result = try folder.rewrite("\(rules) \(arguments)")
    #expect(result.status == 0)
    #expect(result.output == new)
    #expect(result.errorLines.count == 1)
  }

  @Test func largeFilesGoThroughPipes() throws {
    let large = try Sample.large(byteCount: 3 << 20, bucket: "s3://old")
    try folder.write("large", large)
    let result = try folder.run("set -o pipefail; cat large | metadata-rewrite \(rules) - | cat")
    #expect(result.status == 0)
    #expect(try result.output == Sample.large(byteCount: 3 << 20, bucket: "s3://new"))
  }

  @Test func bytesBehindTheBodyAreKept() throws {
    for count in [1, 70_000, 600_000] {
      let rest = [UInt8](repeating: 0x2A, count: count)
      try folder.write("padded", old + rest)
      #expect(try folder.rewrite("\(rules) padded").output == new + rest)
    }
  }

  // MARK: Compression

  @Test func compressedInputIsRecognized() throws {
    try folder.run("gzip -n <old >old.gz")
    #expect(try folder.rewrite("\(rules) old.gz").output == new)
    #expect(try folder.rewrite("\(rules) - <old.gz").output == new)
  }

  @Test func outputCanBeCompressed() throws {
    let large = try Sample.large(byteCount: 3 << 20, bucket: "s3://new")
    try folder.write("large", Sample.large(byteCount: 3 << 20, bucket: "s3://old"))
    #expect(try folder.rewrite("\(rules) --gzip large large.gz").status == 0)
    #expect(try folder.run("gzip -t large.gz && gzip -dc large.gz").output == large)
    let result = try folder.rewrite("\(rules) --gzip large")
    #expect(result.output == (try folder.read("large.gz")))
    // No name, no time, no system (RFC 1952, 2.3.1).
    #expect(result.output.prefix(10) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
  }

  // MARK: Terminals

  #if os(Linux)
    @Test func aTerminalGetsNoBytes() throws {
      let terminal = try PseudoTerminal()
      for arguments in ["old >\(terminal.path)", "old \(terminal.path)"] {
        let result = try folder.rewrite("\(rules) \(arguments)")
        #expect(result.status == 64)
        #expect(
          result.errors
            == "metadata-rewrite: the output is binary and not for a terminal; name an OUTPUT, or redirect it\n")
      }
      #expect(try folder.rewrite("\(rules) --dry-run old >\(terminal.path)").status == 0)
    }
  #endif

  // MARK: Closed streams

  @Test func aClosedStandardOutputIs74() throws {
    for arguments in ["old", "--gzip old", "--dry-run old", "- <old"] {
      let result = try folder.rewrite("\(rules) \(arguments) >&-")
      #expect(result.status == 74)
      #expect(result.errors == "metadata-rewrite: standard output: cannot write: Bad file descriptor\n")
    }
  }

  @Test func aClosedStandardInputIs74() throws {
    let result = try folder.rewrite("\(rules) - new <&-")
    #expect(result.status == 74)
    #expect(result.errors == "metadata-rewrite: standard input: cannot read: Bad file descriptor\n")
    #expect(folder.names == ["old"])
  }

  /// No file gets the number of a stream that is closed, which would put messages into it.
  @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
  func streamsThatAreNotNeededCanBeClosed(_ redirections: String) throws {
    #expect(try folder.rewrite("\(rules) old new \(redirections)").status == 0)
    #expect(try folder.read("new") == new)
    #expect(try folder.rewrite("\(rules) missing new \(redirections)").status == 66)
    #expect(try folder.read("new") == new)
    #expect(try folder.read("old") == old)
  }

  // MARK: Failures

  /// Whoever keeps what came out of a failed run must not take it for metadata.
  @Test func theOutputOfAFailedRunIsNoMetadata() throws {
    let large = try Sample.large(byteCount: 3 << 20, bucket: "s3://old")
    try folder.write("cut", large.dropLast())
    try folder.write(
      "unmatched",
      Sample.bytes([
        Sample.inlined("a", count: 1 << 20), Sample.file("s3://old/a"), Sample.file("s3://other/b"),
      ]))
    try folder.run("gzip -n <old >cut.gz")
    try folder.write("cut.gz", folder.read("cut.gz").dropLast())
    let padded = large + [UInt8](repeating: 0, count: 50_000)
    try folder.write("padded", padded)
    try folder.run("gzip -n -1 <padded >padded.gz")
    try folder.write("padded.gz", folder.read("padded.gz").dropLast())
    for name in ["cut", "unmatched", "cut.gz", "padded.gz"] {
      for input in [name, "- <\(name)"] {
        let result = try folder.rewrite("\(rules) \(input)")
        #expect(result.status == 65)
        #expect(throws: FlinkMetadataError.self) { try MetadataFile(result.output).metadata() }
        let compressed = try folder.run("metadata-rewrite \(rules) --gzip \(input) | gzip -dc >/dev/null 2>&1")
        #expect(compressed.status != 0)
        let through = try folder.run("mkfifo out; cat out >seen & metadata-rewrite \(rules) \(input) out; rm out; wait")
        #expect(through.errors.hasPrefix("metadata-rewrite: "))
        #expect(throws: FlinkMetadataError.self) { try MetadataFile(folder.read("seen")).metadata() }
      }
    }
  }

  @Test func ofASmallFailedFileNothingComesOut() throws {
    try folder.write("cut", old.dropLast())
    #expect(try folder.rewrite("\(rules) cut").output == [])
  }

  @Test func aClosedPipeEndsQuietly() throws {
    try folder.write("large", Sample.large(byteCount: 8 << 20, bucket: "s3://old"))
    let result = try folder.run("metadata-rewrite \(rules) large | true; exit ${PIPESTATUS[0]}")
    #expect(result.status == 141)
    #expect(result.errors == "")
  }

  @Test func aFullDeviceIs74() throws {
    try folder.write("large", Sample.large(byteCount: 3 << 20, bucket: "s3://old"))
    for (arguments, name) in [
      ("old >/dev/full", "standard output"), ("large >/dev/full", "standard output"), ("old /dev/full", "/dev/full"),
      ("large /dev/full", "/dev/full"), ("--gzip old /dev/full", "/dev/full"),
      ("--dry-run old >/dev/full", "standard output"),
    ] {
      let result = try folder.rewrite("\(rules) \(arguments)")
      #expect(result.status == 74)
      #expect(result.errors == "metadata-rewrite: \(name): cannot write: No space left on device\n")
    }
  }

  @Test func aFileThatMayNotBecomeSoLargeIs74() throws {
    let large = try Sample.large(byteCount: 3 << 20, bucket: "s3://old")
    try folder.write("large", large)
    for arguments in ["--in-place large", "large new", "large >new"] {
      let result = try folder.run("ulimit -f 1024; exec metadata-rewrite \(rules) \(arguments)")
      #expect(result.status == 74)
      #expect(result.errors.hasSuffix(": cannot write: File too large\n"))
    }
    #expect(try folder.read("large") == large)
    #expect(throws: FlinkMetadataError.self) { try MetadataFile(folder.read("new")).metadata() }
    #expect(folder.names == ["large", "new", "old"])
  }

  // MARK: Memory

  #if os(Linux)
    /// The last byte is held back, so that the tool waits while its memory is looked at.
    @Test func memoryDoesNotGrowWithTheInput() throws {
      var peaks: [Int] = []
      for size in [4 << 20, 64 << 20] {
        let folder = TemporaryDirectory()
        try folder.write("large", Sample.large(byteCount: size, bucket: "s3://old"))
        let result = try folder.run(
          """
          mkfifo in
          metadata-rewrite \(rules) - <in >/dev/null 2>&1 &
          tool=$!
          exec 3>in
          head -c -1 large >&3
          # The tool has taken all of it.
          until [ "$(sed -n 's/^rchar: //p' /proc/$tool/io)" -ge $(($(stat -c %s large) - 1)) ]; do sleep 0.01; done
          grep VmHWM /proc/$tool/status
          tail -c 1 large >&3
          exec 3>&-
          wait $tool
          """)
        #expect(result.status == 0)
        let peak = result.text.split(separator: " ").compactMap { Int($0) }.first
        peaks.append(try #require(peak))
      }
      #expect(peaks.allSatisfy { $0 < 24 << 10 })
      #expect(abs(peaks[0] - peaks[1]) < 2 << 10)
    }
  #endif
}
