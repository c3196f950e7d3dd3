/// Counts references by directory. Remembers the last directory, since references come in runs.
struct ReferencedDirectories {
  /// The most directories that are told apart; entropy can give each file its own.
  private static let limit = 10_000

  private(set) var counts: [[UInt8]: Int64] = [:]
  /// References in directories beyond the limit.
  private(set) var others: Int64 = 0
  private var last: [UInt8] = []
  private var lastCount: Int64 = 0

  /// Counts a location.
  @inline(__always)
  mutating func count(_ location: UnsafeRawBufferPointer) {
    if !last.isEmpty, location.hasPrefix(last),
      UnsafeRawBufferPointer(rebasing: location[last.count...]).isASCIIWithoutSlash
    {
      lastCount += 1
    } else {
      begin(location)
    }
  }

  private mutating func begin(_ location: UnsafeRawBufferPointer) {
    flush()
    last = Array(location[..<(location.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)])
    lastCount = 1
  }

  /// Adds what was counted in a row. Call it before reading ``counts``.
  mutating func flush() {
    if lastCount > 0 {
      if counts[last] != nil || counts.count < Self.limit {
        counts[last, default: 0] += lastCount
      } else {
        others += lastCount
      }
    }
    lastCount = 0
  }
}
