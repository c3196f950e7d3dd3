// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What the documentation of `PathRules` says, done in the simplest way.
package struct ReferenceRules {
  struct Rule {
    /// The old and the new prefix without slashes at their ends.
    let from: [UInt8]
    let to: [UInt8]
    /// Whether the old prefix is one of local files; then `from` has no scheme.
    let isLocal: Bool

    init(_ mapping: PathRules.Mapping) {
      let from = withoutTrailingSlashes(modifiedUTF8(mapping.from))
      let isRoot = from.isEmpty || from == Array("file:".utf8)
      let scheme = schemeLength(ofLocal: from)
      isLocal = isRoot || scheme != nil
      self.from = isRoot ? [] : Array(from.dropFirst(scheme ?? 0))
      to = withoutTrailingSlashes(modifiedUTF8(mapping.to))
    }

    /// The part of a path after the old prefix, if the path begins with it.
    func rest(of path: [UInt8]) -> ArraySlice<UInt8>? {
      guard let scheme = isLocal ? schemeLength(ofLocal: path) : 0 else { return nil }
      let rest = path.dropFirst(scheme)
      guard rest.starts(with: from) else { return nil }
      let behind = rest.dropFirst(from.count)
      return behind.isEmpty || behind.first == slash ? behind : nil
    }

    /// A new place that is local and has no scheme gets that of the path. A root keeps its slash where nothing follows.
    func moved(_ path: [UInt8], rest: ArraySlice<UInt8>) -> [UInt8] {
      let keepsScheme = isLocal && (to.isEmpty || to.first == slash)
      let scheme = keepsScheme ? path.prefix(schemeLength(ofLocal: path) ?? 0) : []
      return scheme + to + (leadsToRoot && rest.isEmpty ? [slash] : rest)
    }

    /// Whether the new place is the root of a file system.
    var leadsToRoot: Bool { to.isEmpty || to.last == UInt8(ascii: ":") }
  }

  let rules: [Rule]

  package init(_ mappings: [PathRules.Mapping]) { rules = mappings.map(Rule.init) }

  /// Where a path has been moved to, or nil if no rule matches.
  package func moved(_ path: [UInt8]) -> [UInt8]? {
    var best: (rule: Rule, rest: ArraySlice<UInt8>)?
    for rule in rules {
      guard let rest = rule.rest(of: path) else { continue }
      if rule.from.count > best?.rule.from.count ?? -1 { best = (rule, rest) }
    }
    return best.map { $0.rule.moved(path, rest: $0.rest) }
  }

  /// Whether two rules have the same old prefix and different new ones.
  var contradict: Bool {
    rules.contains { first in
      rules.contains { $0.isLocal == first.isLocal && $0.from == first.from && $0.to != first.to }
    }
  }
}

private let slash = UInt8(ascii: "/")

/// How much of the path of a local file is its scheme; nil for other paths. Two slashes begin an authority.
private func schemeLength(ofLocal path: [UInt8]) -> Int? {
  if path.first == slash { return 0 }
  if path.starts(with: "file:///".utf8) { return 7 }
  if path.starts(with: "file://".utf8) { return nil }
  return path.starts(with: "file:/".utf8) ? 5 : nil
}

private func withoutTrailingSlashes(_ bytes: [UInt8]) -> [UInt8] {
  var bytes = bytes
  while bytes.last == slash { bytes.removeLast() }
  return bytes
}

/// A text as files hold it. Appends byte by byte, because some paths are as long as paths can be.
func modifiedUTF8(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  for unit in text.utf16 {
    switch unit {
    case 1...0x7F: bytes.append(UInt8(unit))
    case ...0x7FF:
      bytes.append(0xC0 | UInt8(unit >> 6))
      bytes.append(0x80 | UInt8(unit & 0x3F))
    default:
      bytes.append(0xE0 | UInt8(unit >> 12))
      bytes.append(0x80 | UInt8(unit >> 6 & 0x3F))
      bytes.append(0x80 | UInt8(unit & 0x3F))
    }
  }
  return bytes
}
