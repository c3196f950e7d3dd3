// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// The sizes of an operator's subtasks as bars, and which key groups they have; and both as text.
struct SubtaskStrip {
  private let state: OperatorSummary
  private let groups: [SubtaskGroup]
  private static let height = 100.0

  /// - Parameter groups: the subtasks in order, several as one bar if there are many.
  init(_ state: OperatorSummary, groups: [SubtaskGroup]) {
    self.state = state
    self.groups = groups
  }

  var html: HTML {
    let facts = state.spreadParts.isEmpty ? "no state" : state.spreadParts.joined(separator: ", ")
    return """
      <section>
      <h3><bdi class="text">\(state.displayName, limit: PageLimits.label)</bdi></h3>
      <p>\(facts)\(grouping)</p>
      \(bars)\(keyGroups)<details><summary>Subtasks in numbers</summary><p>\(numbers)</p></details>
      </section>

      """
  }

  /// How many subtasks a bar stands for.
  private var grouping: String {
    guard let most = groups.map(\.count).max(), most > 1 else { return "" }
    return "; each bar is the largest of up to \(most) neighbours"
  }

  // MARK: Sizes

  private var bars: HTML {
    let largest = groups.map(\.largest).max() ?? 0
    guard largest > 0 else { return HTML() }
    let bars = groups.enumerated().map { index, group -> HTML in
      """
      <path d="M\(index).5 100V\(coordinate: top(of: group.largest, largest))">\
      <title>\(group.noun) \(text(of: group))</title></path>
      """
    }
    let median = state.spread.map { top(of: $0.median, largest) } ?? Self.height
    return """
      <svg class="bars" viewBox="0 0 \(groups.count) 100" preserveAspectRatio="none" role="img" \
      aria-label="Sizes of subtasks, also as text below">\(bars)\
      <path class="median" d="M0 \(coordinate: median)H\(groups.count)"/></svg>
      <p class="axis"><span>subtask \(groups.first?.firstIndex ?? 0)</span>\
      <span>\(groups.last?.lastIndex ?? 0)</span></p>

      """
  }

  /// The upper end of a bar. What is not nothing can be seen.
  private func top(of size: Int64, _ largest: Int64) -> Double {
    size > 0 ? min(Self.height * (1 - Double(size) / Double(largest)), Self.height - 2) : Self.height
  }

  /// Which subtasks they are, how large, and which key groups they have.
  private func text(of group: SubtaskGroup) -> String {
    let together = group.count > 1 ? ", together \(byteCountText(group.total))" : ""
    let keyGroups = group.keyGroups.map { ", key groups \($0.lowerBound)–\($0.upperBound)" } ?? ""
    return "\(group.indexes): \(byteCountText(group.largest))\(together)\(keyGroups)"
  }

  // MARK: Key groups

  private var keyGroups: HTML {
    let ranges = groups.compactMap(\.keyGroups)
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max() else { return HTML() }
    let width = Double(last - first + 1)
    let densities = groups.map(density)
    let most = densities.max() ?? 0
    let gap = min(width / 400, 0.2)
    let pieces = zip(groups, densities).compactMap { group, density -> HTML? in
      guard let range = group.keyGroups else { return nil }
      let opacity = most > 0 ? 0.15 + 0.85 * density / most : 0.15
      return """
        <path d="M\(range.lowerBound - first) 5H\(coordinate: Double(range.upperBound - first + 1) - gap)" \
        stroke-opacity="\(coordinate: opacity)"/>
        """
    }
    return """
      <svg class="groups" viewBox="0 0 \(coordinate: width) 10" preserveAspectRatio="none" role="img" \
      aria-label="Key groups of subtasks, also as text below">\(pieces)</svg>
      <p class="axis"><span>key group \(first)</span><span>\(last)</span></p>

      """
  }

  /// Keyed bytes for each key group.
  private func density(_ group: SubtaskGroup) -> Double {
    guard let range = group.keyGroups else { return 0 }
    return Double(group.keyedSize) / Double(range.upperBound - range.lowerBound + 1)
  }

  // MARK: Text

  private var numbers: String { groups.map(text).joined(separator: "; ") }
}

extension SubtaskGroup {
  fileprivate var noun: String { count == 1 ? "subtask" : "subtasks" }

  /// The subtask, or the first and the last.
  fileprivate var indexes: String { count == 1 ? "\(firstIndex)" : "\(firstIndex)–\(lastIndex)" }
}
