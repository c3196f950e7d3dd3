// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import TestSupport
import Testing

/// What the world around the tools can do to them.
@Suite struct FaultTests {
  let folder = TemporaryDirectory()
  private let old: [UInt8]
  private let new: [UInt8]
  private let rules = "--from s3://old --to s3://new"

  init() throws {
    old = try Sample.checkpoint()
    new = try Sample.checkpoint(bucket: "s3://new")
    try folder.write("old", old)
  }

  // MARK: Full and read-only file systems

  #if os(Linux)
    /// Whether a process may have file systems of its own, as it may on most systems and in few containers.
    private static let mayMount: Bool = {
      guard let result = try? TemporaryDirectory().run("unshare -rm mount -t tmpfs tmpfs /mnt") else { return false }
      return result.status == 0
    }()

    /// Runs a script with a file system of its own on the directory `small`.
    private func run(onFileSystem options: String, _ script: String) throws -> ProcessResult {
      try FileManager.default.createDirectory(atPath: folder["small"], withIntermediateDirectories: true)
      try folder.write("script", Array(script.utf8))
      return try folder.run("unshare -rm bash -c 'mount -t tmpfs -o \(options) tmpfs small && source ./script'")
    }

    /// Room for less than a buffer, for one, and for some of them, so that it ends at different writes.
    @Test(.enabled(if: mayMount, "no file system can be mounted"), arguments: [64, 256, 300, 700, 1500, 2500])
    func aFullFileSystemLeavesEverythingAsItWas(kibibytes: Int) throws {
      try folder.write("large", Sample.large(byteCount: 3 << 20, bucket: "s3://old"))
      // Noise after the metadata, which does not fit compressed either.
      try folder.write("noise", old + noise(3 << 20, seed: SeededGenerator.seedOfRun))
      for options in ["large small/new", "large >small/new", "--gzip noise small/new"] {
        let result = try run(
          onFileSystem: "size=\(kibibytes)k",
          """
          cp old small/kept
          metadata-rewrite \(rules) \(options)
          status=$?
          cmp old small/kept
          ls -A small
          exit $status
          """)
        #expect(result.status == 74, "\(options)")
        let name = options.contains(">") ? "standard output" : "small/new"
        #expect(result.errors == "metadata-rewrite: \(name): cannot write: No space left on device\n", "\(options)")
        // What a shell creates stays.
        #expect(result.text == (options.contains(">") ? "kept\nnew\n" : "kept\n"), "\(options)")
      }
    }

    @Test(.enabled(if: mayMount, "no file system can be mounted")) func aFullFileSystemKeepsWhatWasToBeReplaced() throws
    {
      try folder.write("large", Sample.large(byteCount: 1 << 20, bucket: "s3://old"))
      let result = try run(
        onFileSystem: "size=1800k",
        """
        cp large small/target
        metadata-rewrite \(rules) --in-place --backup .orig small/target
        status=$?
        cmp large small/target
        ls -A small
        exit $status
        """)
      #expect(result.status == 74)
      #expect(result.errors == "metadata-rewrite: small/target: cannot write: No space left on device\n")
      #expect(result.text == "target\n")
    }

    @Test(
      .enabled(if: mayMount, "no file system can be mounted"),
      arguments: ["--format json", "--format jsonl --inline-data", "--files --every-handle"])
    func aDescriptionOnAFullFileSystemIs74(_ options: String) throws {
      try folder.write("large", Sample.large(byteCount: 30 << 20, bucket: "s3://old"))
      let result = try run(onFileSystem: "size=16k", "exec metadata-dump \(options) large >small/out")
      #expect(result.status == 74)
      #expect(result.errors == "metadata-dump: standard output: cannot write: No space left on device\n")
    }

    @Test(.enabled(if: mayMount, "no file system can be mounted")) func aReadOnlyFileSystemIs73() throws {
      let result = try run(
        onFileSystem: "size=1m",
        """
        cp old small/_metadata
        mount -o remount,ro small
        metadata-rewrite \(rules) old small/new
        echo $?
        metadata-rewrite \(rules) --in-place small
        echo $?
        """)
      #expect(result.text == "73\n73\n")
      #expect(
        result.errors == """
          metadata-rewrite: small: cannot create a file in this directory: Read-only file system
          metadata-rewrite: small: cannot create a file in this directory: Read-only file system

          """)
    }

    @Test func theOutputCanBeOnAnotherFileSystem() throws {
      let other = "/dev/shm/metadata-rewrite-tests-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: other) }
      try folder.run("ln -s \(other)/linked link")
      #expect(try folder.run("[ $(stat -c %d .) != $(stat -c %d \(other)) ]").status == 0)
      // Directly, and by a link from here.
      for (output, name) in [("\(other)/new", "new"), ("link", "linked")] {
        #expect(try folder.rewrite("\(rules) old \(output)").status == 0)
        #expect(try Data(contentsOf: URL(filePath: "\(other)/\(name)")) == Data(new))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: other).sorted() == ["linked", "new"])
      #expect(try folder.run("readlink link").text == "\(other)/linked\n")
    }
  #endif

  @Test func aDescriptionThatMayNotBecomeSoLargeIs74() throws {
    try folder.write("large", Sample.large(byteCount: 3 << 20, bucket: "s3://old"))
    let result = try folder.run("ulimit -f 1024; exec metadata-dump --format jsonl --inline-data large >out")
    #expect(result.status == 74)
    #expect(result.errors == "metadata-dump: standard output: cannot write: File too large\n")
  }

  // MARK: Two at once

  /// Each of the two has its own temporary file, and the name is that of one after the other.
  @Test func twoRewritersOfOneTargetLeaveOneWholeFile() throws {
    let (first, second) = (
      try Sample.large(byteCount: 4 << 20, bucket: "s3://first"),
      try Sample.large(byteCount: 4 << 20, bucket: "s3://other")
    )
    try folder.write("large", Sample.large(byteCount: 4 << 20, bucket: "s3://old"))
    for _ in 0..<10 {
      let result = try folder.run(
        """
        metadata-rewrite --from s3://old --to s3://first large target & first=$!
        metadata-rewrite --from s3://old --to s3://other large target & other=$!
        wait $first && wait $other
        """)
      #expect(result.status == 0)
      let target = try folder.read("target")
      #expect(target == first || target == second)
      #expect(folder.names == ["large", "old", "target"])
    }
  }

  /// The second can find the new file already, whose paths match no rule.
  @Test func twoRewritersInPlaceLeaveTheNewFile() throws {
    let (before, after) = (
      try Sample.large(byteCount: 4 << 20, bucket: "s3://old"), try Sample.large(byteCount: 4 << 20, bucket: "s3://new")
    )
    for _ in 0..<10 {
      try folder.write("target", before)
      let result = try folder.run(
        """
        metadata-rewrite \(rules) --in-place --backup .orig target & first=$!
        metadata-rewrite \(rules) --in-place --backup .orig target & other=$!
        wait $first; a=$?
        wait $other; b=$?
        echo $a $b | tr ' ' '\\n' | sort -n | tr '\\n' ' '
        """)
      #expect(result.text == "0 0 " || result.text == "0 65 ")
      #expect(try folder.read("target") == after)
      let backup = try folder.read("target.orig")
      #expect(backup == before || backup == after)
      #expect(folder.names == ["old", "target", "target.orig"])
    }
  }

  // MARK: Inputs

  @Test func theInputCanBeAFIFO() throws {
    let result = try folder.run("mkfifo pipe; cat old >pipe & exec metadata-rewrite \(rules) pipe new")
    #expect(result.status == 0)
    #expect(try folder.read("new") == new)
    let shown = try folder.run("cat old >pipe & exec metadata-dump --files --base s3://b pipe")
    #expect(shown.status == 0)
    #expect(shown.text == "s3://old/job/shared/a\ns3://old/job/shared/b\ns3://b/state\n")
  }

  @Test func theInputCanComeByteForByte() throws {
    let result = try folder.run("dd if=old bs=1 2>/dev/null | metadata-rewrite \(rules) - new")
    #expect(result.status == 0)
    #expect(try folder.read("new") == new)
  }

  /// The tool waits for the reader of its output, and meanwhile its input is cut.
  @Test(arguments: ["metadata-rewrite --from s3://old --to s3://new", "metadata-dump --format jsonl --inline-data"])
  func anInputThatBecomesShorterIsAnError(_ tool: String) throws {
    try folder.write("large", Sample.large(byteCount: 8 << 20, bucket: "s3://old"))
    let result = try folder.run(
      """
      mkfifo out
      \(tool) large >out & tool=$!
      exec 3<out
      # When the first byte has come, the tool is reading. It cannot come to the end, since a pipe does not hold so much.
      dd bs=1 count=1 <&3 >seen 2>/dev/null
      truncate -s 100000 large
      cat <&3 >>seen
      wait $tool
      """)
    #expect(result.status == 65)
    #expect(result.errors.contains(": large: byte "))
    #expect(result.errors.contains(": the file ends inside a value: expected at least "))
    #expect(result.errorLines.count == 1)
    #expect(throws: FlinkMetadataError.self) { try MetadataFile(folder.read("seen")).metadata() }
  }

  // MARK: Names

  /// How the shell writes a name, and how messages do.
  @Test(arguments: [
    ("$'a\\nb'", "a\\nb"), ("$'\\e[31mred'", "\\u{1B}[31mred"), ("$'\\xc2\\x9b31m'", "\\u{009B}31m"),
    ("$'\\e]0;title\\a'", "\\u{1B}]0;title\\u{07}"), ("$'\\x7f'", "\\u{7F}"),
    ("$'\\xe2\\x80\\xaegpj'", "\\u{202E}gpj"),
  ])
  func strangeNamesWorkAndAreShownOnOneLine(name: String, shown: String) throws {
    #expect(try folder.rewrite("\(rules) old \(name)").status == 0)
    let inPlace = try folder.rewrite("--from s3://new --to s3://old --in-place \(name)")
    #expect(inPlace.status == 0)
    #expect(inPlace.errors.hasPrefix("metadata-rewrite: \(shown): changed 2 of 2 files"))
    #expect(try folder.run("cmp old \(name)").status == 0)

    let report = try folder.rewrite("--report json --from s3://old --to s3://new \(name) other")
    #expect(report.errors.utf8.dropLast().allSatisfy { (0x20..<0x7F).contains($0) })
    #expect(try folder.run("metadata-dump \(name) old").text.hasPrefix("file        \(shown)\n"))
    for tool in ["metadata-dump", "metadata-rewrite \(rules)"] {
      let missing = try folder.run("rm -f \(name); exec \(tool) \(name)")
      #expect(missing.status == 66)
      #expect(missing.errors.hasSuffix(": \(shown): cannot open: No such file or directory\n"))
    }
    let directory = try folder.run("mkdir \(name); exec metadata-rewrite \(rules) old \(name)/nowhere/new")
    #expect(
      directory.errors
        == "metadata-rewrite: \(shown)/nowhere: cannot create a file in this directory: No such file or directory\n")
  }

  /// Such a name cannot be held by a string of Swift; what it would be repaired to is the name of another file.
  @Test func namesThatAreNotUTF8AreRefused() throws {
    try folder.write("caf\u{FFFD}", old)
    for command in [
      "metadata-rewrite \(rules) $'caf\\xe9' new", "metadata-rewrite \(rules) old $'caf\\xe9'",
      "metadata-dump $'caf\\xe9'", "metadata-dump --base $'s3://caf\\xe9' --files old",
    ] {
      let result = try folder.run("exec \(command)")
      #expect(result.status == 64)
      #expect(result.output == [])
      #expect(result.errors.contains("caf\\xE9'. Use redirection, or a link, for a file of that name."))
    }
    #expect(folder.names == ["caf\u{FFFD}", "old"])
    // The way that is left.
    let redirected = try folder.run("cp old $'caf\\xe9'; metadata-rewrite \(rules) - <$'caf\\xe9' >new; rm $'caf\\xe9'")
    #expect(redirected.status == 0)
    #expect(try folder.read("new") == new)
  }

  @Test func pathsOfTheFileDoNotReachTheTerminalInErrors() throws {
    try folder.write("old", Sample.bytes([Sample.file("s3://a/\u{1B}[2J\u{9B}1m\n/x")]))
    let result = try folder.rewrite("--from s3://b --to s3://c old")
    #expect(result.status == 65)
    #expect(
      result.errors.contains(": no rule matches the path 's3://a/\\u{1B}[2J\\u{009B}1m\\n/x'; "))
    let shown = try folder.run("exec metadata-dump --operator $'\\e[2J\\xc2\\x9b1m' old")
    #expect(shown.status == 65)
    #expect(shown.errors.unicodeScalars.dropLast().allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
  }

  // MARK: Expansion

  @Test func aGzipBombIsStoppedAtTheLimit() throws {
    // 64 MiB of zeros after the metadata, in 64 KiB.
    try folder.run("{ cat old; head -c 64M /dev/zero; } | gzip >bomb")
    try folder.write("target", [1, 2, 3])
    let size = try folder.read("bomb").count
    #expect(size < 100_000)
    let message = "expands to more than the allowed 1048576 bytes: stopped after "
    for command in [
      "metadata-rewrite \(rules) --max-expanded 1M bomb target", "metadata-rewrite \(rules) --max-expanded 1M bomb",
      "metadata-rewrite \(rules) --max-expanded 1M --in-place bomb",
      "metadata-rewrite \(rules) --max-expanded 1M --dry-run bomb", "metadata-dump --max-expanded 1M bomb",
      "metadata-dump --max-expanded 1M --format csv - <bomb", "metadata-dump --max-expanded 1M --format json bomb",
      "metadata-dump --max-expanded 1M --format jsonl bomb", "metadata-dump --max-expanded 1M --files bomb",
      "metadata-dump --max-expanded 1M --files --every-handle bomb",
    ] {
      let result = try folder.run(command)
      #expect(result.status == 65, "\(command)")
      #expect(result.errors.contains(message), "\(command)")
      #expect(result.errors.hasSuffix(" of gzip; more is allowed with --max-expanded\n"), "\(command)")
    }
    #expect(try folder.read("target") == [1, 2, 3])
    #expect(try folder.read("bomb").count == size)
    #expect(folder.names == ["bomb", "old", "target"])
  }

  @Test(arguments: ["", "--max-expanded none", "--max-expanded 65M", "--max-expanded 1T"])
  func whatIsAllowedIsExpanded(_ option: String) throws {
    try folder.run("{ cat old; head -c 64M /dev/zero; } | gzip >bomb")
    #expect(try folder.rewrite("\(rules) \(option) --dry-run bomb").status == 0)
    #expect(try folder.run("metadata-dump \(option) --format jsonl bomb").status == 0)
  }

  @Test(arguments: ["1X", "-1", "''", "1.5.5G"]) func aLimitThatIsNoneIs64(_ limit: String) throws {
    for command in ["metadata-rewrite \(rules)", "metadata-dump"] {
      for option in ["--max-expanded=\(limit)", "--max-expanded \(limit)"] {
        let result = try folder.run("\(command) \(option) old")
        #expect(result.status == 64)
        #expect(result.output == [])
        if limit == "''" { continue }
        let expected = "expected a number of bytes, or one with K, M, G or T such as 1.5G, or none; found '\(limit)'"
        #expect(result.errors.contains(expected))
      }
    }
    #expect(folder.names == ["old"])
  }

  /// The limit is on what comes out of gzip; a plain file is as large as it is.
  @Test func plainFilesHaveNoLimit() throws {
    #expect(try folder.rewrite("\(rules) --max-expanded 1 old new").status == 0)
  }

  @Test func theHelpTellsTheLimit() throws {
    for tool in ["metadata-dump", "metadata-rewrite"] {
      let help = try folder.run("\(tool) --help").text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(help.contains("--max-expanded"))
      #expect(help.contains("(default: 16G)"))
    }
  }
}
