// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// Operators that are dropped, renamed or given another uid while a file is copied.
@Suite struct OperatorEditsTests {
  static let withOperators = Corpus.entries.filter { $0.readBackByFlink && $0.version > 1 }

  /// The output for memory, which must be that for a source.
  static func rewrite(_ bytes: [UInt8], _ rewriter: PathRewriter) throws(FlinkMetadataError) -> (
    bytes: [UInt8], report: RewriteReport
  ) {
    let result = try rewriter.rewrite(bytes)
    for chunkSize in [1021, 1 << 20] {
      let plan = rewriter.operatorEdits.drops ? try rewriter.plan(MemorySource(bytes, chunkSize: chunkSize)) : nil
      let sink = MemorySink()
      let report = try rewriter.rewrite(MemorySource(bytes, chunkSize: chunkSize), plan: plan, to: sink)
      #expect(sink.bytes == result.bytes)
      #expect(report == result.report)
    }
    #expect(result.report.bytesOut == Int64(result.bytes.count))
    return result
  }

  static func rewriter(_ edit: (inout OperatorEdits) throws -> Void) throws -> PathRewriter {
    var rewriter = PathRewriter(PathRules())
    try edit(&rewriter.operatorEdits)
    return rewriter
  }

  /// The first operators of a file and the last one, if no other has its id.
  private static func operators(_ metadata: CheckpointMetadata, most: Int = 2) -> [OperatorState] {
    let all = metadata.operatorStates
    let some = all.count <= most ? all[...] : all[..<(most - 1)] + all[(all.count - 1)...]
    return some.filter { state in all.count { $0.operatorID == state.operatorID } == 1 }
  }

  // MARK: What comes out

  @Test(arguments: withOperators)
  func droppingGivesWhatRemovingFromValuesGives(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let metadata = try values(bytes)
    let isAsEncoded = metadata.encode(equals: bytes)
    for state in Self.operators(metadata, most: entry.size < 20_000 ? 6 : 2) {
      let rewriter = try Self.rewriter { $0.drop(state.operatorID.description) }
      let (output, report) = try Self.rewrite(bytes, rewriter)
      var expected = metadata
      try expected.removeOperatorState(state.operatorID)
      #expect(try values(output, dialect: metadata.dialect) == expected)
      if isAsEncoded { #expect(try output == expected.encode()) }
      try Self.requireOneGap(bytes, output)
      #expect(report.editedOperators.map(\.id) == [state.operatorID])
      #expect(report.editedOperators.map(\.isDropped) == [true])
    }
  }

  /// All bytes are there but the number of operators and one run of bytes.
  private static func requireOneGap(_ bytes: [UInt8], _ output: [UInt8]) throws {
    struct FirstOperator: MetadataVisitor {
      var offset = 0
      mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
        if field == .operatorStates { self.offset = Int(offset ?? 0) }
      }
    }
    var visitor = FirstOperator()
    try MetadataFile(bytes).walk(&visitor)
    let first = visitor.offset
    let same = zip(bytes[first...], output[first...]).prefix { $0 == $1 }.count
    #expect(output[..<(first - 4)] == bytes[..<(first - 4)])
    #expect(output[(first + same)...] == bytes.suffix(output.count - first - same))
  }

  @Test(arguments: withOperators.filter { $0.size < 10_000 })
  func changingAUidGivesWhatEditingValuesGives(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let metadata = try values(bytes)
    let uid = "größer-🧮 = \u{0}"
    for state in Self.operators(metadata) {
      let rewriter = try Self.rewriter { edits in
        try edits.changeUid(of: state.operatorID.description, to: uid)
      }
      let (output, report) = try Self.rewrite(bytes, rewriter)
      var expected = metadata
      try expected.changeUid(of: state.operatorID, to: uid)
      #expect(try values(output, dialect: metadata.dialect) == expected)
      if metadata.encode(equals: bytes) { #expect(try output == expected.encode()) }
      #expect(report.editedOperators.map(\.newID) == [OperatorID(uid: uid)])
      #expect(report.editedOperators.map(\.newUid) == [uid])
    }
  }

  @Test(arguments: withOperators.filter { $0.version >= 5 })
  func renamingGivesWhatEditingValuesGives(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let metadata = try values(bytes)
    for state in Self.operators(metadata) {
      let rewriter = try Self.rewriter { edits in
        try edits.rename(state.operatorID.description, to: "x")
      }
      let (output, report) = try Self.rewrite(bytes, rewriter)
      var expected = metadata
      try expected.renameOperator(state.operatorID, to: "x")
      #expect(try values(output, dialect: metadata.dialect) == expected)
      if metadata.encode(equals: bytes) { #expect(try output == expected.encode()) }
      #expect(report.editedOperators.map(\.name) == [state.operatorName.map { String($0) }])
      #expect(report.editedOperators.map(\.newName) == ["x"])
    }
  }

  /// Names and uids of the greatest length fill the window.
  @Test func theLongestTextsAreReplaced() throws {
    let longest = MetadataLimits.stringByteCount
    var metadata = CheckpointMetadata(version: .version6, checkpointId: 1)
    for number in 0..<Int64(5) {
      metadata.operatorStates.append(
        OperatorState(
          operatorName: try ModifiedUTF8String(String(repeating: "n", count: longest)),
          operatorUid: try ModifiedUTF8String(String(repeating: "u", count: longest)),
          operatorID: OperatorID(lowerPart: 1, upperPart: number), parallelism: 1, maxParallelism: 1))
    }
    let bytes = try metadata.encode()
    let ids = metadata.operatorStates.map(\.operatorID)
    let text = String(repeating: "x", count: longest)
    let rewriter = try Self.rewriter { edits in
      edits.drop(ids[1].description)
      try edits.changeUid(of: ids[2].description, to: text)
      try edits.rename(ids[2].description, to: text)
      try edits.rename(ids[4].description, to: "short")
    }
    try metadata.renameOperator(ids[2], to: text)
    try metadata.renameOperator(ids[4], to: "short")
    try metadata.changeUid(of: ids[2], to: text)
    try metadata.removeOperatorState(ids[1])
    #expect(try Self.rewrite(bytes, rewriter).bytes == metadata.encode())
  }

  @Test func severalEditsAreMadeTogether() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    var expected = try values(bytes)
    let ids = expected.operatorStates.map(\.operatorID)
    let rewriter = try Self.rewriter { edits in
      edits.drop(ids[0].description)
      try edits.changeUid(of: "raw-operator-state", to: "raw")
      try edits.rename("raw operator state", to: "raw, renamed")
      edits.drop(ids[4].description)
    }
    try expected.renameOperator(OperatorID(uid: "raw-operator-state"), to: "raw, renamed")
    try expected.changeUid(of: OperatorID(uid: "raw-operator-state"), to: "raw")
    try expected.removeOperatorState(ids[0])
    try expected.removeOperatorState(ids[4])
    let (output, report) = try Self.rewrite(bytes, rewriter)
    #expect(try output == expected.encode())
    #expect(report.editedOperators.count == 3)
  }

  @Test func twoOperatorsCanChangeTheirUids() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let rewriter = try Self.rewriter { edits in
      try edits.changeUid(of: "numbers", to: "rules")
      try edits.changeUid(of: "rules", to: "numbers")
    }
    let output = try values(Self.rewrite(bytes, rewriter).bytes)
    let before = try values(bytes)
    #expect(
      output.operatorStates.map { $0.operatorUid.map { String($0) } }
        == before.operatorStates.map { state in
          switch state.operatorUid.map({ String($0) }) {
          case "numbers": "rules"
          case "rules": "numbers"
          case let uid: uid
          }
        })
    #expect(output.operatorStates.map(\.subtaskStates) == before.operatorStates.map(\.subtaskStates))
    #expect(output.operatorStates.allSatisfy { $0.operatorUid.map { OperatorID(uid: String($0)) } == $0.operatorID })
  }

  /// Before version 5 there are no uids, but ids that were made of them.
  @Test(arguments: ["1.9.3", "1.13.6", "1.16.3", "1.20.5"])
  func operatorsAreFoundByTheHashOfTheirUid(_ release: String) throws {
    let bytes = try Corpus.bytes("\(release)/rocksdb-incremental.metadata")
    let rewriter = try Self.rewriter { edits in
      try edits.changeUid(of: "raw-operator-state", to: "raw")
    }
    var expected = try values(bytes)
    try expected.changeUid(of: OperatorID(uid: "raw-operator-state"), to: "raw")
    #expect(try Self.rewrite(bytes, rewriter).bytes == expected.encode())
  }

  // MARK: Paths

  /// Other operators' paths change, also those that begin like one of the dropped operator; its own are not looked at.
  @Test(arguments: [0, 1, 2, 3, 4])
  func pathsOfADroppedOperatorNeedNoRule(_ index: Int) throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let id = try values(bytes).operatorStates[index].operatorID
    let rules = try PathRules([
      .init(from: PathRewriterTests.prefix, to: "s3://b")
    ])
    for lists in [false, true] {
      var rewriter = PathRewriter(rules)
      rewriter.listsDirectories = lists
      let before = try Self.rewrite(bytes, rewriter)
      rewriter.operatorEdits.drop(id.description)
      let after = try Self.rewrite(bytes, rewriter)
      let dropper = try Self.rewriter { $0.drop(id.description) }
      #expect(try Self.rewrite(before.bytes, dropper).bytes == after.bytes)
      let left = try Self.rewrite(Self.rewrite(bytes, dropper).bytes, PathRewriter(rules)).report
      #expect(after.report.counts == left.counts)
    }
    // No rule matches any path, but the only operator with absolute paths is dropped.
    var strict = PathRewriter(try PathRules([.init(from: "s3://elsewhere", to: "s3://b")]))
    strict.operatorEdits.drop("keyed-and-broadcast-state")
    #expect(try Self.rewrite(bytes, strict).report.unmatched == 0)
  }
}

extension CheckpointMetadata {
  /// Whether Flink would write these values as these bytes.
  fileprivate func encode(equals bytes: [UInt8]) -> Bool { (try? encode()) == bytes }
}
