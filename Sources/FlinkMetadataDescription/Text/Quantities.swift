/// A number of bytes as people read it: `812 B`, `1.2 GiB`.
func byteCountText(_ byteCount: Int64) -> String {
  let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  var value = Double(byteCount)
  var unit = 0
  // 1023.95 would be written as 1024.0.
  while value >= 1023.95 && unit < units.count - 1 {
    value /= 1024
    unit += 1
  }
  return unit == 0 ? "\(byteCount) B" : "\(oneDecimal(value)) \(units[unit])"
}

/// A part of a whole: `97.1 %`.
func percentText(_ share: Double) -> String { "\(oneDecimal(share * 100)) %" }

/// Rounded to one digit behind the point. The standard library has no such format.
private func oneDecimal(_ value: Double) -> String {
  let tenths = Int64((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}

/// A number and what is counted: `1 file`, `2 files`.
func countText(_ count: some BinaryInteger, _ singular: String) -> String {
  "\(count) \(singular)\(count == 1 ? "" : "s")"
}

/// A bar that fills a share of `columns` columns; in Unicode, to an eighth of a column.
func barText(_ share: Double, columns: Int, usesUnicode: Bool) -> String {
  let eighths = Int((share * Double(columns * 8)).rounded())
  if !usesUnicode { return String(repeating: "#", count: (eighths + 4) / 8) }
  let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
  return String(repeating: "█", count: eighths / 8) + partial
}
