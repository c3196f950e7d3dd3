// SPDX-License-Identifier: Apache-2.0

/// Counts different keys, and the different keys of each group: up to half a million exactly, and more of them by the sample
/// of a ``SampledTable``.
///
/// Memory: 7 MB, and 40 KiB for the first 2048 keys.
public struct DistinctCount: ~Copyable {
  /// The group that had each key last.
  @usableFromInline var groups = SampledTable<UInt16>()

  /// What a key adds to the counts: 1 or, in a sample, the number of keys that it stands for; 0 if it has been counted or
  /// is not in the sample.
  public struct Insertion: Sendable {
    /// To the number of different keys.
    public let keys: Int
    /// To the number of different keys of its group.
    public let keysOfGroup: Int

    @usableFromInline
    init(keys: Int, keysOfGroup: Int) {
      self.keys = keys
      self.keysOfGroup = keysOfGroup
    }
  }

  /// Counts nothing yet.
  public init() {}

  /// How many different keys there were.
  public var count: Int { groups.count }

  /// Whether the count is exact.
  public var isExact: Bool { groups.isExact }

  /// Counts a key unless it has been counted.
  ///
  /// - Parameter group: the group of the key. A group whose keys have come never comes again after another one.
  @inlinable @inline(__always)
  public mutating func insert(_ key: FileKey, group: UInt16) -> Insertion {
    groups.keeps(key) ? insertKept(key, group) : Insertion(keys: 0, keysOfGroup: 0)
  }

  @usableFromInline
  mutating func insertKept(_ key: FileKey, _ group: UInt16) -> Insertion {
    let weight = groups.weight
    let insertion = groups.update(key, inserting: group) { last, isNew in
      defer { last = group }
      return Insertion(keys: isNew ? weight : 0, keysOfGroup: isNew || last != group ? weight : 0)
    }
    return insertion ?? Insertion(keys: 0, keysOfGroup: 0)
  }
}
