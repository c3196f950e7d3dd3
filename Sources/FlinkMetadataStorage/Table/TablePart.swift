import FlinkMetadataFiles

/// A part of a ``KeyTable``: a sorted array with gaps.
///
/// A key's home is its proportional place in the array; a key stands there or, if smaller keys have taken the place,
/// soon after it. So a search goes up from the home until it meets a gap or a key that is not smaller, and growing the
/// array moves each key twice, one after the other, without a second array.
///
/// The memory is owned by the part alone, and each access is below `length`: `place(of:)` checks it, and a home is less
/// than `homes`.
struct TablePart<Value: BitwiseCopyable>: ~Copyable {
  struct Slot: BitwiseCopyable {
    var key: FileKey
    var value: Value
  }

  /// `length` slots. An empty one has the key zero; that a file has it is as improbable as two files with one key.
  private(set) var slots: UnsafeMutablePointer<Slot>
  private var length: Int
  /// How many slots are homes.
  private var homes: Int
  /// How many slots behind the last home take what is pushed past it.
  private var slack = 64
  private var count = 0

  init() {
    homes = 16
    length = homes + slack
    slots = reallocate(nil, count: length)
    clear(0..<length)
  }

  deinit { release(slots) }

  /// The place where a key stands if no smaller key has taken it.
  @inline(__always)
  func home(_ key: FileKey) -> Int {
    // The highest byte chose the part.
    Int(truncatingIfNeeded: (key.high << 8).multipliedFullWidth(by: UInt64(truncatingIfNeeded: homes)).high)
  }

  /// Where the key is, or where it would be inserted. At most `length`.
  @inline(__always)
  func place(of key: FileKey) -> Int {
    var place = home(key)
    while place < length, slots[place].key < key, !isEmpty(place) { place += 1 }
    return place
  }

  @inline(__always)
  func holds(_ key: FileKey, at place: Int) -> Bool { place < length && slots[place].key == key }

  @inline(__always)
  private func isEmpty(_ place: Int) -> Bool { slots[place].key.high == 0 && slots[place].key.low == 0 }

  /// Inserts a key that is not there, and returns its place.
  ///
  /// - Parameter wanted: what ``place(of:)`` says.
  mutating func insert(_ key: FileKey, _ value: Value, at wanted: Int) -> Int {
    var place = wanted
    // Growing at 3/4 by an eighth keeps at least two thirds in use.
    if count * 4 >= homes * 3 {
      homes += homes / 8
      spread()
      place = self.place(of: key)
    }
    var gap = gap(from: place)
    while gap == length {
      slack *= 2
      spread()
      place = self.place(of: key)
      gap = self.gap(from: place)
    }
    (slots + place + 1).update(from: slots + place, count: gap - place)
    slots[place] = Slot(key: key, value: value)
    count += 1
    return place
  }

  private func gap(from place: Int) -> Int {
    var gap = place
    while gap < length, !isEmpty(gap) { gap += 1 }
    return gap
  }

  /// Gives the array the length that `homes` and `slack` say, and each key its new place.
  private mutating func spread() {
    var first = moveToEnd()
    // Practically never: so many keys near the end.
    while !fits(from: first) {
      slack *= 2
      first = moveToEnd()
    }
    var next = 0
    for source in first..<length {
      let slot = slots[source]
      clear(source..<source + 1)
      next = max(home(slot.key), next)
      slots[next] = slot
      next += 1
    }
  }

  /// Gives the array its new length, and moves all keys to the end. Returns where the first one is.
  private mutating func moveToEnd() -> Int {
    let oldLength = length
    length = homes + slack
    slots = reallocate(slots, count: length)
    var first = length
    for place in stride(from: oldLength - 1, through: 0, by: -1) where !isEmpty(place) {
      first -= 1
      slots[first] = slots[place]
    }
    clear(0..<first)
    return first
  }

  /// Whether each key can move forward to its place without meeting one that has not moved yet.
  private func fits(from first: Int) -> Bool {
    var next = 0
    for source in first..<length {
      next = max(home(slots[source].key), next)
      if next > source { return false }
      next += 1
    }
    return true
  }

  private func clear(_ range: Range<Int>) {
    // The slot of zeros is the empty one; its value, of a type that is bitwise copyable, is never looked at.
    UnsafeMutableRawPointer(slots + range.lowerBound).initializeMemory(
      as: UInt8.self, repeating: 0, count: range.count * MemoryLayout<Slot>.stride)
  }

  /// How many bytes of memory the array has.
  var byteCount: Int { length * MemoryLayout<Slot>.stride }

  /// Calls `body` with each key and its value.
  func forEach(_ body: (FileKey, Value) -> Void) {
    for place in 0..<length where !isEmpty(place) { body(slots[place].key, slots[place].value) }
  }
}
