// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// The operators as a table that a script makes sortable, with the columns of the report as text.
struct OperatorRows {
  private let operators: PageOperators

  init(_ operators: PageOperators) { self.operators = operators }

  /// The table; empty if there are no operators.
  var html: HTML {
    guard !operators.shown.isEmpty else { return HTML() }
    let summary = operators.summary
    let titles = OperatorNumbers.titles.enumerated().map { index, title -> HTML in
      // Rows are in order of full size.
      let sort: HTML = index == 0 ? " aria-sort=\"descending\"" : HTML()
      return "<th scope=\"col\"\(sort)>\(title.inSentenceCase)</th>"
    }
    let rows = operators.shown.map(row)
    let others = operators.othersName.map { name -> HTML in
      foot(name, OperatorNumbers(sumOf: operators.others, summary.files))
    }
    return """
      <p>Full size is what a restore reads, added what this checkpoint wrote. Skew is the largest subtask beside the \
      median one.</p>
      <div class="scroll" role="group" aria-labelledby="operators-title" tabindex="0">
      <table id="operator-table">
      <caption>State by \(summary.operatorNoun)</caption>
      <thead><tr><th scope="col">\(summary.operatorNoun.uppercased().inSentenceCase)</th>\(titles)</tr></thead>
      <tbody>
      \(rows)</tbody>
      <tfoot>\(others ?? HTML())\(foot("total", OperatorNumbers(summary)))</tfoot>
      </table>
      </div>
      <p id="order" class="unseen" role="status"></p>

      """
  }

  private func row(_ state: OperatorSummary) -> HTML {
    let numbers = OperatorNumbers(state, operators.summary.files)
    let cells = zip(numbers.texts, numbers.values).map { text, value -> HTML in
      "<td data-v=\"\(value.isFinite ? "\(value)" : "Infinity")\">\(text)</td>"
    }
    let isIDShown = state.name == nil && state.uid == nil
    let about = state.identityParts(isIDShown: isIDShown) + kindTexts(state.totals.sizes)
    return """
      <tr><th scope="row"><bdi class="text">\(state.displayName, limit: PageLimits.name)</bdi>\
      <small class="text">\(about.joined(separator: ", "), limit: 2 * PageLimits.name)</small></th>\(cells)</tr>

      """
  }

  private func foot(_ name: String, _ numbers: OperatorNumbers) -> HTML {
    "<tr><th scope=\"row\">\(name)</th>\(numbers.texts.map { text -> HTML in "<td>\(text)</td>" })</tr>\n"
  }
}

extension String {
  /// A title in capitals as it is written in a sentence: `Full size`.
  var inSentenceCase: String { prefix(1) + dropFirst().lowercased() }
}
