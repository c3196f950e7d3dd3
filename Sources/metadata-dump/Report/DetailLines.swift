// SPDX-License-Identifier: Apache-2.0

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
    style.wrapped(state.identityParts(isIDShown: isIDShown))
  }

  /// Everything else.
  var all: [String] {
    var lines = style.wrapped(kindTexts(state.totals.sizes), label: "state")
    lines += style.wrapped(state.spreadParts, label: "subtasks")
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

extension OperatorSummary {
  /// Which operator it is, and what is special about its subtasks.
  func identityParts(isIDShown: Bool) -> [String] {
    var parts = ["parallelism \(parallelism) of \(maxParallelism)"]
    if isFullyFinished {
      parts.append("finished")
    } else {
      if subtaskCount != Int(parallelism) { parts.append(countText(subtaskCount, "subtask")) }
      if finishedSubtaskCount > 0 {
        parts.append("\(countText(finishedSubtaskCount, "subtask")) finished")
      }
    }
    if name != nil, let uid { parts.append("uid \(uid)") }
    if !isIDShown { parts.append("id \(id)") }
    return parts
  }

  /// How its state is spread over its subtasks; nothing if there is nothing to compare.
  var spreadParts: [String] {
    guard let spread, spread.largest > 0, spread.subtaskCount > 1 else { return [] }
    return [
      "\(spread.subtaskCountWithState) of \(spread.subtaskCount) have state",
      "subtask \(spread.largestSubtaskIndex) has \(byteCountText(spread.largest))",
      "the median is \(byteCountText(spread.median))",
    ]
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
