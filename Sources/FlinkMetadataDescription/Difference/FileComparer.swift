// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Compares the files of two checkpoints, whose references come one after the other; see ``FileComparison``.
///
/// Memory: 56 KiB up to 2048 different files, and 5 MB for more of them, however many.
struct FileComparer: ~Copyable {
  private let hash = KeyHash()
  private var table = SampledTable<ComparedFile>(exactLimit: 1 << 18)
  private var resolved = ResolvedPath(nil, .plain)
  private var isSecond = false
  private var grownSize: Int64 = 0

  /// Begins a checkpoint. The first one comes before all references of the second.
  ///
  /// - Parameter location: the directory of the metadata file; nil leaves relative paths as they are.
  mutating func begin(isSecond: Bool, location: FileLocation?) {
    resolved = ResolvedPath(location, .plain)
    self.isSecond = isSecond
  }

  /// Notes a reference of the checkpoint.
  @inline(__always)
  mutating func add(_ reference: FileReference) {
    let key = resolved.withUTF8(of: reference) { [hash] in hash($0, after: hash.start) }
    let size = reference.leastFileSize ?? 0
    let weight = table.weight
    let isSecond = isSecond
    let grown = table.update(key, inserting: ComparedFile()) { file, _ in file.add(size, isSecond: isSecond) }
    if let grown, grown > 0 { grownSize = grownSize.saturatingAdding(grown.saturatingMultiplied(by: weight)) }
  }

  /// What the files have in common.
  consuming func finish() -> FileComparison {
    var comparison = FileComparison()
    table.forEach { file in
      switch (file.isInFirst, file.isInSecond) {
      case (true, true): comparison.kept.add(file)
      case (true, false): comparison.dropped.add(file)
      default: comparison.new.add(file)
      }
    }
    comparison.new.multiply(by: table.weight)
    comparison.kept.multiply(by: table.weight)
    comparison.dropped.multiply(by: table.weight)
    // In a sample, files that left it before the end can have grown more than those that are left.
    comparison.grownSize = min(grownSize, comparison.kept.size)
    comparison.isExact = table.isExact
    return comparison
  }
}

/// What is known of a file while checkpoints are being compared, in 6 bytes.
struct ComparedFile: BitwiseCopyable {
  // Parts of two bytes, so that a table has no gaps between its values.
  private var low: UInt16 = 0
  private var middle: UInt16 = 0
  private var high: UInt16 = 0

  private static var firstMark: UInt64 { 1 }
  private static var secondMark: UInt64 { 2 }
  /// 64 TiB. No storage has larger files.
  private static var largest: Int64 { 1 << 46 - 1 }

  /// The size, and below it two marks.
  private var bits: UInt64 {
    get { UInt64(high) << 32 | UInt64(middle) << 16 | UInt64(low) }
    set {
      low = UInt16(truncatingIfNeeded: newValue)
      middle = UInt16(truncatingIfNeeded: newValue >> 16)
      high = UInt16(truncatingIfNeeded: newValue >> 32)
    }
  }

  var isInFirst: Bool { bits & Self.firstMark != 0 }
  var isInSecond: Bool { bits & Self.secondMark != 0 }
  var size: Int64 { Int64(bits >> 2) }

  /// Notes a reference. Returns by how much it makes a file of the first checkpoint larger.
  @inline(__always)
  mutating func add(_ end: Int64, isSecond: Bool) -> Int64 {
    let old = size
    let new = max(old, min(max(0, end), Self.largest))
    bits = UInt64(new) << 2 | bits & 3 | (isSecond ? Self.secondMark : Self.firstMark)
    return isSecond && isInFirst ? new - old : 0
  }
}

extension FileComparison.Amount {
  fileprivate mutating func add(_ file: ComparedFile) {
    count += 1
    size = size.saturatingAdding(file.size)
  }

  fileprivate mutating func multiply(by weight: Int) {
    count *= weight
    size = size.saturatingMultiplied(by: weight)
  }
}

extension Int64 {
  /// The product with a number that is not negative, or the closest number that there is.
  fileprivate func saturatingMultiplied(by factor: Int) -> Int64 {
    let (product, overflows) = multipliedReportingOverflow(by: Int64(factor))
    return overflows ? (self < 0 ? .min : .max) : product
  }
}
