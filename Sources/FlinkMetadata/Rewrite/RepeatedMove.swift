/// What the rules make of all paths that begin as one about which they have been asked.
///
/// Of the many paths in a metadata file one after another mostly begins alike. Then two comparisons are all it takes.
struct RepeatedMove: ~Copyable {
  /// What the paths begin with: whole components, with a slash at the end.
  let before: PaddedBytes
  /// What takes the place of that; the same if the paths stay.
  let after: PaddedBytes
  /// Whether the rules move the paths.
  let isMove: Bool
  /// The length of the shortest path that is looked at, and how much longer others may be, for the new paths too.
  private let shortestPath: Int
  private let longerPaths: UInt

  /// How many bytes are compared together at least.
  private static let block = 16

  /// Knows nothing.
  init() {
    before = PaddedBytes([])
    after = PaddedBytes([])
    isMove = false
    shortestPath = .max
    longerPaths = 0
  }

  /// Knows what the rules said of a path, as far as that holds for other paths.
  ///
  /// - Parameter keepsUnmatched: whether there is nothing to do for a path that no rule matches.
  init(_ path: UnsafeRawBufferPointer, _ move: PathRules.Move?, _ rules: PathRules, keepsUnmatched: Bool) {
    // A rule sees no more of a path than the longest prefix and the slash behind it.
    let least = max(rules.longestPrefix, Self.block)
    let count = unsafe path.dropFirst(least).firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let before = unsafe Array(path[..<count])
    var after = before
    if count > 0, let move {
      after = before[..<move.keptStart] + move.replacement + before[move.restStart...]
    }
    let shortest = max(count + Self.block, PaddedBytes.block)
    let longest = Int(UInt16.max) - max(0, after.count - count)
    let isOfUse =
      count > 0 && (move != nil || keepsUnmatched) && shortest <= longest
      && after.count <= RewriteOutput.longestShortReplacement
    self.before = PaddedBytes(before)
    self.after = PaddedBytes(after)
    isMove = move != nil
    shortestPath = isOfUse ? shortest : .max
    longerPaths = isOfUse ? UInt(longest - shortest) : 0
  }

  /// Whether the rules say the same of a path, all of which is then ASCII behind ``before``. False for paths that are
  /// unusually short or long too.
  @inline(__always)
  func applies(to path: UnsafeRawBufferPointer) -> Bool {
    guard UInt(bitPattern: path.count &- shortestPath) <= longerPaths, let start = path.baseAddress else {
      return false
    }
    return unsafe before.isPrefix(of: start)
      && isASCII(UnsafeRawBufferPointer(start: start + before.count, count: path.count &- before.count))
  }
}
