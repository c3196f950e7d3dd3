// SPDX-License-Identifier: Apache-2.0

/// Rules that say where files have been moved to: an old prefix of their URIs and a new one.
///
/// A prefix matches whole components: `s3://b/sp` matches `s3://b/sp` and `s3://b/sp/x`, never `s3://b/sp2`. If several
/// prefixes match, the longest wins. A trailing slash is ignored. Schemes are compared exactly, except that `file:/x`,
/// `file:///x` and `/x` are the same place. A prefix can be a scheme alone (`s3a://`).
///
/// Rules do not depend on metadata: other tools can apply them to paths of their own.
public struct PathRules: Sendable {
  /// Where a directory was and where it is now.
  public struct Mapping: Sendable, Hashable {
    /// The old URI prefix.
    public var from: String
    /// The new URI prefix.
    public var to: String

    /// Makes a mapping. Nothing is checked before ``PathRules/init(_:)``.
    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  /// Why mappings cannot be used.
  @nonexhaustive
  public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The old or the new prefix is empty.
    case emptyPrefix(Mapping)
    /// Two mappings have the same old prefix and different new ones.
    case contradiction(Mapping, Mapping)

    /// One line for people.
    public var description: String {
      switch self {
      case .emptyPrefix(let mapping):
        "a prefix is empty: from '\(mapping.from.escapedForTerminal)' to '\(mapping.to.escapedForTerminal)'"
      case .contradiction(let first, let second):
        "'\(first.from.escapedForTerminal)' is mapped to '\(first.to.escapedForTerminal)' and to "
          + "'\(second.to.escapedForTerminal)'"
      }
    }
  }

  /// Longest first.
  let prefixes: [Prefix]
  /// Only this many bytes of a path, and the byte after them, decide which rule matches.
  package let longestPrefix: Int

  /// Makes rules that match nothing.
  public init() {
    prefixes = []
    longestPrefix = 0
  }

  /// Prepares mappings for use. The order does not matter.
  public init(_ mappings: [Mapping]) throws(Problem) {
    var prefixes: [Prefix] = []
    for mapping in mappings {
      guard !mapping.from.isEmpty && !mapping.to.isEmpty else { throw .emptyPrefix(mapping) }
      let prefix = Prefix(mapping)
      if let other = prefixes.first(where: { $0.isLocal == prefix.isLocal && $0.key == prefix.key }) {
        if other.replacement != prefix.replacement { throw .contradiction(other.mapping, mapping) }
        continue
      }
      prefixes.append(prefix)
    }
    self.prefixes = prefixes.sorted { $0.key.count > $1.key.count }
    longestPrefix = prefixes.reduce(0) { max($0, $1.key.count + ($1.isLocal ? "file://".utf8.count : 0)) }
  }

  /// Whether there are no rules.
  public var isEmpty: Bool { prefixes.isEmpty }

  /// Where a path has been moved to, or nil if no rule matches.
  public func moved(_ path: String) -> String? {
    let bytes = encodeModifiedUTF8(path.utf16)
    return unsafe bytes.withUnsafeBytes { buffer in
      guard let move = unsafe move(of: buffer) else { return nil }
      let moved = unsafe buffer[0..<move.keptStart] + move.replacement + buffer[move.restStart...]
      return String(decoding: decodeModifiedUTF8(unsafe Array(moved).span.bytes), as: UTF16.self)
    }
  }

  // MARK: One path

  /// How a path changes. Its first `keptStart` bytes stay: the scheme of a local file, if the new place was given
  /// without one. Then comes the new prefix, then the path from `restStart` on.
  package struct Move {
    package let replacement: [UInt8]
    package let keptStart: Int
    package let restStart: Int
  }

  /// How the rules change a path, or nil if none matches. Looks at each rule once; allocates nothing.
  package func move(of path: UnsafeRawBufferPointer) -> Move? {
    let localStart = unsafe Self.localStart(of: path)
    for prefix in prefixes {
      let start = prefix.isLocal ? localStart : 0
      guard start >= 0 else { continue }
      let end = start + prefix.key.count
      guard unsafe path.begins(with: prefix.key, at: start),
        unsafe end == path.count || path[end] == UInt8(ascii: "/")
      else { continue }
      let replacement = end == path.count ? prefix.whole : prefix.replacement
      return Move(replacement: replacement, keptStart: prefix.keepsScheme ? start : 0, restStart: end)
    }
    return nil
  }

  /// Where the path of a local file begins in `/x`, `file:/x` or `file:///x`; -1 for any other path.
  static func localStart(of path: UnsafeRawBufferPointer) -> Int {
    let slash = UInt8(ascii: "/")
    if let first = unsafe path.first, first == slash { return 0 }
    // "file:", its first four letters as one number
    guard
      unsafe path.count >= 6 && path.loadUnaligned(as: UInt32.self).bigEndian == 0x6669_6C65
        && path[4] == UInt8(ascii: ":") && path[5] == slash
    else { return -1 }
    guard unsafe path.count >= 7 && path[6] == slash else { return 5 }
    // Two slashes begin an authority, which local files do not have.
    return unsafe path.count >= 8 && path[7] == slash ? 7 : -1
  }

  /// A mapping, prepared.
  struct Prefix: Sendable {
    let mapping: Mapping
    let isLocal: Bool
    /// What a path must begin with: without slashes at the end, a local one without its scheme.
    let key: [UInt8]
    /// What replaces it before a slash.
    let replacement: [UInt8]
    /// What replaces a whole path: a root keeps its slash.
    let whole: [UInt8]
    /// Whether the new place is local and was given without a scheme. Then a path that has a scheme keeps it, because
    /// without it Flink would look in its default file system.
    let keepsScheme: Bool

    init(_ mapping: Mapping) {
      self.mapping = mapping
      let from = Self.withoutTrailingSlashes(encodeModifiedUTF8(mapping.from.utf16))
      let to = Self.withoutTrailingSlashes(encodeModifiedUTF8(mapping.to.utf16))
      // "/" and "file:///" are the root of the local files.
      let isLocalRoot = from.isEmpty || from.elementsEqual("file:".utf8)
      let start = unsafe from.withUnsafeBytes { unsafe PathRules.localStart(of: $0) }
      isLocal = isLocalRoot || start >= 0
      key = isLocalRoot ? [] : Array(from[max(start, 0)...])
      replacement = to
      whole = to.isEmpty || to.last == UInt8(ascii: ":") ? to + [UInt8(ascii: "/")] : to
      keepsScheme = isLocal && (to.isEmpty || to.first == UInt8(ascii: "/"))
    }

    private static func withoutTrailingSlashes(_ bytes: [UInt8]) -> [UInt8] {
      Array(bytes[..<(bytes.lastIndex { $0 != UInt8(ascii: "/") }.map { $0 + 1 } ?? 0)])
    }
  }
}
