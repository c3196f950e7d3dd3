// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

extension DifferenceReport {
  private typealias Row = DifferenceTable.Row

  private static let operatorColumns = ["BEFORE", "AFTER", "CHANGE", "ADDED"]

  // MARK: Operators

  /// The operators that differ; of the others only their sum.
  var operatorTable: DifferenceTable? {
    guard !difference.operators.isEmpty else { return nil }
    var rows = difference.operators.prefix(count).map { state in
      Row(
        name: name(of: state),
        numbers: numbers(state.before?.totals, state.after?.totals), details: details(state))
    }
    let rest = difference.operators.dropFirst(count)
    if !rest.isEmpty { rows.append(Row(name: "\(rest.count) more", numbers: numbers(of: rest))) }
    let unchanged = difference.unchangedOperators.reduce(into: StateTotals()) { $0.add($1.totals) }
    if !difference.unchangedOperators.isEmpty {
      rows.append(
        Row(name: "\(difference.unchangedOperators.count) unchanged", numbers: numbers(unchanged, unchanged)))
    }
    let hint = rest.isEmpty ? [] : ["--top \(difference.operators.count) shows all"]
    rows.append(
      Row(name: "total", numbers: numbers(before.totals, after.totals), details: hint, isTotal: true))
    let title = before.version == .version1 && after.version == .version1 ? "TASK" : "OPERATOR"
    return table(title, Self.operatorColumns, rows)
  }

  private func name(of state: OperatorDifference) -> String { state.name ?? state.uid ?? state.id.description }

  /// Whether the column of names has the whole id.
  private func isIDShown(of state: OperatorDifference) -> Bool {
    let id = state.id.description
    return name(of: state) == id && id.count <= DifferenceTable.room(beside: Self.operatorColumns.count, style)
  }

  private func table(_ title: String, _ columns: [String], _ rows: [Row]) -> DifferenceTable {
    DifferenceTable(title: title, columns: columns, rows: rows, style: style)
  }

  private func numbers(of operators: some Sequence<OperatorDifference>) -> [String] {
    var (before, after) = (StateTotals(), StateTotals())
    for state in operators {
      if let totals = state.before?.totals { before.add(totals) }
      if let totals = state.after?.totals { after.add(totals) }
    }
    return numbers(before, after)
  }

  private func numbers(_ before: StateTotals?, _ after: StateTotals?) -> [String] {
    sizes(before?.sizes.total, after?.sizes.total) + [after.map { byteCountText($0.checkpointedSize) } ?? "-"]
  }

  /// Two sizes and by how much they differ.
  private func sizes(_ before: Int64?, _ after: Int64?) -> [String] {
    let change = (after ?? 0).subtractingReportingOverflow(before ?? 0).partialValue
    return [before, after].map { $0.map(byteCountText) ?? "-" } + [byteChangeText(change)]
  }

  /// What happened to an operator, and which one it is.
  private func details(_ state: OperatorDifference) -> [String] {
    let id = isIDShown(of: state) ? [] : ["id \(state.id)"]
    guard let old = state.before, let new = state.after else {
      let only = state.after ?? state.before
      return [state.change.rawValue] + likelySame(state)
        + (only.map { ["parallelism \(parallelism($0))"] + uid($0) } ?? []) + id
    }
    var details: [String] = []
    for aspect in state.aspects {
      switch aspect {
      case .name: details.append("name \(change(old.name ?? "none", new.name ?? "none"))")
      case .uid: details.append("uid \(change(old.uid ?? "none", new.uid ?? "none"))")
      case .maxParallelism where state.aspects.contains(.parallelism): break
      case .parallelism, .maxParallelism:
        details.append("parallelism \(change(parallelism(old), parallelism(new)))")
      case .subtasks where !(old.hasAllSubtasks && new.hasAllSubtasks):
        details.append(change(subtasks(old), subtasks(new)))
      case .backend: details.append("backend \(change(backend(old), backend(new)))")
      case .place: details += places(old.totals, new.totals)
      case .spread where old.skewText != new.skewText:
        details.append("skew \(change(old.skewText, new.skewText))")
      default: break
      }
    }
    return details + (state.aspects.contains(.uid) ? [] : uid(new)) + id
  }

  private func likelySame(_ state: OperatorDifference) -> [String] {
    guard let other = state.likelySame else { return [] }
    return ["likely \(state.change == .added ? "was" : "is now") id \(other)"]
  }

  private func parallelism(_ state: OperatorSummary) -> String { "\(state.parallelism) of \(state.maxParallelism)" }

  private func uid(_ state: OperatorSummary) -> [String] {
    guard state.name != nil, let uid = state.uid else { return [] }
    return ["uid \(uid)"]
  }

  private func subtasks(_ state: OperatorSummary) -> String {
    if state.isFullyFinished { return "finished" }
    let finished = state.finishedSubtaskCount == 0 ? "" : " with \(state.finishedSubtaskCount) finished"
    return countText(state.subtaskCount, "subtask") + finished
  }

  private func backend(_ state: OperatorSummary) -> String {
    state.keyedStateForms.isEmpty ? "none" : "\(state.keyedStateForms)"
  }

  private func places(_ old: StateTotals, _ new: StateTotals) -> [String] {
    let places = [
      ("shared", old.sharedSize, new.sharedSize), ("private", old.privateSize, new.privateSize),
      ("inlined", old.inlinedSize, new.inlinedSize),
    ]
    return places.filter { $1 != $2 }.map { "\($0) \(change(byteCountText($1), byteCountText($2)))" }
  }

  // MARK: Kinds of state

  /// The kinds of state, if the size of one differs.
  var kindTable: DifferenceTable? {
    let (old, new) = (before.totals.sizes, after.totals.sizes)
    guard old != new else { return nil }
    let kinds = StateKind.allCases.filter { old[$0] != 0 || new[$0] != 0 }
    return table(
      "STATE", ["BEFORE", "AFTER", "CHANGE"], kinds.map { Row(name: $0.words, numbers: sizes(old[$0], new[$0])) })
  }

  // MARK: Files

  /// The files that are new, kept and dropped; if there is none in common, only their number and size.
  var fileTable: DifferenceTable? {
    let files = difference.files
    let rows =
      files.isUnrelated
      ? [("before", files.before), ("after", files.after)]
      : [("new", files.new), ("kept", files.kept), ("dropped", files.dropped)]
    guard files.before.count > 0 || files.after.count > 0 else { return nil }
    return table("FILES", ["NUMBER", "BYTES"], rows.map { Row(name: $0, numbers: amount($1)) })
  }

  private func amount(_ amount: FileComparison.Amount) -> [String] {
    if amount.count == 0 { return ["-", "-"] }
    let mark = difference.files.isExact ? "" : "~"
    let count = difference.files.isExact ? "\(amount.count)" : mark + shortCountText(amount.count)
    return [count, mark + byteCountText(amount.size)]
  }
}

extension OperatorSummary {
  /// Whether there are as many subtasks as the parallelism says, and none has finished.
  fileprivate var hasAllSubtasks: Bool {
    subtaskCount == Int(parallelism) && finishedSubtaskCount == 0 && !isFullyFinished
  }
}
