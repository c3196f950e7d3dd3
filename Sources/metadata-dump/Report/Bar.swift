// SPDX-License-Identifier: Apache-2.0

/// A bar that fills a share of `columns` columns; in Unicode, to an eighth of a column.
func barText(_ share: Double, columns: Int, usesUnicode: Bool) -> String {
  let eighths = Int((share * Double(columns * 8)).rounded())
  if !usesUnicode { return String(repeating: "#", count: (eighths + 4) / 8) }
  let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
  return String(repeating: "█", count: eighths / 8) + partial
}
