// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

@main
struct MetadataDump: Tool {
  static let name = "metadata-dump"
  static let customOptionNames = ["paths"]

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Show what an Apache Flink checkpoint or savepoint holds, from its _metadata file.",
    discussion: """
      Formats:
        text   a report for people (default)
        json   everything, as one JSON document on a line of its own; of several
               PATHs, an array of documents that have the PATH as member "file"
        jsonl  a line of JSON for each handle, subtask and operator, and a last
               one for the checkpoint; of several PATHs, with a member "file"
        csv    a row for each operator: the columns of Flink's SQL function
               savepoint_metadata, where operator-total-size-in-bytes is what the
               checkpoint added; then operator-full-size-in-bytes (what a restore
               reads), its shared, private, inlined and channel parts, the largest
               and the median subtask, the number of handles to files, and PATH
        html   one page for all PATHs, which loads nothing: the report on the newest
               checkpoint with a treemap of its state and the sizes of its subtasks,
               and the sizes of all checkpoints

      json, jsonl and the paths of --files are written while the file is being read: after an error the output is cut, and \
      the exit status is not 0. Everything else is written only once a PATH has been read without an error.

      Exit status: 0 if everything was shown; else that of the first error: 64 wrong usage, 65 no metadata file, a damaged \
      one or none of the operators asked for, 66 PATH cannot be opened, 73 the file of --record-golden cannot be \
      created, 74 reading or writing failed, 141 the reader of the output has gone. Without an error, 1 if --expect or --parallelism \
      finds what does not fit, or --golden a difference. After an error in one PATH the others are still shown.
      """,
    version: versionText(tool: name))

  @Option(help: "How to show it: text, json, jsonl, csv or html.")
  var format = Format.text

  @OptionGroup var operators: SelectionOptions
  @OptionGroup(title: "Before a restore") var restoring: RestoreOptions

  @Flag(
    help: """
      List the files that the checkpoints refer to, each once, instead of describing it: the path of one a line, or with \
      --format json and jsonl also type, size and number of handles. Inlined state is in no file.
      """)
  var files = false

  @Flag(
    help: """
      With --files: list a file again for each handle that refers to it. Takes constant memory; listing each file once \
      takes up to 32 bytes for each.
      """)
  var everyHandle = false

  @Option(
    help: ArgumentHelp(
      """
      Where the checkpoint is stored: relative paths of --files begin there, and text and html tell which files are elsewhere. \
      The default is the directory of PATH; standard input has none.
      """, valueName: "uri"))
  var base: String?

  @Flag(
    name: .customShort("0"), help: "End each path of --files with a null byte instead of a line feed, for xargs -0.")
  var null = false

  @Flag(help: "With json and jsonl: write the bytes of inlined state too, in base64.")
  var inlineData = false

  @OptionGroup var fileList: FileListOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var bySize: BySizeOptions
  @OptionGroup var difference: DifferenceOptions
  @OptionGroup(title: "Golden files") var golden: GoldenOptions
  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(
      """
      A _metadata file, a directory that holds one, or - for standard input; compressed with gzip or not. Of a directory of \
      checkpoints, text is a list of them.
      """, valueName: "path"), completion: .file())
  var paths: [String]

  func validate() throws {
    if everyHandle && (!files || format != .text) { throw ValidationError("--every-handle is for --files, as text.") }
    try report.validate(with: self)
    if null && !files { throw ValidationError("-0 is for --files.") }
    if null && format != .text {
      throw ValidationError("-0 is for a list of paths, not for --format \(format.rawValue).")
    }
    if files && (format == .csv || format == .html) {
      throw ValidationError("--files has the formats text, json and jsonl.")
    }
    if fileList.pathForm != nil && !files { throw ValidationError("--paths is for --files.") }
    if inlineData && (files || (format != .json && format != .jsonl)) {
      throw ValidationError("--inline-data is for --format json and jsonl.")
    }
    if base != nil && !files && format != .text && format != .html {
      throw ValidationError("--base is for --files and --format text and html.")
    }
    try bySize.validate(with: self)
    try restoring.validate(with: self)
    try difference.validate(with: self)
    try golden.validate(with: self)
    if let base {
      try requireAbsolute(base, option: "--base")
      if paths.count > 1 { throw ValidationError("--base is where one checkpoint is stored; give one PATH.") }
    }
  }

  /// Whether nothing but the report for people is asked for.
  var isPlainReport: Bool {
    format == .text && !files && !bySize.isOn && !difference.isOn && !restoring.isRequested && !golden.isOn
      && base == nil && operators.texts.isEmpty && operators.uids == nil && report.isDefault
  }

  func run() throws {
    setUpProcess()
    let output = OutputBuffer.standardOutput()
    var status: Int32 = 0
    func report(_ error: DumpError) throws {
      // Output has failed, so the other files are not shown.
      if case .output(let error) = error { throw exitCode(error) }
      standardError(error.message, tool: Self.name)
      if status == 0 { status = error.exitStatus }
    }
    if let operators = try requestedOperators(report) {
      if files {
        try FileList(request: self, output: output, operators: operators.selection).run(report)
      } else if !(try showEach(output, operators, report)) && status == 0 {
        status = ExitStatus.no
      }
    }
    do {
      try output.close()
    } catch {
      throw exitCode(error)
    }
    if status != 0 { throw ExitCode(status) }
  }

  private func requestedOperators(_ report: (DumpError) throws -> Void) throws -> RequestedOperators? {
    do {
      return try RequestedOperators(self)
    } catch {
      try report(error)
      return nil
    }
  }

  /// Shows one PATH after the other. False if a question has the answer no.
  private func showEach(
    _ output: OutputBuffer, _ operators: RequestedOperators, _ report: (DumpError) throws -> Void
  ) throws -> Bool {
    // A difference is one document of two files.
    let shown = difference.isOn ? Array(paths.prefix(1)) : paths
    let array = format == .json && shown.count > 1 ? JSONArray(output) : nil
    let page = PageInputs()
    var isYes = true
    for (index, path) in shown.enumerated() {
      do throws(DumpError) {
        var dump = Dump(
          request: self, path: path, output: output, documents: array ?? output, operators: operators,
          isFirst: index == 0, page: page)
        isYes = try dump.run() && isYes
      } catch {
        try report(error)
      }
    }
    do throws(OutputError) {
      try write(page, to: output)
    } catch {
      try report(.output(error))
    }
    do {
      try array?.close()
    } catch {
      guard let failure = output.failure else { throw error }
      try report(.output(failure))
    }
    return isYes
  }

  /// How the tool ends when it cannot write: quietly if the reader has ended, as `cat` does.
  private func exitCode(_ error: OutputError) -> ExitCode {
    switch error {
    case .closedPipe: break
    case .failed: standardError(error.description, tool: Self.name)
    }
    return ExitCode(error.exitStatus)
  }
}

/// How to show a file.
enum Format: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, html
}
