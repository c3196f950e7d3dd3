// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Which spellings mean the same place.
///
/// By default `s3`, `s3a`, `s3n` and `s3p` are one scheme; so are `wasb`, `wasbs`, `abfs` and `abfss`, whose hosts differ
/// by `blob` and `dfs`; and `/x`, `file:/x` and `file:///x` are one path. More can be added: a scheme that equals another
/// (`oss=s3`), or a scheme with an authority (`hdfs://nn1:8020=hdfs://cluster`).
public struct LocationEquality: Sendable {
  private var schemes = ["s3a": "s3", "s3n": "s3", "s3p": "s3", "abfss": "abfs", "wasb": "abfs", "wasbs": "abfs"]
  /// What a canonical root is replaced by.
  private var roots: [ExactText: ExactText] = [:]

  /// A pair that cannot be used.
  @nonexhaustive
  public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// One side is neither a scheme nor a scheme with an authority.
    case notRoot(String)
    /// One side is a scheme, the other one has an authority.
    case differentKinds(String, String)

    /// One line for people.
    public var description: String {
      switch self {
      case .notRoot(let text):
        "'\(text.escapedForTerminal)': expected a scheme (s3a) or a scheme with an authority (hdfs://namenode:8020)"
      case .differentKinds(let first, let second):
        "'\(first.escapedForTerminal)' and '\(second.escapedForTerminal)': expected two schemes, or two of "
          + "scheme://authority"
      }
    }
  }

  /// The default equalities.
  public init() {}

  /// The default equalities, and further pairs.
  public init(_ pairs: [(String, String)]) throws(Problem) {
    for (first, second) in pairs {
      let sides = (try Root(checking: first), try Root(checking: second))
      switch (sides.0.authority, sides.1.authority) {
      case (nil, nil):
        let old = canonical(scheme: sides.0.scheme)
        let new = canonical(scheme: sides.1.scheme)
        for scheme in schemes.keys where schemes[scheme] == old { schemes[scheme] = new }
        schemes[old] = new == old ? nil : new
      case (let firstAuthority?, let secondAuthority?):
        let old = ExactText(canonical(sides.0.scheme, firstAuthority))
        let new = ExactText(canonical(sides.1.scheme, secondAuthority))
        for root in roots.keys where roots[root] == old { roots[root] = new }
        roots[old] = new == old ? nil : new
      default: throw .differentKinds(first, second)
      }
    }
  }

  /// A scheme and perhaps an authority, of the command line.
  private struct Root {
    let scheme: String
    let authority: String?

    init(checking text: String) throws(Problem) {
      let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
      let isURI = parts.count == 2
      scheme = Substring(parts[0]).lowercased()
      let isScheme = scheme.utf8.first?.isLetter == true && scheme.utf8.allSatisfy { $0.isOfScheme }
      let slash = UInt8(ascii: "/")
      var rest = isURI ? parts[1] : Substring().utf8
      while rest.last == slash && !rest.elementsEqual("//".utf8) { rest.removeLast() }
      let afterSlashes = rest.dropFirst(2)
      authority = isURI ? String(Substring(afterSlashes)) : nil
      guard isScheme, !isURI || (rest.starts(with: "//".utf8) && !afterSlashes.contains(slash)) else {
        throw .notRoot(text)
      }
    }
  }

  private func canonical(scheme: String) -> String { schemes[scheme] ?? scheme }

  private func canonical(_ scheme: String, _ authority: String) -> String {
    let scheme = canonical(scheme: scheme)
    var authority = authority
    if scheme == "abfs", let range = authority.firstRange(of: ".blob.") {
      authority.replaceSubrange(range, with: ".dfs.")
    }
    let root = "\(scheme)://\(authority)"
    return roots.isEmpty ? root : roots[ExactText(root)]?.text ?? root
  }

  // MARK: One location

  /// How a location begins.
  struct Beginning {
    /// The canonical root: scheme and authority, `file:` for a local path, or nothing for a relative one.
    let root: String
    /// Where the path begins, after what the root stands for.
    let pathStart: Int
  }

  /// The canonical root of a location.
  func beginning(of location: UnsafeRawBufferPointer) -> Beginning {
    let slash = UInt8(ascii: "/")
    if location.first == slash { return Beginning(root: "file:", pathStart: 0) }
    let schemeEnd = location.firstIndex { !$0.isOfScheme } ?? location.count
    guard schemeEnd > 0, location[0].isLetter, schemeEnd < location.count, location[schemeEnd] == UInt8(ascii: ":")
    else {
      return Beginning(root: "", pathStart: 0)
    }
    let scheme = String(decoding: location[..<schemeEnd], as: UTF8.self).lowercased()
    let start = schemeEnd + 1
    let hasAuthority = location.count >= start + 2 && location[start] == slash && location[start + 1] == slash
    if scheme == "file" && (!hasAuthority || (location.count > start + 2 && location[start + 2] == slash)) {
      return Beginning(root: "file:", pathStart: hasAuthority ? start + 2 : start)
    }
    guard hasAuthority else { return Beginning(root: canonical(scheme: scheme) + ":", pathStart: start) }
    let authorityEnd = location[(start + 2)...].firstIndex(of: slash) ?? location.count
    let authority = String(decoding: location[(start + 2)..<authorityEnd], as: UTF8.self)
    return Beginning(root: canonical(scheme, authority), pathStart: authorityEnd)
  }
}

extension UInt8 {
  /// Whether the scheme of a URI can begin with this character.
  fileprivate var isLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
  }

  /// Whether the scheme of a URI can hold this character.
  fileprivate var isOfScheme: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: isLetter
    }
  }
}
