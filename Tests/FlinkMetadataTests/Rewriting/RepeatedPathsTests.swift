// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation
import Testing

/// Paths that begin like the one before take a way of their own through the rewriter, by which nearly all go in large
/// files. What comes out must be what the rules say of each path alone.
@Suite struct RepeatedPathsTests {
  /// By the environment variable `FLINK_METADATA_PATH_ROUNDS`, for builds that take many times as long.
  static let rounds = ProcessInfo.processInfo.environment["FLINK_METADATA_PATH_ROUNDS"].flatMap { UInt64($0) } ?? 60

  /// Long and short components, so that compared and copied prefixes have all lengths around those of whole blocks.
  private static func component(_ random: inout SeededGenerator) -> String {
    let length = [1, 3, 8, 15, 16, 17, 31, 36, 47, 64, 150].randomElement(using: &random) ?? 1
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-_.é")
    return String((0..<length).map { _ in letters.randomElement(using: &random) ?? "a" })
  }

  private static func prefix(_ random: inout SeededGenerator) -> String {
    let scheme = ["s3://", "file:/r", "file:///r", "/r", "hdfs://n:1/"].randomElement(using: &random) ?? "/"
    let depth = Int.random(in: 1...4, using: &random)
    return scheme + (0..<depth).map { _ in component(&random) }.joined(separator: "/")
  }

  /// What follows the shared files of incremental state: no private ones, and the handle's id.
  private static let end = Crafted.i32(0) + Crafted.utf("id")

  /// Incremental state whose files have these paths; local paths of all lengths are between them.
  private static func file(_ paths: [String], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = Crafted.incremental(shared: paths.count)
    for path in paths {
      let localPath = String(repeating: "l", count: [0, 1, 9, 10, 33, 700].randomElement(using: &random) ?? 0)
      bytes += Crafted.utf(localPath)
      if Bool.random(using: &random) {
        bytes += Crafted.i8(2) + Crafted.i64(7) + Crafted.utf(path)
      } else {
        bytes +=
          Crafted.i8(15) + Crafted.i64(0) + Crafted.i64(1) + Crafted.i32(1) + Crafted.utf(path) + Crafted.utf("id")
      }
    }
    return Crafted.file(keyedState: bytes + end)
  }

  @Test(arguments: 0..<rounds)
  func pathsAreRewrittenAsTheRulesSayOfEach(_ round: UInt64) throws {
    var random = SeededGenerator(part: round)
    let prefixes = (0..<4).map { _ in Self.prefix(&random) }
    // Rules about some of the directories, and about a directory inside one of them.
    let nested = prefixes[0] + "/" + Self.component(&random)
    let rules = try PathRules(
      [prefixes[0], prefixes[1], nested].enumerated().map {
        .init(from: $1, to: (Bool.random(using: &random) ? "s3:/" : "") + "/new-\($0)/\(Self.component(&random))")
      })
    var paths: [String] = []
    for _ in 0..<200 {
      let directory = (prefixes + [nested]).randomElement(using: &random) ?? ""
      let below = (0..<Int.random(in: 0...2, using: &random)).map { _ in Self.component(&random) }
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        paths.append(([directory] + below + [Self.component(&random)]).joined(separator: "/"))
      }
    }
    let seed = random
    let before = Self.file(paths, &random)
    // The file of the backend's own description comes first.
    let all = ["file:/a"] + paths
    random = seed
    let after = Self.file(paths.map { rules.moved($0) ?? $0 }, &random)

    for listsDirectories in [false, true] {
      var rewriter = PathRewriter(rules)
      rewriter.allowsUnmatched = true
      rewriter.listsDirectories = listsDirectories
      let sink = MemorySink()
      let report = try rewriter.rewrite(before.span.bytes, to: sink)
      #expect(sink.bytes == after)
      let pieces = MemorySink()
      #expect(try rewriter.rewrite(MemorySource(before, chunkSize: 1013), to: pieces) == report)
      #expect(pieces.bytes == after)

      let counts = [RewriteReport.Kind.file, .segment].compactMap { report.counts[$0] }
      #expect(counts.reduce(0) { $0 + $1.seen } == all.count)
      #expect(counts.reduce(0) { $0 + $1.changed } == all.count { rules.moved($0) != nil })
      #expect(counts.reduce(0) { $0 + $1.unmatched } == all.count { rules.moved($0) == nil })
      let inDirectories = report.directories.reduce(report.pathsInOtherDirectories) { $0 + $1.count }
      #expect(inDirectories == (listsDirectories ? all.count : 0))
    }
  }

  /// What is remembered of a path must not reach into the place of a longer rule.
  @Test(arguments: ["", "file:", "file://"])
  func aRuleInsideAnotherHoldsForEachSpelling(_ scheme: String) throws {
    let rules = try PathRules([
      .init(from: "/data/outer", to: "s3://one"), .init(from: "file:/data/outer/inner", to: "s3://two"),
    ])
    let name = "/0b6c8ad5-1234-4321-8888-000000000000-0b6c8ad5"
    let paths = ["/data/outer/other", "/data/outer/inner", "/data/outer", "/data/outer/inner"].map {
      scheme + $0 + name
    }
    var random = SeededGenerator(part: 0)
    let seed = random
    let before = Self.file(paths, &random)
    random = seed
    let after = Self.file(paths.map { rules.moved($0) ?? $0 }, &random)
    var rewriter = PathRewriter(rules)
    rewriter.allowsUnmatched = true
    #expect(try rewriter.rewrite(before).bytes == after)
  }

  @Test func aNewPathThatIsTooLongIsAnErrorHoweverManyWentBefore() throws {
    let long = String(repeating: "n", count: 65_500)
    var random = SeededGenerator(part: 0)
    let paths = (0..<5).map { "s3://bucket/of/some/length/\($0)" } + ["s3://bucket/of/some/length/" + long]
    var rewriter = PathRewriter(
      try PathRules([.init(from: "s3://bucket", to: "s3://" + String(repeating: "b", count: 40))]))
    let bytes = Self.file(paths, &random)
    rewriter.allowsUnmatched = true
    #expect {
      try rewriter.rewrite(bytes.span.bytes, to: MemorySink())
    } throws: { error in
      guard case .stringTooLong? = (error as? FlinkMetadataError)?.kind else { return false }
      return true
    }
  }

  @Test func aPathThatIsNoModifiedUTF8IsFoundBehindOthersLikeIt() throws {
    let directory = "s3://bucket/a-directory-of-some-length/shared/"
    let good = Crafted.i8(2) + Crafted.i64(7) + Crafted.utf(directory + "0b6c8ad5-1234-4321-8888-000000000000")
    let bad =
      Crafted.i8(2) + Crafted.i64(7)
      + Crafted.utf(Array(directory.utf8) + Array("0b6c8ad5-1234-4321-8888-0000000000".utf8) + [0x80, 0x41])
    let bytes = Crafted.file(
      keyedState: Crafted.incremental(shared: 3) + Crafted.utf("1") + good + Crafted.utf("2") + good + Crafted.utf("3")
        + bad
        + Self.end)
    var rewriter = PathRewriter(try PathRules([.init(from: "s3://bucket", to: "s3://other")]))
    rewriter.allowsUnmatched = true
    #expect {
      try rewriter.rewrite(bytes.span.bytes, to: MemorySink())
    } throws: { error in
      let error = error as? FlinkMetadataError
      return error?.kind == .modifiedUTF8
        && error?.path.description == "operatorStates[0].subtaskStates[0].managedKeyedState[0].sharedState[2].handle"
    }
  }
}
