// SPDX-License-Identifier: Apache-2.0

/// Finds listings that were not recursive: they name directories, and all of their entries have the same parent, or
/// nothing is listed below one of the directories, though the form lists no empty ones.
struct LevelCheck {
  private let listsEmptyDirectories: Bool
  private var parent: [UInt8]?
  private var hasDirectory = false
  private var hasFile = false
  private var hasOtherParent = false
  /// Directories below which nothing has come yet. One is enough to tell, so not all have to be kept.
  private var pending: Set<[UInt8]> = []
  private static let mostPending = 1000

  init(_ form: ListingForm) { listsEmptyDirectories = form != .s5cmd && form != .gcloudJSON }

  /// Whether the listing holds one level only, or one level of a part.
  var isOneLevel: Bool { hasDirectory && (!hasFile || !hasOtherParent) || !pending.isEmpty }

  /// Notes an entry. A directory may end with a slash.
  mutating func note(_ key: RawSpan, isDirectory: Bool) {
    if !pending.isEmpty { removeDirectories(of: key) }
    if isDirectory {
      hasDirectory = true
      if !listsEmptyDirectories, pending.count < Self.mostPending { pending.insert(Array(key)) }
    } else {
      hasFile = true
    }
    if hasOtherParent { return }
    var end = key.byteCount
    if end > 0, key[byteAt: end - 1] == UInt8(ascii: "/") { end -= 1 }
    while end > 0, key[byteAt: end - 1] != UInt8(ascii: "/") { end -= 1 }
    let found = key.extracting(first: end)
    if let parent {
      hasOtherParent = !parent.span.bytes.isEqual(found)
    } else {
      parent = Array(found)
    }
  }

  private mutating func removeDirectories(of key: RawSpan) {
    let bytes = Array(key)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") { pending.remove(Array(bytes[...index])) }
  }
}
