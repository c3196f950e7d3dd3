// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata
import FlinkMetadataFiles
import ToolSupport

@main
struct MetadataRewrite: Tool {
  static let name = "metadata-rewrite"
  static let customOptionNames = ["input.file", "output.file", "input.uri", "output.uri"]

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Change the paths and operators in the _metadata file of an Apache Flink checkpoint or savepoint.",
    usage: """
      metadata-rewrite [--from OLD --to NEW]... [--absolute BASE | --relative BASE]
                       [--uid OLD=NEW | --drop-operator OPERATOR | --rename OLD=NEW]...
                       [OPTION]... INPUT [OUTPUT]
      metadata-rewrite [--from OLD --to NEW]... [OPTION]... --in-place [--backup SUFFIX] INPUT
      metadata-rewrite [--from OLD --to NEW]... [OPTION]... --dry-run INPUT
      """,
    discussion: """
      Everything else stays byte for byte as it is. The state files that the paths lead to are not touched.

      An OUTPUT file appears complete or not at all. On a pipe the output of a failed run lacks its end and is no metadata \
      file; still, say `set -o pipefail`, so that a script notices.

      Exit status: 0 if all is done; 64 wrong usage, 65 no metadata file, a damaged one, a path that no --from matches or \
      that becomes too long, or an operator that cannot be edited, 66 INPUT cannot be opened, 73 OUTPUT cannot be created, 74 reading or writing failed, 141 \
      the reader of the output has gone.
      """,
    version: versionText(tool: name))

  @Option(
    help: ArgumentHelp(
      """
      A directory, as a URI, whose files have been moved. It matches whole components, so s3://b/sp is not the beginning \
      of s3://b/sp2; if several match, the longest wins. A scheme alone, as s3a://, is fine.
      """, valueName: "old"))
  var from: [String] = []

  @Option(
    help: ArgumentHelp(
      "Where they are now. The first --to belongs to the first --from, and so on.", valueName: "new"))
  var to: [String] = []

  @Flag(help: "Leave paths that no --from matches as they are. Otherwise they are an error.")
  var allowUnmatched = false

  @Option(
    help: ArgumentHelp(
      """
      Make relative paths absolute: the files are in this directory, and the metadata file can be elsewhere.
      """, valueName: "base"))
  var absolute: String?

  @Option(
    help: ArgumentHelp(
      """
      Make paths of files directly in this directory relative: they are beside the metadata file, wherever both are moved.
      """, valueName: "base"))
  var relative: String?

  @Flag(
    help: """
      Leave the names of inlined state as they are. They look like paths and are changed where a --from matches, but \
      nothing is opened there.
      """)
  var keepHandleNames = false

  @OptionGroup var operators: OperatorOptions

  @Flag(help: "Replace INPUT. It stays compressed if it is.")
  var inPlace = false

  @Option(
    help: ArgumentHelp(
      "With --in-place: keep the old file under its name with this suffix, in the place of an older one.",
      valueName: "suffix"))
  var backup: String?

  @Flag(help: "Wait until a new file is on the disk. A file that is replaced always gets there first.")
  var sync = false

  @Flag(
    help: """
      Write no output, but a list of the directories of the paths, with the number of paths and what would become of \
      them. The exit status is that of the real run.
      """)
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "What was done, on standard error when it is done: text, in one line, or json, with the directories.",
      valueName: "text|json"))
  var report = ReportFormat.text

  @Flag(help: "Compress OUTPUT with gzip (Flink cannot read compressed metadata).")
  var gzip = false

  @OptionGroup var common: CommonOptions

  // The options of an older tool, which scripts still use.

  @Option(name: .customLong("input.file"), help: .hidden) var inputFile: String?
  @Option(name: .customLong("output.file"), help: .hidden) var outputFile: String?
  @Option(name: .customLong("input.uri"), help: .hidden) var inputURI: String?
  @Option(name: .customLong("output.uri"), help: .hidden) var outputURI: String?

  @Argument(
    help: ArgumentHelp(
      """
      A _metadata file, a directory that holds one, or - for standard input; compressed with gzip or not.
      """, valueName: "input"), completion: .file())
  var inputPath: String?

  @Argument(
    help: ArgumentHelp(
      "The new file, or a directory for its _metadata; - or nothing for standard output.", valueName: "output"),
    completion: .file())
  var outputPath: String?

  /// Where to read.
  var input: String { inputPath ?? inputFile ?? "-" }

  /// Where to write.
  var output: String { outputPath ?? outputFile ?? "-" }

  /// Where files have been moved.
  var mappings: [PathRules.Mapping] {
    zip(from + [inputURI].compactMap(\.self), to + [outputURI].compactMap(\.self)).map { .init(from: $0, to: $1) }
  }

  func validate() throws {
    try validateFiles()
    try validateRules()
    if backup != nil && !inPlace { throw ValidationError("--backup is for --in-place.") }
    if let backup, backup.isEmpty || backup.utf8.contains(UInt8(ascii: "/")) {
      throw ValidationError("--backup is what to put behind the name: not empty and without a slash.")
    }
    if dryRun && inPlace { throw ValidationError("--dry-run replaces nothing: leave --in-place out.") }
    if dryRun && gzip { throw ValidationError("--dry-run has no output to compress.") }
  }

  private func validateFiles() throws {
    if inputPath == nil && inputFile == nil { throw ValidationError("Missing expected argument '<input>'") }
    if inputPath != nil && inputFile != nil { throw ValidationError("There can be one input only.") }
    if outputPath != nil && outputFile != nil { throw ValidationError("There can be one output only.") }
    for path in [inputPath, inputFile, outputPath, outputFile] where path?.isEmpty == true {
      throw ValidationError("The path of a file is empty.")
    }
    guard inPlace else { return }
    if outputPath != nil || outputFile != nil { throw ValidationError("--in-place replaces INPUT: leave OUTPUT out.") }
    if input == "-" { throw ValidationError("--in-place cannot replace standard input.") }
    if gzip { throw ValidationError("--gzip is for an OUTPUT: --in-place leaves a file as compressed as it is.") }
  }

  private func validateRules() throws {
    if from.count != to.count || (inputURI == nil) != (outputURI == nil) {
      throw ValidationError("Every --from needs a --to, and every --to a --from.")
    }
    do {
      _ = try PathRules(mappings)
    } catch {
      throw ValidationError("\(error)".escapedForTerminal)
    }
    if absolute != nil && relative != nil { throw ValidationError("--absolute and --relative exclude each other.") }
    for (option, place) in mappings.map({ ("--to", $0.to) }) + [("--absolute", absolute), ("--relative", relative)] {
      if let place { try requireAbsolute(place, option: option) }
    }
  }

  func run() throws {
    setUpProcess()
    let status: Int32
    do {
      status = try Rewrite(request: self).run()
    } catch {
      // Quietly if the reader has ended, as `cat` does.
      if case .output(.closedPipe) = error {} else { standardError(error.message, tool: Self.name) }
      throw ExitCode(error.exitStatus)
    }
    if status != 0 { throw ExitCode(status) }
  }
}

/// How to report what was done.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
