// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What the handler of ``LostPages`` knows of one mapping: an entry of a list that only grows.
///
/// An entry whose mapping has gone is used again and never freed, so a handler can go through the list at any time,
/// without a lock and whatever other threads are doing.
struct MappedRange: ~Copyable {
  /// The address of the first byte. While the entry is free, this is the largest address, which no mapping contains.
  private let start = Atomic<UInt>(.max)
  /// Where the last page ends.
  private let end = Atomic<UInt>(0)
  private let isTaken = Atomic<Bool>(true)
  /// Where the pages begin that were lost; the largest address if none was.
  private let lost = Atomic<UInt>(.max)
  private let next: Entry?

  typealias Entry = UnsafeMutablePointer<MappedRange>

  private static let first = Atomic<UInt>(0)

  private init(next: Entry?) { self.next = next }

  // MARK: For the thread that maps

  /// Adds a mapping, before its memory is touched.
  static func enter(start: UInt, end: UInt) -> Entry {
    let entry = takeFree() ?? add()
    entry.pointee.lost.store(.max, ordering: .sequentiallyConsistent)
    // The start is stored last and removed first: an entry with a start is complete.
    entry.pointee.end.store(end, ordering: .sequentiallyConsistent)
    entry.pointee.start.store(start, ordering: .sequentiallyConsistent)
    return entry
  }

  /// Removes a mapping, before its memory is given back.
  static func remove(_ entry: Entry) {
    entry.pointee.start.store(.max, ordering: .sequentiallyConsistent)
    entry.pointee.isTaken.store(false, ordering: .sequentiallyConsistent)
  }

  /// The address of the first lost byte, if any was lost.
  static func lostAddress(_ entry: Entry) -> UInt? {
    let address = entry.pointee.lost.load(ordering: .sequentiallyConsistent)
    return address == .max ? nil : address
  }

  private static func takeFree() -> Entry? {
    var entry = Entry(bitPattern: first.load(ordering: .sequentiallyConsistent))
    while let current = entry {
      let isTaken = current.pointee.isTaken
        .compareExchange(expected: false, desired: true, ordering: .sequentiallyConsistent)
      if isTaken.exchanged { return current }
      entry = current.pointee.next
    }
    return nil
  }

  private static func add() -> Entry {
    let entry = Entry.allocate(capacity: 1)
    var expected = first.load(ordering: .sequentiallyConsistent)
    while true {
      entry.initialize(to: MappedRange(next: Entry(bitPattern: expected)))
      let result = first.compareExchange(
        expected: expected, desired: UInt(bitPattern: entry), ordering: .sequentiallyConsistent)
      if result.exchanged { return entry }
      entry.deinitialize(count: 1)
      expected = result.original
    }
  }

  // MARK: For the handler

  /// The entry of the mapping that contains an address, and the end of that mapping.
  ///
  /// If the address is in a mapping that is in use, the answer is its entry, which cannot change meanwhile. Other
  /// entries can change: if the start is the same before and after reading the end, that end belongs to it.
  static func containing(_ address: UInt) -> (entry: Entry, end: UInt)? {
    var entry = Entry(bitPattern: first.load(ordering: .sequentiallyConsistent))
    while let current = entry {
      let start = current.pointee.start.load(ordering: .sequentiallyConsistent)
      let end = current.pointee.end.load(ordering: .sequentiallyConsistent)
      if start <= address && address < end
        && current.pointee.start.load(ordering: .sequentiallyConsistent) == start
      {
        return (current, end)
      }
      entry = current.pointee.next
    }
    return nil
  }

  /// Notes that the bytes from an address on are lost.
  static func lose(_ entry: Entry, from address: UInt) {
    var known = entry.pointee.lost.load(ordering: .sequentiallyConsistent)
    while address < known {
      let result = entry.pointee.lost.compareExchange(
        expected: known, desired: address, ordering: .sequentiallyConsistent)
      if result.exchanged { return }
      known = result.original
    }
  }
}
