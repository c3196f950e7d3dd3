// SPDX-License-Identifier: Apache-2.0

import ToolSupport

/// How large the checkpoints of a job were, as bars and as a table.
struct HistoryChart {
  private let history: History

  init(_ history: History) { self.history = history }

  /// The chart and the table; empty if there is only one checkpoint.
  var html: HTML {
    guard history.count > 1 else { return HTML() }
    let points = history.newest
    let older = history.count - points.count
    let text =
      "A bar is the full size of a checkpoint, its stronger part what the checkpoint added. They are in the order of ids."
      + (older > 0 ? " \(countText(older, "older checkpoint")) \(older == 1 ? "is" : "are") left out." : "")
    return """
      <p>\(text)</p>
      \(chart(points))<div class="scroll" role="group" aria-labelledby="history-title" tabindex="0">
      <table>
      <caption>The same in numbers</caption>
      <thead><tr><th scope="col">Checkpoint</th><th scope="col">Full size</th><th scope="col">Added</th>\
      <th scope="col">Metadata</th><th scope="col">Kind</th><th scope="col">File</th></tr></thead>
      <tbody>
      \(points.map(row))</tbody>
      </table>
      </div>

      """
  }

  private func chart(_ points: ArraySlice<History.Point>) -> HTML {
    let largest = points.map { max($0.fullSize, $0.addedSize) }.max() ?? 0
    guard largest > 0, let first = points.first, let last = points.last else { return HTML() }
    func top(_ size: Int64) -> Double { 100 - 100 * Double(max(0, size)) / Double(largest) }
    let bars = points.enumerated().map { index, point -> HTML in
      """
      <g><title>\(title(of: point))</title><path class="full" d="M\(index).5 100V\(coordinate: top(point.fullSize))"/>\
      <path d="M\(index).5 100V\(coordinate: top(point.addedSize))"/></g>
      """
    }
    return """
      <p class="axis"><span>\(byteCountText(largest))</span></p>
      <svg class="bars tall" viewBox="0 0 \(points.count) 100" preserveAspectRatio="none" role="img" \
      aria-label="Sizes of checkpoints, also in the table below">\(bars)</svg>
      <p class="axis"><span>checkpoint \(first.checkpointId)</span><span>\(last.checkpointId)</span></p>

      """
  }

  private func title(of point: History.Point) -> String {
    "checkpoint \(point.checkpointId): \(byteCountText(point.fullSize)), added \(byteCountText(point.addedSize))"
  }

  private func row(_ point: History.Point) -> HTML {
    """
    <tr><th scope="row">\(point.checkpointId)</th><td>\(byteCountText(point.fullSize))</td>\
    <td>\(byteCountText(point.addedSize))</td><td>\(byteCountText(point.metadataSize))</td><td>\(point.kind)</td>\
    <td><bdi class="text">\(point.name, limit: PageLimits.path)</bdi></td></tr>

    """
  }
}
