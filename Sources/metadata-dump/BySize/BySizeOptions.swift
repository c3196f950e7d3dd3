// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The options of the mode that shows what makes the metadata file itself large.
struct BySizeOptions: ParsableArguments {
  @Flag(
    name: .customLong("by-size"),
    help: """
      Show what makes the metadata file itself large, by operator and content, with its largest values, its largest \
      subtask and the settings of Flink that make large parts smaller. As text or with --format json.
      """)
  var isOn = false

  /// Throws if the mode is asked for together with options that it has no use for.
  func validate(with request: MetadataDump) throws {
    guard isOn else { return }
    if request.files { throw ValidationError("--by-size and --files exclude each other.") }
    if request.format != .text && request.format != .json {
      throw ValidationError("--by-size has the formats text and json.")
    }
    if request.inlineData { throw ValidationError("--inline-data is not for --by-size.") }
    if request.base != nil { throw ValidationError("--base is not for --by-size.") }
  }
}
