/// Counts different keys: up to half a million exactly, and more of them by a sample.
///
/// Beyond the limit, only keys whose first bits are zero are kept: one bit more each time that these are too many. A sample
/// has 65 to 131 thousand keys, so that the count is wrong by 0.3 % on average. Memory: 8 MiB, and 32 KiB for the first
/// 2048 keys.
///
/// Each access is below the number of places, which is a power of two. Half of a key is enough: that two of half a million
/// have the same half happens once in 100 million files.
public struct DistinctCount: ~Copyable {
  /// A hash table with open addressing, of which at most half is in use. Zero is an empty place.
  @usableFromInline var places = GrowingMemory<UInt64>(count: 1 << 12)
  /// How many keys the table has.
  @usableFromInline var kept = 0
  /// How many first bits of a key must be zero.
  @usableFromInline var skippedBits: UInt64 = 0
  private static var exactLimit: Int { 1 << 19 }
  private static var sampleLimit: Int { 1 << 17 }
  /// How many keys are too many.
  private var limit = 1 << 11

  /// Counts nothing yet.
  public init() {}

  /// How many different keys there were.
  public var count: Int { kept << Int(skippedBits) }

  /// Whether the count is exact.
  public var isExact: Bool { skippedBits == 0 }

  /// Counts a key unless it has been counted.
  @inlinable @inline(__always)
  public mutating func insert(_ key: FileKey) {
    if skippedBits == 0 || key.high >> (64 - skippedBits) == 0 { insert(max(1, key.high)) }
  }

  @usableFromInline
  mutating func insert(_ key: UInt64) {
    put(key)
    if kept > limit { makeRoom() }
  }

  private mutating func put(_ key: UInt64) {
    var place = Int(truncatingIfNeeded: key) & (places.count - 1)
    while places.start[place] != 0 {
      if places.start[place] == key { return }
      place = (place + 1) & (places.count - 1)
    }
    places.start[place] = key
    kept += 1
  }

  /// Grows the table in one step, or else keeps a part of the keys.
  private mutating func makeRoom() {
    if limit < Self.sampleLimit { return grow() }
    limit = Self.sampleLimit
    while kept > limit { keepHalf() }
  }

  private mutating func grow() {
    let keys = (0..<places.count).map { places.start[$0] }
    places.clear(0..<places.count)
    places.grow(to: 2 * Self.exactLimit)
    limit = Self.exactLimit
    kept = 0
    for key in keys where key != 0 { put(key) }
  }

  /// Takes out each key and inserts it again, unless it goes: one run of keys after the other, from an empty place on, so
  /// that there is always place before where the key was.
  private mutating func keepHalf() {
    skippedBits += 1
    kept = 0
    let start = (0..<places.count).first { places.start[$0] == 0 } ?? 0
    for distance in 1...places.count {
      let place = (start + distance) & (places.count - 1)
      let key = places.start[place]
      places.start[place] = 0
      if key != 0, key >> (64 - skippedBits) == 0 { put(key) }
    }
  }
}
