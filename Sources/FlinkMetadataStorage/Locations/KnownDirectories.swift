// SPDX-License-Identifier: Apache-2.0

import FileTable

/// The few directories that locations were in last, as they were spelled.
struct KnownDirectories {
  struct Directory {
    /// How many bytes the spelling has, with the slash at its end.
    var length = 0
    var key: FileKey
    var isInShared = false
    /// How many locations were in it.
    var count: Int64 = 1
  }

  private static var limit: Int { 8 }
  /// Longer spellings are not remembered.
  private static var longest: Int { 1 << 10 }

  private var directories: [Directory] = []
  /// The spellings, each in a part of its own.
  private var spellings = [UInt8](repeating: 0, count: limit * longest)
  /// Which directory was found last.
  private var last = 0
  private var nextToForget = 0

  /// The directory of a location, if it is known and the name in it is plain.
  @inline(__always)
  mutating func find(_ location: UnsafeRawBufferPointer) -> Directory? {
    for _ in directories.indices {
      if isOf(last, location) {
        directories[last].count += 1
        return directories[last]
      }
      last = last + 1 < directories.count ? last + 1 : 0
    }
    return nil
  }

  @inline(__always)
  private func isOf(_ index: Int, _ location: UnsafeRawBufferPointer) -> Bool {
    spellings.withUnsafeBytes { spellings in
      let start = index * Self.longest
      let length = directories[index].length
      return location.hasPrefix(UnsafeRawBufferPointer(rebasing: spellings[start..<start + length]))
        && UnsafeRawBufferPointer(rebasing: location[length...]).isPlainName
    }
  }

  /// Remembers the directory of a location, which counts already.
  ///
  /// - Returns: the directory that had to be forgotten for it, with the count of its locations.
  mutating func remember(_ spelling: UnsafeRawBufferPointer, _ key: FileKey, _ isInShared: Bool)
    -> (spelling: [UInt8], count: Int64)?
  {
    guard spelling.count <= Self.longest else { return (Array(spelling), 1) }
    let directory = Directory(length: spelling.count, key: key, isInShared: isInShared)
    var forgotten: (spelling: [UInt8], count: Int64)?
    if directories.count < Self.limit {
      last = directories.count
      directories.append(directory)
    } else {
      last = nextToForget
      nextToForget = (nextToForget + 1) % Self.limit
      forgotten = (self.spelling(last), directories[last].count)
      directories[last] = directory
    }
    let start = last * Self.longest
    spellings.replaceSubrange(start..<start + spelling.count, with: spelling)
    return forgotten
  }

  private func spelling(_ index: Int) -> [UInt8] {
    let start = index * Self.longest
    return Array(spellings[start..<start + directories[index].length])
  }

  /// All directories with the counts of their locations.
  var counts: [(spelling: [UInt8], count: Int64)] {
    directories.indices.map { (spelling($0), directories[$0].count) }
  }
}
