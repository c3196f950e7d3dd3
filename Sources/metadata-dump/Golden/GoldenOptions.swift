// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// The options of the mode that compares a checkpoint with a golden file, or records one.
struct GoldenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Compare with this golden file, which --record-golden has written, or with this _metadata file: operators, uids, \
      parallelism, kinds and names of state, not ids of checkpoints, files and sizes. Exits with 1 if anything differs.
      """, valueName: "file"), completion: .file())
  var golden: String?

  @Option(
    help: ArgumentHelp(
      "Record PATH as a golden file: a small text to keep beside the tests. It replaces an older golden file at once, and no other.",
      valueName: "file"), completion: .file())
  var recordGolden: String?

  @Option(
    help: ArgumentHelp(
      """
      With --golden and --record-golden: compare sizes of state too, which can differ by this part: 10%. What was recorded with \
      it is compared with it.
      """, valueName: "percent"),
    transform: SizeTolerance.init(argument:))
  var tolerance: SizeTolerance?

  /// Whether the mode is asked for.
  var isOn: Bool { golden != nil || recordGolden != nil }

  /// Throws if the mode is asked for together with options that it has no use for.
  func validate(with request: MetadataDump) throws {
    guard isOn else {
      if tolerance != nil { throw ValidationError("--tolerance is for --golden and --record-golden.") }
      return
    }
    if golden != nil && recordGolden != nil {
      throw ValidationError("--golden and --record-golden exclude each other.")
    }
    let option = golden == nil ? "--record-golden" : "--golden"
    if recordGolden != nil && request.paths.count > 1 { throw ValidationError("--record-golden records one PATH.") }
    if recordGolden == "-" { throw ValidationError("--record-golden writes a file, which - does not name.") }
    if golden == "-" && request.paths.contains("-") {
      throw ValidationError("--golden reads standard input for the golden file or for PATH, not for both.")
    }
    if request.files || request.base != nil || request.inlineData || !request.operators.texts.isEmpty {
      throw ValidationError(
        "\(option) is about the whole file; it has no --files, --base, --inline-data and --operator.")
    }
    if request.bySize.isOn || request.difference.isOn || request.restoring.isRequested {
      throw ValidationError("\(option) has no --by-size, --diff, --expect and --parallelism.")
    }
    if request.report.sort != nil || request.report.top != nil || request.report.verbose {
      throw ValidationError("\(option) has its own report, without --sort, --top and --verbose.")
    }
    if request.format != .text {
      throw ValidationError("\(option) has the format text, not \(request.format.rawValue).")
    }
  }
}

extension SizeTolerance {
  /// Reads a value of the command line.
  init(argument: String) throws {
    guard let tolerance = SizeTolerance(argument) else {
      throw ValidationError(
        "expected whole percents up to \(SizeTolerance.greatestPercent), such as 10%; found '\(argument.escapedForTerminal)'"
      )
    }
    self = tolerance
  }
}
