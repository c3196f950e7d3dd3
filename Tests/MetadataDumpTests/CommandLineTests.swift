// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import DescriptionSupport
import Foundation
import Testing

/// How options and paths are understood.
@Suite struct CommandLineTests {
  private static let file = Corpus.directory.appending(path: "2.3.0/file-merging.metadata").path

  /// Each option of the tools that has one value.
  @Test(arguments: ["metadata-dump", "metadata-rewrite", "metadata-check"])
  func anOptionWithOneValueIsGivenOnce(_ tool: String) throws {
    let url = Command.product(tool)
    let lists = [
      "--operator", "--from", "--to", "--as", "--map", "--root", "--listing", "--base", "--covers", "--equal",
      "--ignore-metadata", "--uid", "--drop-operator", "--rename",
    ]
    let help = try Command.run(["--help"], tool: url)
    var options = help.lines.compactMap { line -> String? in
      let words = line.split(separator: " ")
      return line.hasPrefix("  --") && words.count > 1 && words[1].hasPrefix("<") ? String(words[0]) : nil
    }
    if tool == "metadata-rewrite" { options += ["--input.file", "--output.uri"] }
    if tool == "metadata-dump" { options.append("--base") }
    #expect(options.count > 4)
    for option in Set(options) where tool == "metadata-dump" && option == "--base" || !lists.contains(option) {
      for arguments in [[option, "x", option, "x"], ["\(option)=x", "y", "\(option)=y"]] {
        let result = try Command.run(arguments, tool: url)
        #expect(result.status == 64)
        #expect(result.errors == "\(tool): \(option) is given twice, but has one value. See \(tool) --help\n")
      }
    }
    let path = Self.file
    #expect(try Command.run(["--files", "--", path, "--format", "--format"]).errors.count { $0 == "\n" } == 2)
  }

  @Test(arguments: ["b", "./b", "1:/b", ""]) func aBaseIsAbsolute(_ base: String) throws {
    let result = try Command.run(["--files", "--base", base, Self.file])
    #expect(result.status == 64)
    #expect(result.errors.contains("--base needs a URI or an absolute path, not '\(base)'"))
  }

  // MARK: URIs

  @Test func aLocalFileCanBeAURI() throws {
    let folder = try TemporaryFolder()
    let subtasks: [(Int32, CraftedFile.Handle)] = [(0, .relativeFile("a", size: 1))]
    // Flink decodes no escapes.
    try folder.write("100%25/_metadata", CraftedFile([.init(subtasks: subtasks)]).bytes)
    let directory = folder.url.path + "/100%25"
    for uri in ["file:\(directory)", "file://\(directory)", "file:\(directory)/_metadata"] {
      for format in ["text", "json"] {
        let result = try Command.run(["--files", "--format", format, uri])
        #expect(result.status == 0)
        #expect(result.text.contains("\(directory)/a"))
      }
      #expect(try Command.run([uri]).status == 0)
    }
    let host = try Command.run(["file:/" + directory])
    #expect(host.status == 66)
    #expect(host.errors.contains("found a host"))
  }

  @Test(arguments: [
    ("s3a://b/chk-1/", "aws s3 cp s3://b/chk-1/_metadata - | metadata-dump --base s3a://b/chk-1 -"),
    (
      "gs://b/it's/_metadata",
      #"gcloud storage cat 'gs://b/it'\''s/_metadata' | metadata-dump --base 'gs://b/it'\''s' -"#
    ),
    ("hdfs://n:8020/c", "hdfs dfs -cat hdfs://n:8020/c/_metadata | metadata-dump --base hdfs://n:8020/c -"),
    ("x://b/c", "COMMAND | metadata-dump --base x://b/c -"),
  ])
  func aStorageIsReadByItsClient(_ uri: String, command: String) throws {
    for arguments in [[uri], ["--files", "--format", "json", uri]] {
      let result = try Command.run(arguments)
      #expect(result.status == 66)
      #expect(
        result.errors
          == "metadata-dump: \(uri): expected a local file, or the content on standard input, found a URI: \(command)\n"
      )
    }
  }

  @Test func theOtherToolsSayTheirOwnCalls() throws {
    let rewrite = try Command.run(["s3://b/c", "out"], tool: Command.product("metadata-rewrite"))
    #expect(rewrite.status == 66)
    #expect(rewrite.errors.hasSuffix("aws s3 cp s3://b/c/_metadata - | metadata-rewrite [OPTION]... - OUTPUT\n"))
    let check = try Command.run(["s3://b/c", "--root", "/"], tool: Command.product("metadata-check"))
    #expect(check.status == 66)
    #expect(
      check.errors.hasSuffix("aws s3 cp s3://b/c/_metadata - | metadata-check --as /dev/stdin=s3://b/c - ...\n"))
  }

  /// No path of another directory is printed.
  @Test func aDirectoryOfBytesNeedsABase() throws {
    let folder = try TemporaryFolder()
    let subtasks: [(Int32, CraftedFile.Handle)] = [(0, .relativeFile("a", size: 1))]
    try folder.write("_metadata", CraftedFile([.init(subtasks: subtasks)]).bytes)
    for options in ["", "--format json"] {
      let script = #"mkdir -p "$(printf 'x\377')" && cd "$(printf 'x\377')" && cp ../_metadata . && "$0" --files "#
      let result = try Command.run(
        ["-c", script + options + " .", Command.tool.path], tool: URL(filePath: "/bin/sh"), directory: folder.url)
      #expect(result.status == 64)
      #expect(result.output == [])
      #expect(result.errors.contains("1 handles name files by relative path; say with --base"))
    }
  }

  // MARK: Directories of checkpoints

  @Test func aDirectoryOfCheckpointsIsListed() throws {
    let folder = try TemporaryFolder()
    let bytes = CraftedFile([.init(subtasks: [(0, .file("s3://b/a", size: 2048))])]).bytes
    let names = ["job-a/chk-7", "job-a/chk-42", "job-b/savepoint-1"]
    for (index, name) in names.enumerated() {
      // The id is at byte 8; all are of 2001.
      var content = bytes
      content[15] = [7, 42, 9][index]
      let file = try folder.write("checkpoints/\(name)/_metadata", content)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000 + Double(index) * 60)], ofItemAtPath: file.path)
    }
    try folder.write("checkpoints/job-a/shared/file", [1])
    let all = try Command.run(["checkpoints"], directory: folder.url)
    #expect(all.status == 0)
    let size = "\(bytes.count) B"
    #expect(
      all.text == """
        CHECKPOINT                     ID  KIND        METADATA    STATE  WRITTEN (UTC)
        checkpoints/job-a/chk-42       42  checkpoint     \(size)  2.0 KiB  2001-09-09 01:47
        checkpoints/job-a/chk-7         7  checkpoint     \(size)  2.0 KiB  2001-09-09 01:46
        checkpoints/job-b/savepoint-1   9  savepoint      \(size)  2.0 KiB  2001-09-09 01:48

        """)
    let advice = "no checkpoint, but 3 checkpoints below; name one of them, such as checkpoints/job-b/savepoint-1\n"
    #expect(all.errors == "metadata-dump: checkpoints: \(advice)")
    for arguments in [["--format", "json"], ["--format", "csv"], ["--files"], ["--files", "--format", "json"]] {
      let result = try Command.run(arguments + ["checkpoints"], directory: folder.url)
      #expect(result.status == 66)
      #expect(result.output == [])
      #expect(result.errors == "metadata-dump: checkpoints: \(advice)")
    }
    let job = try Command.run(["checkpoints/job-a"], directory: folder.url)
    #expect(job.lines.count == 3)
    #expect(job.errors.hasSuffix("such as checkpoints/job-a/chk-42\n"))
    // What cannot be read is listed too.
    try folder.write("checkpoints/job-a/chk-8/_metadata", bytes.dropLast())
    #expect(try Command.run(["checkpoints/job-a"], directory: folder.url).text.contains("chk-8    -  damaged"))
    #expect(try Command.run(["checkpoints/job-a/shared"], directory: folder.url).status == 66)
    // Options that are for one checkpoint make it an error again.
    for option in [["--verbose"], ["--operator", "x"], ["--top", "1"], ["--base", "s3://b/c"]] {
      #expect(try Command.run(option + ["checkpoints"], directory: folder.url).status == 66)
    }
  }
}
