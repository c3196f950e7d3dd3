// SPDX-License-Identifier: Apache-2.0

/// A table from keys to small values: of all keys up to a limit, and of more keys of a sample.
///
/// Beyond the limit, only keys whose first bits are zero are kept: one bit more each time that these are too many. So which
/// keys are in the sample does not depend on their order, and each of them stands for ``weight`` keys. A sample has 65 to
/// 131 thousand keys, so that the number of keys is wrong by 0.3 % on average.
///
/// Memory: 4096 places for up to 2048 keys, and else four for each three keys of the limit. A place takes eight bytes and a
/// value.
///
/// Each access is below the number of places. Half of a key is enough: that two of half a million have the same half
/// happens once in 100 million files.
public struct SampledTable<Value: BitwiseCopyable>: ~Copyable {
  /// A hash table with open addressing. Zero is an empty place.
  @usableFromInline var places = GrowingMemory<UInt64>(count: 1 << 12)
  /// The value of the key in the same place.
  @usableFromInline var values = GrowingMemory<Value>(count: 1 << 12)
  /// How many keys the table has.
  @usableFromInline var kept = 0
  /// How many first bits of a key must be zero.
  @usableFromInline var skippedBits: UInt64 = 0
  @usableFromInline static var sampleLimit: Int { 1 << 17 }
  /// How many keys are too many.
  @usableFromInline var limit = 1 << 11
  @usableFromInline let exactLimit: Int

  /// Makes an empty table.
  ///
  /// - Parameter exactLimit: up to how many keys the table has all of them; at least those of a sample.
  @inlinable
  public init(exactLimit: Int = 1 << 19) { self.exactLimit = max(exactLimit, Self.sampleLimit) }

  /// How many keys there are, or in a sample about how many.
  @inlinable
  public var count: Int { kept << Int(skippedBits) }

  /// Whether the table has all keys.
  @inlinable
  public var isExact: Bool { skippedBits == 0 }

  /// How many keys each key of the table stands for; 1 if the table has all of them.
  @inlinable
  public var weight: Int { 1 << Int(skippedBits) }

  /// Whether the table keeps this key.
  @inlinable @inline(__always)
  public func keeps(_ key: FileKey) -> Bool { skippedBits == 0 || key.high >> (64 - skippedBits) == 0 }

  /// Finds or inserts a key, and lends its value to be changed. Nil if the key is not in the sample.
  ///
  /// - Parameters:
  ///   - value: the value of a new key.
  ///   - body: is told whether the key is new.
  @inlinable @inline(__always)
  public mutating func update<Result>(
    _ key: FileKey, inserting value: @autoclosure () -> Value, _ body: (inout Value, _ isNew: Bool) -> Result
  ) -> Result? {
    guard keeps(key) else { return nil }
    let half = max(1, key.high)
    let place = place(of: half)
    let isNew = places.start[place] == 0
    if isNew {
      places.start[place] = half
      values.start[place] = value()
    }
    let result = body(&values.start[place], isNew)
    if isNew {
      kept += 1
      if kept > limit { makeRoom() }
    }
    return result
  }

  /// Calls `body` with the value of each key that the table has.
  @inlinable
  public borrowing func forEach(_ body: (Value) -> Void) {
    for place in 0..<places.count where places.start[place] != 0 { body(values.start[place]) }
  }

  /// Where a key is, or would be. The first bits of all keys of a sample are the same, so the last ones decide.
  @inlinable @inline(__always)
  func place(of key: UInt64) -> Int {
    var place = Int(((key & 0xFFFF_FFFF) * UInt64(places.count)) >> 32)
    while places.start[place] != 0, places.start[place] != key { place = next(place) }
    return place
  }

  @inlinable @inline(__always)
  func next(_ place: Int) -> Int { place + 1 == places.count ? 0 : place + 1 }

  @inlinable
  mutating func put(_ key: UInt64, _ value: Value) {
    let place = place(of: key)
    places.start[place] = key
    values.start[place] = value
    kept += 1
  }

  // MARK: Room

  /// Grows the table in one step, or else keeps a part of the keys.
  @inlinable @inline(never)
  mutating func makeRoom() {
    if limit < Self.sampleLimit { return grow() }
    limit = Self.sampleLimit
    while kept > limit { keepHalf() }
  }

  @inlinable
  mutating func grow() {
    let keys = (0..<places.count).map { (places.start[$0], values.start[$0]) }
    limit = exactLimit
    // Not by growing, which would round the memory up to large pages.
    places = GrowingMemory(count: limit + limit / 3 + 1)
    values = GrowingMemory(count: places.count)
    kept = 0
    for (key, value) in keys where key != 0 { put(key, value) }
  }

  /// Takes out each key and inserts it again, unless it goes: one run of keys after the other, from an empty place on, so
  /// that there is always place before where the key was.
  @inlinable
  mutating func keepHalf() {
    skippedBits += 1
    kept = 0
    var place = (0..<places.count).first { places.start[$0] == 0 } ?? 0
    for _ in 0..<places.count {
      place = next(place)
      let key = places.start[place]
      places.start[place] = 0
      if key != 0, key >> (64 - skippedBits) == 0 { put(key, values.start[place]) }
    }
  }
}
