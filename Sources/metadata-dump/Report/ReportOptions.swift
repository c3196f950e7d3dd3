// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// How the report for people is laid out.
struct ReportOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Text: the order of operators: size (the largest first), name, file (as in the file) or skew.",
      valueName: "order"))
  var sort: OperatorOrder?

  @Option(
    help: ArgumentHelp(
      """
      Text: how many operators and directories to show; the others are summed in one line (default: 25). With --by-size: \
      how many operators and values (default: 10). With --diff: how many operators that differ (default: 25).
      """,
      valueName: "count"))
  var top: Int?

  @Flag(
    help: """
      Text: also the state by kind, the spread over subtasks, the state backend, the names of operator states, channels \
      and key groups of each operator.
      """)
  var verbose = false

  /// Whether no option was given.
  var isDefault: Bool { sort == nil && top == nil && !verbose }

  /// The layout that the options ask for.
  var layout: ReportLayout {
    var layout = ReportLayout()
    if let sort { layout.order = sort }
    if let top { layout.count = top }
    layout.isVerbose = verbose
    return layout
  }

  /// Throws if there is no report to lay out.
  func validate(with request: MetadataDump) throws {
    let hasReport = !request.files && request.format == .text && !request.bySize.isOn
    if !hasReport && (sort != nil || verbose) {
      throw ValidationError("--sort and --verbose are for the report that --format text makes.")
    }
    if !hasReport && !request.bySize.isOn && top != nil {
      throw ValidationError("--top is for the report that --format text makes, and for --by-size.")
    }
  }

  func validate() throws {
    if let top, top < 0 { throw ValidationError("--top is a number of operators, not \(top).") }
  }
}

extension OperatorOrder: ExpressibleByArgument {}
