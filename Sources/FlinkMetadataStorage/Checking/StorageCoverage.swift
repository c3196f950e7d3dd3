// SPDX-License-Identifier: Apache-2.0

/// Which part of a storage listings cover.
///
/// What a listing says that it lists counts. If it says nothing, it covers the directory that all its files have in
/// common: a listing of more than that is not damaged by the assumption, only some verdicts become "not covered".
struct StorageCoverage: Sendable {
  /// Canonical directories, each with a slash at its end.
  private(set) var directories: [[UInt8]] = []

  mutating func add(directory: [UInt8]) {
    let slash = UInt8(ascii: "/")
    directories.append(directory.last == slash ? directory : directory + [slash])
  }

  /// Whether a canonical location is covered.
  func contains(_ location: [UInt8]) -> Bool {
    location.withUnsafeBytes { bytes in directories.contains { bytes.hasPrefix($0) } }
  }
}

/// The directory that all locations of a listing have in common.
struct CommonDirectory {
  /// The longest common beginning so far; nil before the first location.
  private var beginning: [UInt8]?

  @inline(__always)
  mutating func add(_ location: UnsafeRawBufferPointer) {
    if let beginning, location.hasPrefix(beginning) { return }
    shorten(location)
  }

  private mutating func shorten(_ location: UnsafeRawBufferPointer) {
    guard let old = beginning else {
      beginning = Array(location)
      return
    }
    beginning = zip(old, location).prefix { $0 == $1 }.map(\.0)
  }

  /// The directory, with the slash at its end; nil if there is none.
  var directory: [UInt8]? {
    guard let beginning, let end = beginning.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    return Array(beginning[...end])
  }
}
