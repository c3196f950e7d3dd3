import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// What the report says of an operator below its line of numbers.
struct DetailLines {
  private let state: OperatorSummary
  private let style: TextStyle

  init(_ state: OperatorSummary, style: TextStyle) {
    self.state = state
    self.style = style
  }

  /// Which operator it is, and what is special about its subtasks.
  func identity(isIDShown: Bool) -> [String] {
    var parts = ["parallelism \(state.parallelism) of \(state.maxParallelism)"]
    if state.isFullyFinished {
      parts.append("finished")
    } else {
      if state.subtaskCount != Int(state.parallelism) { parts.append(countText(state.subtaskCount, "subtask")) }
      if state.finishedSubtaskCount > 0 {
        parts.append("\(countText(state.finishedSubtaskCount, "subtask")) finished")
      }
    }
    if state.name != nil, let uid = state.uid { parts.append("uid \(uid)") }
    if !isIDShown { parts.append("id \(state.id)") }
    return style.wrapped(parts)
  }

  /// Everything else.
  var all: [String] {
    var lines = style.wrapped(kindTexts(state.totals.sizes), label: "state")
    if let spread = state.spread, spread.largest > 0, spread.subtaskCount > 1 {
      let largest = "subtask \(spread.largestSubtaskIndex) has \(byteCountText(spread.largest))"
      lines += style.wrapped(
        [
          "\(spread.subtaskCountWithState) of \(spread.subtaskCount) have state", largest,
          "the median is \(byteCountText(spread.median))",
        ], label: "subtasks")
    }
    if !state.keyedStateForms.isEmpty { lines += style.wrapped(["\(state.keyedStateForms)"], label: "backend") }
    lines += style.wrapped(stateNames, label: "operator states")
    lines += style.wrapped(channels, label: "channels with data in flight")
    lines += style.wrapped(keyGroups, label: "key groups")
    return lines
  }

  private var stateNames: [String] {
    let names = state.details.operatorStates.map { "\($0.name) (\($0.distributionMode.words))" }
    return state.details.hasMoreStates ? names + ["and more"] : names
  }

  private var channels: [String] {
    let counts = [(state.details.inputChannels, "input"), (state.details.resultSubpartitions, "output")]
    return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
  }

  private var keyGroups: [String] {
    state.subtasks.compactMap { subtask in
      guard let range = subtask.keyGroupRange, !range.isEmpty else { return nil }
      let last = Int64(range.startKeyGroup) + Int64(range.numberOfKeyGroups) - 1
      return "\(range.startKeyGroup)-\(last) in subtask \(subtask.subtaskIndex)"
    }
  }
}

/// How much state there is of each kind that there is: `keyed 115.4 KiB`.
func kindTexts(_ sizes: StateSizes) -> [String] {
  StateKind.allCases.filter { sizes[$0] > 0 }.map { "\($0.words) \(byteCountText(sizes[$0]))" }
}

extension StateKind {
  /// What people call the kind.
  var words: String {
    switch self {
    case .managedKeyed: "keyed"
    case .rawKeyed: "raw keyed"
    case .managedOperator: "operator"
    case .rawOperator: "raw operator"
    case .legacyOperator: "Flink 1.1"
    case .channel: "channel"
    case .coordinator: "coordinator"
    }
  }
}

extension DistributionMode {
  /// How the elements of a state are distributed, in a word.
  fileprivate var words: String {
    switch self {
    case .splitDistribute: "split"
    case .union: "union"
    case .broadcast: "broadcast"
    }
  }
}
