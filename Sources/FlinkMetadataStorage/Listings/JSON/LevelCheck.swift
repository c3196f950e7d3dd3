/// Finds listings that were not recursive: they name directories, and all of their entries have the same parent.
struct LevelCheck {
  private var parent: [UInt8]?
  private var hasDirectory = false
  private var hasFile = false
  private var hasOtherParent = false

  /// Whether the listing holds one level only.
  var isOneLevel: Bool { hasDirectory && (!hasFile || !hasOtherParent) }

  /// Notes an entry. A directory may end with a slash.
  mutating func note(_ key: RawSpan, isDirectory: Bool) {
    if isDirectory { hasDirectory = true } else { hasFile = true }
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
}
