// SPDX-License-Identifier: Apache-2.0

/// Remembers the result of the rules for the last path, as far as it holds for all paths with the same beginning.
///
/// Most paths of a metadata file begin like the one before. Such a path costs only two comparisons.
struct PrefixCache: ~Copyable {
  /// What the paths begin with: whole components, with a slash at the end.
  let before: PaddedBytes
  /// What replaces it; the same if the paths stay.
  let after: PaddedBytes
  /// Whether the rules move the paths.
  let isMove: Bool
  /// The length of the shortest path that the cache answers for, and how much longer a path may be. The new paths are
  /// then short enough too.
  private let shortestPath: Int
  private let longerPaths: UInt

  /// The least number of bytes that are compared together.
  private static let comparedBlock = 16

  /// Makes an empty cache.
  init() {
    before = PaddedBytes([])
    after = PaddedBytes([])
    isMove = false
    shortestPath = .max
    longerPaths = 0
  }

  /// Makes a cache of the result of the rules for a path.
  ///
  /// - Parameter keepsUnmatched: whether there is nothing to do for a path that no rule matches.
  init(_ path: UnsafeRawBufferPointer, _ move: PathRules.Move?, _ rules: PathRules, keepsUnmatched: Bool) {
    // A rule depends on no more of a path than the longest prefix and the slash after it.
    let least = max(rules.longestPrefix, Self.comparedBlock)
    let count = unsafe path.dropFirst(least).firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let before = unsafe Array(path[..<count])
    var after = before
    if count > 0, let move {
      after = before[..<move.keptStart] + move.replacement + before[move.restStart...]
    }
    let shortest = max(count + Self.comparedBlock, PaddedBytes.block)
    let longest = MetadataLimits.stringByteCount - max(0, after.count - count)
    let isOfUse =
      count > 0 && (move != nil || keepsUnmatched) && shortest <= longest
      && after.count <= PatchingOutput.longestShortReplacement
    self.before = PaddedBytes(before)
    self.after = PaddedBytes(after)
    isMove = move != nil
    shortestPath = isOfUse ? shortest : .max
    longerPaths = isOfUse ? UInt(longest - shortest) : 0
  }

  /// Whether the result holds for a path too, and the rest of the path is ASCII. False also for paths that are
  /// unusually short or long.
  @inline(__always)
  func applies(to path: UnsafeRawBufferPointer) -> Bool {
    guard UInt(bitPattern: path.count &- shortestPath) <= longerPaths, let start = path.baseAddress else {
      return false
    }
    return unsafe before.isPrefix(of: start)
      && isASCII(UnsafeRawBufferPointer(start: start + before.count, count: path.count &- before.count))
  }
}
