// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// The state as a treemap: an area for each operator, divided by kind of state.
///
/// Each area has its text in the document, which is shown where it has room, and the same text as its title.
struct StateMap {
  private let operators: PageOperators
  private let total: Int64
  /// The frame, as wide as high as on a screen. What is written are shares of it.
  private static let frame = Rectangle(x: 0, y: 0, width: 1000, height: 420)
  /// The class of operators that are summed.
  private static let othersClass = "others"

  init(_ operators: PageOperators) {
    self.operators = operators
    total = operators.summary.totals.sizes.total
  }

  /// The treemap with its legend.
  var html: HTML {
    guard total > 0 else { return "<p>There is no state.</p>\n" }
    let others = OperatorNumbers(sumOf: operators.others, operators.summary.files).totals.sizes
    let areas = operators.shown.map { $0.totals.sizes.total } + (operators.others.isEmpty ? [] : [others.total])
    let places = Treemap.rectangles(areas.map(Double.init), in: Self.frame)
    var cells = zip(operators.shown, places).enumerated().map { index, shown in
      cell(of: shown.0, in: shown.1, isDivided: index < PageLimits.dividedOperators)
    }
    if let name = operators.othersName, let place = places.last {
      cells.append(cell(name, others, in: place, [(Self.othersClass, byteCountText(others.total), others.total)]))
    }
    return """
      <p>\(explanation)</p>
      <ul class="legend">\(legend)</ul>
      <ul class="map">
      \(cells)</ul>

      """
  }

  private var explanation: String {
    var text = "The area of an operator is the full size of its state, divided by kind."
    if operators.shown.count > PageLimits.dividedOperators {
      text += " Beyond the largest \(PageLimits.dividedOperators), it has the colour of its largest kind."
    }
    let emptyCount = operators.summary.operators.count { $0.totals.sizes.total == 0 }
    if emptyCount > 0 { text += " Left out because they have no state: \(emptyCount)." }
    return text
  }

  private var legend: [HTML] {
    let sizes = operators.summary.totals.sizes
    let kinds = StateKind.allCases.filter { sizes[$0] > 0 }.map { kind -> HTML in
      "<li><i class=\"\(kind.cssClass)\"></i>\(text(kind, sizes)), \(share(sizes[kind]))</li>"
    }
    let others = operators.othersName.map { name -> HTML in
      "<li><i class=\"\(Self.othersClass)\"></i>\(name)</li>"
    }
    return kinds + (others.map { [$0] } ?? [])
  }

  private func cell(of state: OperatorSummary, in place: Rectangle, isDivided: Bool) -> HTML {
    let sizes = state.totals.sizes
    let kinds = StateKind.allCases.filter { sizes[$0] > 0 }.sorted { sizes[$0] > sizes[$1] }
    guard let largest = kinds.first else { return HTML() }
    let parts =
      isDivided
      ? kinds.map { ($0.cssClass, text($0, sizes), sizes[$0]) }
      : [(largest.cssClass, kindTexts(sizes).joined(separator: ", "), sizes.total)]
    return cell(state.displayName, sizes, in: place, parts)
  }

  /// An operator's area with its parts, the first of which bears the name.
  private func cell(_ name: String, _ sizes: StateSizes, in place: Rectangle, _ parts: [(String, String, Int64)])
    -> HTML
  {
    guard place.area > 0 else { return HTML() }
    let places = Treemap.rectangles(parts.map { Double($0.2) }, in: place)
    let items = zip(parts, places).enumerated().map { index, part -> HTML in
      let ((kind, text, _), partPlace) = part
      let bold: HTML = index == 0 ? "<b><bdi>\(name, limit: PageLimits.label)</bdi></b> " : HTML()
      return """
        <li class="\(kind)" style="\(position(of: partPlace, in: place))" \
        title="\(name, limit: PageLimits.label): \(text)"><span>\(bold)\(text)</span></li>
        """
    }
    return "<li style=\"\(position(of: place, in: Self.frame))\"><ul>\(items)</ul></li>\n"
  }

  /// Where a rectangle is in another one.
  private func position(of part: Rectangle, in whole: Rectangle) -> HTML {
    """
    left:\(coordinate: (part.x - whole.x) / whole.width * 100)%;\
    top:\(coordinate: (part.y - whole.y) / whole.height * 100)%;\
    width:\(coordinate: part.width / whole.width * 100)%;\
    height:\(coordinate: part.height / whole.height * 100)%
    """
  }

  private func text(_ kind: StateKind, _ sizes: StateSizes) -> String {
    "\(kind.words) \(byteCountText(sizes[kind]))"
  }

  private func share(_ byteCount: Int64) -> String { percentText(Double(byteCount) / Double(total)) }
}

extension StateKind {
  /// The class of its areas in the style sheet.
  fileprivate var cssClass: String { "kind\(rawValue)" }
}
