/// A table from keys to small values, for many millions of files.
///
/// A key and its value take at most 1.5 times their own size, also while the table grows: 48 bytes for a value of 16.
/// The table consists of 256 parts that grow one after the other, so that growing needs hardly more memory than the
/// table itself.
///
/// Finding and inserting take constant time, mostly one access to memory that is not in the processor's cache.
struct KeyTable<Value: BitwiseCopyable>: ~Copyable {
  private let parts: UnsafeMutablePointer<TablePart<Value>>
  private static var partCount: Int { 256 }

  /// How many keys there are.
  private(set) var count = 0

  /// Makes an empty table.
  init() {
    parts = .allocate(capacity: Self.partCount)
    for index in 0..<Self.partCount { (parts + index).initialize(to: TablePart()) }
  }

  deinit {
    // Each part was initialised above, and nothing else deinitialises one.
    parts.deinitialize(count: Self.partCount)
    parts.deallocate()
  }

  /// Finds or inserts a key, and lends its value to be changed.
  ///
  /// - Parameters:
  ///   - value: the value of a new key.
  ///   - body: is told whether the key is new.
  @inline(__always)
  mutating func update<Result>(
    _ key: FileKey, inserting value: @autoclosure () -> Value, _ body: (inout Value, _ isNew: Bool) -> Result
  ) -> Result {
    let part = parts + Self.part(of: key)
    var place = part.pointee.place(of: key)
    let isNew = !part.pointee.holds(key, at: place)
    if isNew {
      place = part.pointee.insert(key, value(), at: place)
      count += 1
    }
    return body(&part.pointee.slots[place].value, isNew)
  }

  /// Finds a key and lends its value to be changed; nil if there is no such key.
  @inline(__always)
  mutating func find<Result>(_ key: FileKey, _ body: (inout Value) -> Result) -> Result? {
    let part = parts + Self.part(of: key)
    let place = part.pointee.place(of: key)
    guard part.pointee.holds(key, at: place) else { return nil }
    return body(&part.pointee.slots[place].value)
  }

  /// The value of a key.
  @inline(__always)
  borrowing func value(_ key: FileKey) -> Value? {
    let part = parts + Self.part(of: key)
    let place = part.pointee.place(of: key)
    return part.pointee.holds(key, at: place) ? part.pointee.slots[place].value : nil
  }

  /// Reads a little of where a key would be, so that it is in the processor's cache soon after. The loads of several
  /// calls in a row overlap. The result has no meaning; use it somehow, so that the load is not left out.
  @inline(__always)
  borrowing func touch(_ key: FileKey) -> UInt64 {
    let part = parts + Self.part(of: key)
    let home = part.pointee.home(key)
    // A key that is not in its home is mostly in the next line of the cache. There are always slots behind a home.
    return part.pointee.slots[home].key.high ^ part.pointee.slots[home + 2].key.high
  }

  /// How many bytes of memory the parts have.
  var byteCount: Int { (0..<Self.partCount).reduce(0) { $0 + (parts + $1).pointee.byteCount } }

  /// Calls `body` with each value, in no order that means anything.
  borrowing func forEach(_ body: (FileKey, Value) -> Void) {
    for index in 0..<Self.partCount { (parts + index).pointee.forEach(body) }
  }

  @inline(__always)
  private static func part(of key: FileKey) -> Int { Int(truncatingIfNeeded: key.high >> 56) }
}
