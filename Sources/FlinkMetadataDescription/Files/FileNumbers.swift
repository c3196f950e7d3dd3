// SPDX-License-Identifier: Apache-2.0

import FileTable

/// What the handles of a file say about it.
struct FileNumbers: BitwiseCopyable {
  /// The size in bytes; for parts of a file, where the last of them ends. -1 if no handle gives it.
  var size: Int64
  /// How many handles name it.
  var referenceCount: Int64 = 1

  mutating func add(size newSize: Int64) {
    size = max(size, newSize)
    referenceCount += 1
  }
}

/// The numbers of files, at most 36 bytes for each.
///
/// Nearly all numbers are in 8 bytes beside the key. Those of files of 128 TiB and more, and of those with more than
/// 65,535 references, are in a table of their own, which takes 48 bytes more.
struct FileNumbersTable: ~Copyable {
  private var files = KeyTable<PackedNumbers>()
  private var large = KeyTable<FileNumbers>()

  /// How many files there are.
  var count: Int { files.count }

  /// Adds a file, or a further reference to one already present. A size below 0 is not known.
  mutating func add(_ key: FileKey, size: Int64) {
    let size = max(size, -1)
    let first = PackedNumbers(FileNumbers(size: size))
    let next = files.update(key, inserting: first ?? .elsewhere) { packed, isNew -> FileNumbers? in
      if isNew { return first == nil ? FileNumbers(size: size) : nil }
      guard var numbers = packed.numbers else { return FileNumbers(size: size, referenceCount: 0) }
      numbers.add(size: size)
      packed = PackedNumbers(numbers) ?? .elsewhere
      return packed.numbers == nil ? numbers : nil
    }
    guard let next else { return }
    large.update(key, inserting: next) { numbers, isNew in if !isNew { numbers.add(size: size) } }
  }

  /// The numbers of a file when they are first asked for; nil later, and for a file that was not added.
  mutating func takeFirst(_ key: FileKey) -> FileNumbers? {
    let found = files.find(key) { packed -> PackedNumbers? in
      if packed.isTaken { return nil }
      defer { packed.isTaken = true }
      return packed
    }
    guard let packed = found ?? nil else { return nil }
    return packed.numbers ?? large.value(key)
  }
}

/// Numbers in 8 bytes: from the highest bit, whether they have been taken, 47 bits of size + 1, 16 bits of references.
/// No references means that the numbers are in another table.
struct PackedNumbers: BitwiseCopyable {
  private var bits: UInt64

  static let elsewhere = PackedNumbers(bits: 0)

  init(bits: UInt64) { self.bits = bits }

  /// Nil if they do not fit.
  init?(_ numbers: FileNumbers) {
    guard numbers.size < 1 << 47 - 1, numbers.referenceCount < 1 << 16 else { return nil }
    bits = UInt64(numbers.size + 1) << 16 | UInt64(numbers.referenceCount)
  }

  /// Nil if they are in another table.
  var numbers: FileNumbers? {
    let referenceCount = Int64(bits & 0xFFFF)
    if referenceCount == 0 { return nil }
    return FileNumbers(size: Int64((bits << 1) >> 17) - 1, referenceCount: referenceCount)
  }

  var isTaken: Bool {
    get { bits >> 63 != 0 }
    set { bits = bits & ~(1 << 63) | (newValue ? 1 << 63 : 0) }
  }
}
