extension String {
  /// The text on one line and harmless for a terminal, as it has to be in a message: characters that control a terminal,
  /// change the direction of text or separate lines, all of which a file name may hold, are written as `\n` or `\u{1B}`.
  package var onOneLine: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: result += scalar.escaped(asASCII: true)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// A number of bytes as people read it: `812 B`, `1.2 GiB`.
func byteCountText(_ byteCount: Int64) -> String {
  scaledText(byteCount, step: 1024, units: ["B", "KiB", "MiB", "GiB", "TiB", "PiB"])
}

/// A speed in bytes a second as people read it: `850 MB/s`.
func speedText(_ bytesPerSecond: Double) -> String {
  let units: [(size: Double, name: String)] = [(1e9, "GB/s"), (1e6, "MB/s"), (1e3, "kB/s")]
  let unit = units.first { bytesPerSecond >= $0.size } ?? (1, "B/s")
  let value = min(bytesPerSecond / unit.size, 1e15)
  return unit.size == 1e9 ? "\(oneDecimal(value)) \(unit.name)" : "\(Int64(value)) \(unit.name)"
}

private func scaledText(_ number: Int64, step: Int64, units: [String]) -> String {
  var value = Double(number)
  var unit = 0
  // 1023.95 would be written as 1024.0.
  while value >= Double(step) - 0.05 && unit < units.count - 1 {
    value /= Double(step)
    unit += 1
  }
  return unit == 0 ? "\(number) \(units[0])" : "\(oneDecimal(value)) \(units[unit])"
}

/// Rounded to one digit behind the point. The standard library has no such format.
private func oneDecimal(_ value: Double) -> String {
  let tenths = Int64((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
