// SPDX-License-Identifier: Apache-2.0

import FileTable
import FlinkMetadata

/// Makes the keys of locations. Equal spellings of a place have one key.
///
/// Locations that come one after the other are mostly in few directories, by turns `shared` and `chk-42`. Each of these
/// is looked at once.
struct LocationKeys: ~Copyable {
  private let hash: KeyHash
  private let form: LocationForm

  /// Whether the last location is below a directory `shared`.
  private(set) var isInShared = false
  private var known = KnownDirectories()
  /// The directories that are not known any more, if they are counted.
  private var directories: ReferencedDirectories?
  /// The location that is being made canonical.
  private var canonical: [UInt8] = []

  /// - Parameter countsDirectories: whether ``countedDirectories`` will be wanted.
  init(_ hash: KeyHash, _ form: LocationForm, countsDirectories: Bool = false) {
    self.hash = hash
    self.form = form
    if countsDirectories { directories = ReferencedDirectories() }
  }

  /// How many locations were in each directory.
  var countedDirectories: ReferencedDirectories {
    var result = directories ?? ReferencedDirectories()
    for (spelling, count) in known.counts { result.add(spelling, count) }
    return result
  }

  /// The key of a location.
  @inline(__always)
  mutating func callAsFunction(_ location: UnsafeRawBufferPointer) -> FileKey {
    if let directory = known.find(location) {
      isInShared = directory.isInShared
      return hash(UnsafeRawBufferPointer(rebasing: location[directory.length...]), after: directory.key)
    }
    return keyInNewDirectory(location)
  }

  private mutating func keyInNewDirectory(_ location: UnsafeRawBufferPointer) -> FileKey {
    canonical.removeAll(keepingCapacity: true)
    form.append(location, to: &canonical)
    let slash = UInt8(ascii: "/")
    let split = canonical.lastIndex(of: slash) ?? 0
    let hash = self.hash
    let (directoryKey, key) = canonical.withUnsafeBytes { bytes in
      let directoryKey = hash(UnsafeRawBufferPointer(rebasing: bytes[..<split]), after: hash.start)
      let name = UnsafeRawBufferPointer(rebasing: bytes[min(split + 1, bytes.count)...])
      return (directoryKey, hash(name, after: directoryKey))
    }
    isInShared = canonical[..<split].split(separator: slash).contains { $0.elementsEqual("shared".utf8) }
    // A rule depends on no more of a path than its longest prefix and the slash after it.
    let end = location.lastIndex(of: slash).map { $0 + 1 } ?? 0
    let spelling = UnsafeRawBufferPointer(rebasing: location[..<end])
    if end > form.rules.longestPrefix, UnsafeRawBufferPointer(rebasing: location[end...]).isPlainName {
      let forgotten = known.remember(spelling, directoryKey, isInShared)
      if let forgotten { directories?.add(forgotten.spelling, forgotten.count) }
    } else {
      directories?.add(Array(spelling), 1)
    }
    return key
  }
}

extension UnsafeRawBufferPointer {
  /// Whether this is the name of a file that stands for itself in any directory, of metadata too.
  @inline(__always)
  var isPlainName: Bool {
    // `.` and `..` are not plain.
    count > 2 && isASCIIWithoutSlash
  }

  @inline(__always)
  func hasPrefix(_ prefix: [UInt8]) -> Bool { prefix.withUnsafeBytes { hasPrefix($0) } }

  /// Compares eight bytes at a time; the last eight may overlap those before.
  @inline(__always)
  func hasPrefix(_ prefix: UnsafeRawBufferPointer) -> Bool {
    guard count >= prefix.count else { return false }
    guard prefix.count >= 8 else { return starts(with: prefix) }
    // Directories differ mostly at their ends.
    if differs(from: prefix, at: prefix.count - 8) { return false }
    var offset = 0
    while offset < prefix.count - 8 {
      if differs(from: prefix, at: offset) { return false }
      offset += 8
    }
    return true
  }

  @inline(__always)
  private func differs(from other: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      != other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// Whether there are only characters of ASCII and no slash of either kind. Looks at eight bytes at a time.
  @inline(__always)
  var isASCIIWithoutSlash: Bool {
    guard count >= 8 else { return !contains { $0 >= 0x80 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") } }
    var offset = 0
    var marks: UInt64 = 0
    while offset < count - 8 {
      marks |= Self.marks(loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    marks |= Self.marks(loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
    return marks & 0x8080_8080_8080_8080 == 0
  }

  /// Has the highest bit of a byte set if one of eight bytes is a slash or not ASCII.
  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    word | hasZero(word ^ 0x2F2F_2F2F_2F2F_2F2F) | hasZero(word ^ 0x5C5C_5C5C_5C5C_5C5C)
  }

  /// Not zero if one of eight bytes is zero.
  @inline(__always)
  private static func hasZero(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}
