// SPDX-License-Identifier: Apache-2.0

import FileTable

/// References of a metadata file that wait to be judged.
struct ProblemReferences {
  /// What a handle needs, in few bytes: writing memory that the other core has read takes long.
  struct Entry {
    let key: FileKey
    /// The need, and whether the path is relative.
    private let rest: UInt64
    /// Where the location is in `texts`.
    fileprivate let start: Int32
    fileprivate let end: Int32

    fileprivate init(_ key: FileKey, _ need: SizeNeed, isRelative: Bool, _ location: Range<Int>) {
      self.key = key
      rest = need.packed << 1 | (isRelative ? 1 : 0)
      start = Int32(clamping: location.lowerBound)
      end = Int32(clamping: location.upperBound)
    }

    var need: SizeNeed { SizeNeed(packed: rest >> 1) }
    var isRelative: Bool { rest & 1 == 1 }
  }

  private(set) var entries: [Entry] = []
  /// The operators that begin, each with the index of its first reference.
  private(set) var operators: [(start: Int, name: String)] = []
  private var texts: [UInt8] = []

  private static let mostEntries = 2048
  private static let mostText = 1 << 24

  init() { entries.reserveCapacity(Self.mostEntries) }

  /// Whether the batch is to be handed over before more comes.
  var isFull: Bool {
    entries.count >= Self.mostEntries || operators.count >= Self.mostEntries || texts.count >= Self.mostText
  }

  mutating func begin(operatorName: String) { operators.append((entries.count, operatorName)) }

  @inline(__always)
  mutating func append(_ key: FileKey, _ need: SizeNeed, isRelative: Bool, _ location: UnsafeRawBufferPointer) {
    let start = texts.count
    texts.append(contentsOf: location)
    entries.append(Entry(key, need, isRelative: isRelative, start..<texts.count))
  }

  /// Lends the location of a reference.
  @inline(__always)
  func withLocation<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let range = Int(entries[index].start)..<Int(entries[index].end)
    return texts.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    operators.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
  }
}
