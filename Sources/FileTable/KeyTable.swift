// SPDX-License-Identifier: Apache-2.0

/// A table from keys to small values, for many millions of files.
///
/// A key and its value take at most 1.5 times their own size, also while the table grows: 48 bytes for a value of 16. A table
/// of ``Growth/fast`` takes at most twice the size.
/// Finding and inserting take constant time, mostly one access to memory that is not in the processor's cache.
///
/// The table is a sorted array with gaps. A key's home is its proportional place in the array; a key stands there or, if
/// smaller keys have taken the place, soon after it. So a search goes up from the home until it meets a gap or a key that
/// is not smaller, and growing the array moves each key twice, one after the other, without a second array.
///
/// Each access is below the length of the memory: ``place(of:)`` checks it, and a home is less than `homes`.
public struct KeyTable<Value: BitwiseCopyable>: ~Copyable {
  @usableFromInline
  struct Slot: BitwiseCopyable {
    @usableFromInline var key: FileKey
    @usableFromInline var value: Value

    @inlinable
    init(key: FileKey, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// An empty slot has the key zero; that a file has it is as improbable as two files with one key.
  @usableFromInline var memory: GrowingMemory<Slot>
  /// How many slots are homes.
  @usableFromInline var homes = 16
  /// How many slots behind the last home take what is pushed past it.
  @usableFromInline var slack = 64

  /// How many keys there are.
  public var count = 0

  /// Has no meaning: loads whose result went nowhere would be left out.
  @usableFromInline var touched: UInt64 = 0

  /// By how much a table grows when three quarters of it are in use.
  public enum Growth: Int {
    /// By an eighth: at least two thirds are in use.
    case tight = 8
    /// By a half: growing takes a third of the time.
    case fast = 2
  }
  @usableFromInline let growth: Growth

  /// Makes an empty table.
  @inlinable
  public init(growth: Growth = .tight) {
    self.growth = growth
    memory = GrowingMemory(count: homes + slack)
  }

  /// How many bytes of memory the table has.
  @inlinable
  public var byteCount: Int { memory.byteCount }

  // MARK: Finding

  /// The place where a key stands if no smaller key has taken it.
  @inlinable @inline(__always)
  func home(_ key: FileKey) -> Int {
    Int(truncatingIfNeeded: key.high.multipliedFullWidth(by: UInt64(truncatingIfNeeded: homes)).high)
  }

  /// Where the key is, or where it would be inserted. At most the length of the memory.
  @inlinable @inline(__always)
  func place(of key: FileKey) -> Int {
    var place = home(key)
    while place < memory.count, memory.start[place].key < key, !isEmpty(place) { place += 1 }
    return place
  }

  @inlinable @inline(__always)
  func holds(_ key: FileKey, at place: Int) -> Bool { place < memory.count && memory.start[place].key == key }

  @inlinable @inline(__always)
  func isEmpty(_ place: Int) -> Bool { memory.start[place].key.high == 0 && memory.start[place].key.low == 0 }

  /// Finds or inserts a key, and lends its value to be changed.
  ///
  /// - Parameters:
  ///   - value: the value of a new key.
  ///   - body: is told whether the key is new.
  @inlinable @inline(__always)
  public mutating func update<Result>(
    _ key: FileKey, inserting value: @autoclosure () -> Value, _ body: (inout Value, _ isNew: Bool) -> Result
  ) -> Result {
    var place = place(of: key)
    let isNew = !holds(key, at: place)
    if isNew { place = insert(key, value(), at: place) }
    return body(&memory.start[place].value, isNew)
  }

  /// Finds a key and lends its value to be changed; nil if there is no such key.
  @inlinable @inline(__always)
  public mutating func find<Result>(_ key: FileKey, _ body: (inout Value) -> Result) -> Result? {
    let place = place(of: key)
    guard holds(key, at: place) else { return nil }
    return body(&memory.start[place].value)
  }

  /// The value of a key.
  @inlinable @inline(__always)
  public borrowing func value(_ key: FileKey) -> Value? {
    let place = place(of: key)
    return holds(key, at: place) ? memory.start[place].value : nil
  }

  /// Reads a little of where a key would be, so that it is in the processor's cache soon after. The loads of several
  /// calls in a row overlap.
  @inlinable @inline(__always)
  public mutating func touch(_ key: FileKey) {
    let home = home(key)
    // A key that is not in its home is mostly in the next line of the cache. There are always slots behind a home.
    touched ^= memory.start[home].key.high ^ memory.start[home + 2].key.high
  }

  /// Calls `body` with each key and its value, in the order of the keys.
  @inlinable
  public borrowing func forEach(_ body: (FileKey, Value) -> Void) {
    for place in 0..<memory.count where !isEmpty(place) { body(memory.start[place].key, memory.start[place].value) }
  }

  // MARK: Inserting

  /// Inserts a key that is not there, and returns its place.
  ///
  /// - Parameter wanted: what ``place(of:)`` says.
  @inlinable
  mutating func insert(_ key: FileKey, _ value: Value, at wanted: Int) -> Int {
    var place = wanted
    if count * 4 >= homes * 3 {
      homes += homes / growth.rawValue
      spread()
      place = self.place(of: key)
    }
    var gap = gap(from: place)
    while gap == memory.count {
      slack *= 2
      spread()
      place = self.place(of: key)
      gap = self.gap(from: place)
    }
    while gap > place {
      memory.start[gap] = memory.start[gap - 1]
      gap -= 1
    }
    memory.start[place] = Slot(key: key, value: value)
    count += 1
    return place
  }

  @inlinable
  func gap(from place: Int) -> Int {
    var gap = place
    while gap < memory.count, !isEmpty(gap) { gap += 1 }
    return gap
  }

  /// Gives the array the length that `homes` and `slack` say, and each key its new place.
  @inlinable
  mutating func spread() {
    moveToEnd()
    var next = 0
    for source in memory.count - count..<memory.count {
      let slot = memory.start[source]
      let place = max(home(slot.key), next)
      memory.clear(next..<place)
      memory.start[place] = slot
      next = place + 1
    }
    memory.clear(next..<memory.count)
  }

  /// Gives the array its new length, and moves all keys to the end. What is before them has no meaning then.
  ///
  /// No home is behind its key there, so each key can move forward to its new place without meeting one that has not
  /// moved yet.
  @inlinable
  mutating func moveToEnd() {
    let oldLength = memory.count
    memory.grow(to: homes + slack)
    var first = memory.count
    var missing = 0
    for place in stride(from: oldLength - 1, through: 0, by: -1) where !isEmpty(place) {
      first -= 1
      let slot = memory.start[place]
      memory.start[first] = slot
      missing = max(missing, home(slot.key) - first)
    }
    // Practically never: so many keys near the end.
    guard missing > 0 else { return }
    slack += missing
    memory.grow(to: homes + slack)
    (memory.start + first + missing).update(from: memory.start + first, count: count)
  }
}

/// The value of a table in which keys are enough.
public struct NoValue: BitwiseCopyable {
  /// Makes one.
  @inlinable
  public init() {}
}
