// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ToolSupport

/// Questions about a restore, which are answered instead of showing the file.
struct RestoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Say which operators of the job would not find their state, and which state the job has no operator for: a uid or an \
      id of the job a line, each with a tab and a name after it if you like. Exits with 1 if there is any. Has the formats \
      text and json.
      """, valueName: "file"), completion: .file())
  var expect: String?

  @Option(
    help: ArgumentHelp(
      """
      Say what a restore with this parallelism meets. Exits with 1 if Flink refuses it. Has the formats text and json.
      """, valueName: "number"))
  var parallelism: Int32?

  /// Whether something is asked.
  var isRequested: Bool { expect != nil || parallelism != nil }

  /// The most key groups, and so the most subtasks, that Flink allows (`KeyGroupRangeAssignment`).
  private static let greatestParallelism: Int32 = 1 << 15

  func validate() throws {
    if let parallelism, !(1...Self.greatestParallelism).contains(parallelism) {
      throw ValidationError("--parallelism needs a number from 1 to \(Self.greatestParallelism), not \(parallelism).")
    }
  }

  /// Refuses options that say how a file is shown.
  func validate(with dump: MetadataDump) throws {
    guard isRequested else { return }
    let option = expect == nil ? "--parallelism" : "--expect"
    if dump.files || dump.base != nil || dump.inlineData || !dump.operators.texts.isEmpty {
      throw ValidationError(
        "\(option) asks about the whole file; it has no --files, --base, --inline-data and --operator.")
    }
    if dump.bySize.isOn || dump.report.sort != nil || dump.report.top != nil || dump.report.verbose {
      throw ValidationError("\(option) has its own report, without --by-size, --sort, --top and --verbose.")
    }
    if dump.format != .text && dump.format != .json {
      throw ValidationError("\(option) has the formats text and json, not \(dump.format.rawValue).")
    }
  }
}
