// SPDX-License-Identifier: Apache-2.0

/// A number of bytes as people read it: `812 B`, `1.2 GiB`.
package func byteCountText(_ byteCount: Int64) -> String {
  // Sums of Flink's own can overflow.
  if byteCount <= -1024 { return "-\(byteCountText(-max(byteCount, -.max)))" }
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

/// By how many bytes something changed: `+1.2 GiB`, `-812 B`, and `-` for nothing.
package func byteChangeText(_ byteCount: Int64) -> String {
  if byteCount == 0 { return "-" }
  return (byteCount < 0 ? "-" : "+") + byteCountText(Int64(clamping: byteCount.magnitude))
}

/// A speed in bytes a second as people read it: `850 MB/s`.
package func speedText(_ bytesPerSecond: Double) -> String {
  let units: [(size: Double, name: String)] = [(1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s")]
  let unit = units.first { bytesPerSecond >= $0.size } ?? (1, "B/s")
  let value = min(bytesPerSecond / unit.size, 1e15)
  return unit.size == 1e9 ? "\(oneDecimal(value)) \(unit.name)" : "\(Int64(value)) \(unit.name)"
}

/// A part of a whole: `97.1 %`.
package func percentText(_ share: Double) -> String { "\(oneDecimal(share * 100)) %" }

/// A number and what is counted: `1 file`, `2 files`.
package func countText(_ count: some BinaryInteger, _ singular: String) -> String {
  "\(count) \(singular)\(count == 1 ? "" : "s")"
}

/// A large number as people say it: `8.4 million`.
package func roundedCountText(_ count: some BinaryInteger) -> String {
  let units: [(size: Double, name: String)] = [(1e9, "billion"), (1e6, "million"), (1e3, "thousand")]
  guard let unit = units.first(where: { Double(count) >= $0.size }) else { return "\(count)" }
  return "\(oneDecimal(Double(count) / unit.size)) \(unit.name)"
}

/// A large number in at most five columns: `8.4M`, `524k`.
package func shortCountText(_ count: some BinaryInteger) -> String {
  let units: [(size: Double, name: String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
  guard let unit = units.first(where: { Double(count) >= $0.size }) else { return "\(count)" }
  let value = Double(count) / unit.size
  return (value < 99.95 ? oneDecimal(value) : "\(Int64(min(value, 1e15).rounded()))") + unit.name
}

/// Rounded to one digit after the point. The standard library has no such format.
package func oneDecimal(_ value: Double) -> String {
  // No quotient of sizes is as large as what fits.
  let value = min(max(value, -1e15), 1e15)
  let tenths = Int64((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
