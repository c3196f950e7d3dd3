// SPDX-License-Identifier: Apache-2.0

import ToolSupport

extension TextStyle {
  /// Indented lines of the parts, so many on a line as have room; a part that is longer than a line is shortened.
  func wrapped(_ parts: [String], label: String = "") -> [String] {
    guard !parts.isEmpty else { return [] }
    let indent = "  "
    let separator = ", "
    let limit = max(40, columns - indent.count - separator.count)
    var lines: [(text: String, width: Int)] = []
    for (index, part) in parts.enumerated() {
      let prefix = index == 0 && !label.isEmpty ? "\(label): " : ""
      let part = DisplayText(prefix + part).shortened(to: limit, ellipsis: ellipsis)
      if let last = lines.last, last.width + separator.count + part.width <= limit {
        lines[lines.count - 1] = (last.text + separator + part.text, last.width + separator.count + part.width)
      } else {
        if !lines.isEmpty { lines[lines.count - 1].text += "," }
        lines.append((part.text, part.width))
      }
    }
    return lines.map { indent + $0.text }
  }
}
