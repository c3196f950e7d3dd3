// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import FuzzTargets

/// The paths of an input changed by rules that fit some of them.
///
/// If Flink reads the input, it must read the result, and say the same of it but for the paths; what these must be is said
/// by `ReferenceRules`, in Flink's own text. If Flink refuses the input, either this project refuses to rewrite it, as it
/// refuses to read it, or Flink must refuse the result for the same reason. A path that Flink refuses may have got a new
/// beginning with which Flink accepts it.
struct Rewrite: Operation {
  let mappings: [PathRules.Mapping]
  let outcome: Result<(bytes: [UInt8], report: RewriteReport), FlinkMetadataError>

  /// In the form of Flink's paths.
  private static let places = [
    "s3://bucket/moved", "file:/moved/here", "/moved/far/away", "hdfs://namenode:8020/moved", "s3a://", "/",
  ]

  init(_ bytes: [UInt8], using generator: inout SeededGenerator) {
    let (mappings, rules) = Self.rules(for: bytes, using: &generator)
    self.mappings = mappings
    var rewriter = PathRewriter(rules)
    rewriter.allowsUnmatched = true
    // Flink reads the common layout where that is possible.
    let dialect = (try? MetadataFile(bytes, dialect: .standard).metadata())?.dialect
    outcome = Result { () throws(FlinkMetadataError) in try rewriter.rewrite(bytes, dialect: dialect) }
  }

  /// Directories of the input, from the root of the file system to the whole path, and where they are now. All in ASCII
  /// without quotes and backslashes, so that Flink's escaped text begins with them as the file's does.
  private static func rules(for bytes: [UInt8], using generator: inout SeededGenerator)
    -> (mappings: [PathRules.Mapping], rules: PathRules)
  {
    let fields = (FieldMap(bytes)?.fields ?? []).filter { $0.kind == .text(.path) || $0.name == "handleName" }
    let paths = fields.map { bytes[$0.range.dropFirst(2)] }.filter { path in
      !path.isEmpty && path.allSatisfy { 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }
    var mappings: [PathRules.Mapping] = []
    var rules = PathRules()
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let path = paths.randomElement(using: &generator) ?? ArraySlice("file:/tmp".utf8)
      let slash = UInt8(ascii: "/")
      let slashes = path.indices.dropFirst().filter { path[$0] == slash && path[$0 - 1] != slash }
      let ends = slashes + [path.endIndex]
      let end = ends.randomElement(using: &generator) ?? path.endIndex
      let from = String(decoding: path[..<end], as: UTF8.self)
      let place = places.randomElement(using: &generator) ?? "/"
      // What follows a scheme alone is an authority.
      let to = path[end...].starts(with: "//".utf8) ? "s3a://" : place
      let mapping = PathRules.Mapping(from: from, to: to)
      // Rules that contradict each other are not accepted.
      guard let more = try? PathRules(mappings + [mapping]) else { continue }
      mappings.append(mapping)
      rules = more
    }
    return (mappings, rules)
  }

  var kind: OperationKind { .rewrite }

  var result: [UInt8]? {
    guard case .success(let rewritten) = outcome, rewritten.report.changed > 0 else { return nil }
    return rewritten.bytes
  }
}
