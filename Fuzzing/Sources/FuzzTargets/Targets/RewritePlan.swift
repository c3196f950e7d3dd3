// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What is to be rewritten, as the fuzzer chose it, and what must come of it.
struct RewritePlan {
  var mappings: [PathRules.Mapping] = []
  var relativePaths = PathRewriter.RelativePaths.keep
  var allowsUnmatched = false
  var keepsHandleNames = false
  var listsDirectories = false
  /// The new path of all that no rule matches.
  var custom: String?
  /// The directory of all relative paths, where these are not changed otherwise.
  var customBase: String?
  var pieceSizes: [Int]
  /// How much memory a sink lends, the first time and then.
  var lentSizes: [Int]
  let reference: ReferenceRules

  /// Old prefixes are mostly made of the paths that there are.
  init(_ chosen: ChosenBytes, fields: [PathField]) {
    var chosen = chosen
    let isDefault = chosen.isEmpty
    let flags = isDefault ? 1 : chosen.byte()
    allowsUnmatched = flags & 1 != 0
    keepsHandleNames = flags & 2 != 0
    listsDirectories = flags & 16 != 0
    switch flags >> 2 & 3 {
    case 1: relativePaths = .absolutize(base: Self.place(&chosen, fields))
    case 2: relativePaths = .relativize(directory: Self.oldPrefix(&chosen, fields))
    default: break
    }
    if flags & 32 != 0 { custom = Self.place(&chosen, fields) }
    pieceSizes = [1 + chosen.below(300), 1 + Int(flags >> 6)]
    for _ in 0..<(isDefault ? 1 : chosen.below(4)) {
      let from = Self.oldPrefix(&chosen, fields)
      mappings.append(PathRules.Mapping(from: from, to: Self.place(&chosen, fields)))
    }
    reference = ReferenceRules(mappings)
    let last = chosen.byte()
    lentSizes = last & 1 != 0 ? pieceSizes + [4096] : [4096] + pieceSizes
    if last & 2 != 0 { customBase = Self.place(&chosen, fields) }
  }

  private static func oldPrefix(_ chosen: inout ChosenBytes, _ fields: [PathField]) -> String {
    guard chosen.byte() < 200, let field = chosen.one(of: fields) else { return place(&chosen, fields) }
    // The path up to one of its slashes, or all of it.
    let ends = field.path.indices.filter { field.path[$0] == UInt8(ascii: "/") } + [field.path.count]
    let end = ends[max(0, ends.count - 2 + chosen.below(ends.count + 1)) % ends.count]
    return String(decoding: field.path[..<end], as: UTF8.self)
  }

  private static func place(_ chosen: inout ChosenBytes, _ fields: [PathField]) -> String {
    let places = [
      "s3://new/chk", "/new", "file:/new/a", "file:///new", "hdfs://n:1/größe", "s3a://", "/", "new", "file:/", "",
    ]
    let choice = chosen.below(places.count + 3)
    if choice < places.count { return places[choice] }
    if choice == places.count + 2 && chosen.below(32) == 0 {
      // So long that not every path has room for it.
      return "/" + String(repeating: "long", count: 16_384 - chosen.below(64))
    }
    if choice == places.count, let field = chosen.one(of: fields) { return String(decoding: field.path, as: UTF8.self) }
    return String(decoding: chosen.bytes(most: 24), as: UTF8.self)
  }

  var opposite: [PathRules.Mapping] { mappings.map { PathRules.Mapping(from: $0.to, to: $0.from) } }

  func rewriter(_ rules: PathRules) -> PathRewriter {
    var rewriter = PathRewriter(rules)
    rewriter.relativePaths = relativePaths
    rewriter.allowsUnmatched = allowsUnmatched
    rewriter.keepsHandleNames = keepsHandleNames
    rewriter.listsDirectories = listsDirectories
    if let custom { rewriter.custom = { _ in custom } }
    if let customBase { rewriter.customBase = { _ in customBase } }
    return rewriter
  }

  // MARK: What must come of it

  /// How many paths of a kind there are.
  struct Count: Equatable {
    var seen = 0
    var changed = 0
    var unmatched = 0
  }

  typealias Output = (bytes: [UInt8], counts: [RewriteReport.Kind: Count])

  /// The input with each path replaced that the documentation says is, or the first error.
  func expectedOutput(of bytes: [UInt8], fields: [PathField], walk: Attempt<MetadataSummary>) -> Attempt<Output> {
    var output: [UInt8] = []
    var copied = 0
    var counts: [RewriteReport.Kind: Count] = [:]
    for kind in RewriteReport.Kind.allCases { counts[kind] = Count() }
    // Version 1 has no relative paths.
    let canRelativize = bytes.count >= 8 && bytes[7] > 1
    for field in fields {
      counts[field.kind, default: Count()].seen += 1
      switch change(of: field, canRelativize) {
      case .failure(let error): return .failure(error)
      case .success(.none): counts[field.kind]?.unmatched += 1
      case .success(.kept): break
      case .success(.replaced(let replacement)):
        counts[field.kind]?.changed += 1
        output += bytes[copied..<replacement.start] + replacement.bytes
        copied = replacement.end
      }
    }
    return walk.map { _ in (output + bytes[copied...], counts) }
  }

  private enum Change {
    /// No rule says what becomes of it.
    case none
    case kept
    case replaced((start: Int, end: Int, bytes: [UInt8]))
  }

  private func change(of field: PathField, _ canRelativize: Bool) -> Attempt<Change> {
    switch (
      field.kind, customBase.map { relativePaths == .keep ? .absolutize(base: $0) : relativePaths } ?? relativePaths
    ) {
    case (.relativeFile, .absolutize(let base)):
      let path = modifiedUTF8(base.utf8.last == UInt8(ascii: "/") ? base : base + "/") + field.path
      // Tag 6, path, size become tag 2, size, path.
      return replacement(field, [2] + bigEndian(field.stateSize), path, [], before: 1, behind: 8)
    case (.relativeFile, _): return .success(.kept)
    case (.handleName, _) where keepsHandleNames: return .success(.kept)
    case (.file, .relativize(let directory)) where canRelativize:
      if let name = nameIn(directory, field.path) {
        return replacement(field, [6], name, bigEndian(field.stateSize), before: 1 + 8, behind: 0)
      }
    default: break
    }
    if let moved = reference.moved(field.path) { return replacement(field, [], moved, [], before: 0, behind: 0) }
    if field.kind == .handleName { return .success(.kept) }
    if let custom { return replacement(field, [], modifiedUTF8(custom), [], before: 0, behind: 0) }
    if allowsUnmatched || mappings.isEmpty { return .success(.none) }
    return .failure(error(.unmatchedPath(String(field.string)), field))
  }

  private func replacement(
    _ field: PathField, _ head: [UInt8], _ path: [UInt8], _ tail: [UInt8], before: Int, behind: Int
  ) -> Attempt<Change> {
    if path.isEmpty && field.kind != .handleName { return .failure(error(.emptyPath, field)) }
    guard let length = UInt16(exactly: path.count) else {
      return .failure(error(.stringTooLong(byteCount: path.count), field))
    }
    let start = field.offset - 2 - before
    let end = field.offset + field.path.count + behind
    return .success(.replaced((start, end, head + bigEndian(length) + path + tail)))
  }

  private func error(_ kind: FlinkMetadataError.Kind, _ field: PathField) -> FlinkMetadataError {
    FlinkMetadataError(kind, offset: Int64(field.offset))
  }

  /// The name of a file that is directly in a directory.
  private func nameIn(_ directory: String, _ path: [UInt8]) -> [UInt8]? {
    guard !directory.isEmpty else { return nil }
    let rule = ReferenceRules.Rule(PathRules.Mapping(from: directory, to: "relative"))
    guard let rest = rule.rest(of: path), rest.count > 1, !rest.dropFirst().contains(UInt8(ascii: "/")) else {
      return nil
    }
    return Array(rest.dropFirst())
  }

  /// Whether it is plain that each path comes back: there is one rule, no path begins with the new prefix yet, and that is
  /// not a root, whose slash belongs to it.
  func plainlyLeadsBack(_ fields: [PathField]) -> Bool {
    guard mappings.count == 1, let there = reference.rules.first else { return false }
    let back = ReferenceRules.Rule(opposite[0])
    return !there.isLocal && !back.isLocal && !there.leadsToRoot && fields.allSatisfy { back.rest(of: $0.path) == nil }
  }

  /// Whether each path comes back by the opposite rules.
  func leadsBack(_ fields: [PathField]) -> Bool {
    let back = ReferenceRules(opposite)
    return fields.allSatisfy { field in
      if field.kind == .relativeFile || (field.kind == .handleName && keepsHandleNames) { return true }
      let there = reference.moved(field.path) ?? field.path
      return (back.moved(there) ?? there) == field.path
    }
  }
}
