// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The options of the mode that compares two checkpoints.
struct DifferenceOptions: ParsableArguments {
  @Flag(
    name: .customLong("diff"),
    help: """
      Show what changed from the checkpoint of the first PATH to that of the second: operators, sizes, files and what the \
      increment cost. As text or with --format json. The exit status does not say whether there are differences.
      """)
  var isOn = false

  /// Throws if the mode is asked for together with options that it has no use for, or without two files.
  func validate(with request: MetadataDump) throws {
    guard isOn else { return }
    guard request.paths.count == 2 else {
      throw ValidationError("--diff compares two PATHs, not \(request.paths.count).")
    }
    if request.paths == ["-", "-"] { throw ValidationError("--diff reads standard input for one PATH, not for both.") }
    if request.files { throw ValidationError("--diff and --files exclude each other.") }
    if request.bySize.isOn { throw ValidationError("--diff and --by-size exclude each other.") }
    if request.format != .text && request.format != .json {
      throw ValidationError("--diff has the formats text and json.")
    }
    if request.inlineData { throw ValidationError("--inline-data is not for --diff.") }
    if request.base != nil { throw ValidationError("--base is not for --diff: each PATH has a directory of its own.") }
    if request.report.sort != nil || request.report.verbose {
      throw ValidationError("--sort and --verbose are not for --diff.")
    }
  }
}
