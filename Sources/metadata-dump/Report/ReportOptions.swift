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
      "Text: how many operators and directories to show; the others are summed in one line (default: 25).",
      valueName: "count"))
  var top: Int?

  @Flag(
    help: """
      Text: also the state by kind, the spread over subtasks, the state backend, the names of operator states, channels \
      and key groups of each operator.
      """)
  var verbose = false

  /// The layout that the options ask for.
  var layout: ReportLayout {
    var layout = ReportLayout()
    if let sort { layout.order = sort }
    if let top { layout.count = top }
    layout.isVerbose = verbose
    return layout
  }

  /// Whether any of the options was given.
  var isGiven: Bool { sort != nil || top != nil || verbose }

  func validate() throws {
    if let top, top < 0 { throw ValidationError("--top is a number of operators, not \(top).") }
  }
}

extension OperatorOrder: ExpressibleByArgument {}
