// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

@Suite struct PathRewriterTests {
  static let readable = Corpus.entries.filter(\.readBackByFlink)
  static let prefix = "file:/tmp/flink-metadata-corpus"

  private func rewrite(_ bytes: [UInt8], _ rewriter: PathRewriter, chunkSize: Int? = nil) throws -> [UInt8] {
    let sink = MemorySink()
    let report =
      if let chunkSize {
        try rewriter.rewrite(MemorySource(bytes, chunkSize: chunkSize), to: sink)
      } else {
        try rewriter.rewrite(bytes.span.bytes, to: sink)
      }
    #expect(report.bytesIn == Int64(bytes.count))
    #expect(report.bytesOut == Int64(sink.bytes.count))
    return sink.bytes
  }

  @Test(arguments: readable)
  func withoutRulesTheOutputIsTheInput(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    #expect(try rewrite(bytes, PathRewriter(PathRules())) == bytes)
    #expect(try rewrite(bytes, PathRewriter(PathRules()), chunkSize: 1021) == bytes)
    #expect(try rewrite(bytes + [1, 2, 3], PathRewriter(PathRules()), chunkSize: 1 << 20) == bytes + [1, 2, 3])
  }

  @Test(arguments: readable)
  func thereAndBackIsTheInput(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    var there = PathRewriter(
      try PathRules([.init(from: Self.prefix, to: "s3://bucket/a-much-longer-prefix/than/it/was")]))
    there.allowsUnmatched = true
    var back = PathRewriter(
      try PathRules([.init(from: "s3://bucket/a-much-longer-prefix/than/it/was", to: Self.prefix)]))
    back.allowsUnmatched = true
    let moved = try rewrite(bytes, there, chunkSize: 4093)
    #expect(try rewrite(bytes, there) == moved)
    #expect(try rewrite(moved, back) == bytes)
  }

  /// The rewriter changes what an editor of values would change, and nothing else.
  @Test(arguments: readable.filter { $0.kind == "job" })
  func rewritingIsReplacingLocations(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let rules = try PathRules([.init(from: Self.prefix, to: "s3://b")])
    var rewriter = PathRewriter(rules)
    rewriter.allowsUnmatched = true
    rewriter.keepsHandleNames = true
    var metadata = try values(bytes)
    metadata.modifyStreamStateHandles { handle in
      if case .relativeFile = handle { return }
      guard let location = handle.location, let moved = rules.moved(String(location)) else { return }
      handle.location = try? ModifiedUTF8String(moved)
    }
    for index in metadata.operatorStates.indices {
      for subtask in metadata.operatorStates[index].subtaskStates.indices {
        for keyPath in [\OperatorSubtaskState.managedOperatorState, \.rawOperatorState] {
          guard var handle = metadata.operatorStates[index].subtaskStates[subtask][keyPath: keyPath],
            var directories = handle.fileMerging
          else { continue }
          if let moved = rules.moved(String(directories.taskOwnedDirectory)) {
            directories.taskOwnedDirectory = try ModifiedUTF8String(moved)
          }
          if let moved = rules.moved(String(directories.sharedDirectory)) {
            directories.sharedDirectory = try ModifiedUTF8String(moved)
          }
          handle.fileMerging = directories
          metadata.operatorStates[index].subtaskStates[subtask][keyPath: keyPath] = handle
        }
      }
    }
    #expect(try rewrite(bytes, rewriter) == metadata.encode())
  }

  @Test func relativePathsBecomeAbsoluteAndRelativeAgain() throws {
    let bytes = try Corpus.bytes("2.3.0/savepoint-native.metadata")
    var absolutize = PathRewriter(PathRules())
    absolutize.relativePaths = .absolutize(base: "s3://b/savepoint-1")
    let absolute = try rewrite(bytes, absolutize, chunkSize: 997)
    var relativeCount = 0
    var metadata = try values(absolute)
    metadata.modifyStreamStateHandles { if case .relativeFile = $0 { relativeCount += 1 } }
    #expect(relativeCount == 0)
    #expect(absolute != bytes)
    var relativize = PathRewriter(PathRules())
    relativize.relativePaths = .relativize(directory: "s3://b/savepoint-1/")
    #expect(try rewrite(absolute, relativize, chunkSize: 997) == bytes)
  }

  /// Files below other directories, and in directories below this one, are left to the rules.
  @Test func onlyFilesOfTheDirectoryBecomeRelative() throws {
    func file(_ path: String) -> [UInt8] { Crafted.utf("local") + Crafted.i8(2) + Crafted.i64(7) + Crafted.utf(path) }
    func bytes(_ files: [UInt8]...) -> [UInt8] {
      Crafted.file(
        keyedState: Crafted.incremental(shared: files.count) + files.joined() + Crafted.i32(0) + Crafted.utf("id"))
    }
    var rewriter = PathRewriter(try PathRules([.init(from: "s3://other", to: "s3://moved")]))
    rewriter.allowsUnmatched = true
    rewriter.relativePaths = .relativize(directory: "s3://b/sp")
    let before = bytes(file("s3://b/sp/f"), file("s3://b/sp/below/f"), file("s3://other/f"))
    let (after, report) = try rewriter.rewrite(before)
    let relative = Crafted.utf("local") + Crafted.i8(6) + Crafted.utf("f") + Crafted.i64(7)
    #expect(after == bytes(relative, file("s3://b/sp/below/f"), file("s3://moved/f")))
    // With the file of the backend's own description.
    let counts = try #require(report.counts[.file])
    #expect(counts.seen == 4 && counts.changed == 2 && counts.unmatched == 2)
  }

  @Test func aPathThatNoRuleMatchesIsALocatedError() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let rewriter = PathRewriter(try PathRules([.init(from: "s3://nowhere", to: "s3://elsewhere")]))
    let error = try #require(throws: FlinkMetadataError.self) { try rewrite(bytes, rewriter) }
    guard case .unmatchedPath(let path) = error.kind else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(path.hasPrefix(Self.prefix))
    #expect(error.path.description.hasSuffix(".handle"))
    let start = Int(try #require(error.offset))
    #expect(String(decoding: bytes[start..<start + path.utf8.count], as: UTF8.self) == path)
  }

  @Test func whatNoRuleMatchesCanBeDecidedByTheProgram() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    var rewriter = PathRewriter(PathRules())
    rewriter.custom = { "oss://" + $0.dropFirst("file:/".count) }
    var metadata = try values(rewrite(bytes, rewriter, chunkSize: 4093))
    var schemes: Set<Substring> = []
    metadata.modifyStreamStateHandles { handle in
      guard case .file(let file) = handle else { return }
      schemes.insert(String(file.filePath).prefix(6))
    }
    #expect(schemes == ["oss://"])
  }

  @Test func aNewPathThatIsTooLongIsALocatedError() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let long = "s3://" + String(repeating: "x", count: 65_500)
    let rewriter = PathRewriter(try PathRules([.init(from: Self.prefix, to: long)]))
    let error = try #require(throws: FlinkMetadataError.self) { try rewrite(bytes, rewriter) }
    guard case .stringTooLong = error.kind else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(!error.path.components.isEmpty)
  }

  @Test func theReportTellsKindsAndDirectories() throws {
    let bytes = try Corpus.bytes("2.3.0/file-merging.metadata")
    var rewriter = PathRewriter(try PathRules([.init(from: Self.prefix, to: "s3://b")]))
    rewriter.listsDirectories = true
    let report = try rewriter.rewrite(bytes.span.bytes, to: MemorySink())
    let segments = try #require(report.counts[.segment])
    #expect(segments.seen > 0)
    #expect(segments.changed == segments.seen)
    #expect(try #require(report.counts[.directory]).changed > 0)
    #expect(report.directories.allSatisfy { $0.before.hasPrefix(Self.prefix) && $0.after.hasPrefix("s3://b/") })
    #expect(report.directories.reduce(0) { $0 + $1.count } == segments.seen + (report.counts[.file]?.seen ?? 0))
    #expect(report.unmatched == 0)
  }

  @Test func aFailingSinkEndsTheRewrite() throws {
    final class Full: ByteSink {
      func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
        throw FlinkMetadataError(.sinkFailed(code: 28))
      }
    }
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let error = try #require(throws: FlinkMetadataError.self) {
      try PathRewriter(PathRules()).rewrite(bytes.span.bytes, to: Full())
    }
    #expect(error.kind == .sinkFailed(code: 28))
  }
}
