// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// Which edits of operators are refused, and what two passes have to agree on.
@Suite struct OperatorEditErrorTests {
  private static func error(_ bytes: [UInt8], _ edit: (inout OperatorEdits) throws -> Void) throws
    -> FlinkMetadataError?
  {
    let rewriter = try OperatorEditsTests.rewriter(edit)
    return failure { () throws(FlinkMetadataError) in try OperatorEditsTests.rewrite(bytes, rewriter) }
  }

  @Test func textsHaveToMeanOneOperator() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    #expect(try Self.error(bytes) { $0.drop("x") } == FlinkMetadataError(.edit(.noOperator("x"))))
    var twice = try values(bytes)
    let ids = [twice.operatorStates[0].operatorID, twice.operatorStates[1].operatorID]
    for id in ids { try twice.renameOperator(id, to: "same") }
    #expect(
      try Self.error(twice.encode()) { $0.drop("same") }
        == FlinkMetadataError(.edit(.severalOperators("same", count: 2, first: ids))))
  }

  @Test func manyOperatorsOfANameAreNotAllListed() throws {
    var metadata = CheckpointMetadata(version: .version6, checkpointId: 1)
    for number in 0..<Int64(1000) {
      metadata.operatorStates.append(
        OperatorState(
          operatorName: "same", operatorID: OperatorID(lowerPart: 1, upperPart: number), parallelism: 1,
          maxParallelism: 1))
    }
    let error = try Self.error(metadata.encode()) { try $0.rename("same", to: "x") }
    let ids = metadata.operatorStates.prefix(EditError.mostListed).map(\.operatorID)
    #expect(error?.kind == .edit(.severalOperators("same", count: 1000, first: ids)))
    #expect(error?.description.hasSuffix(", and more") == true)
  }

  @Test func anIdIsNotGivenTwice() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let expected = FlinkMetadataError(.edit(.operatorExists(OperatorID(uid: "rules"))))
    #expect(
      try Self.error(bytes) { try $0.changeUid(of: "numbers", to: "rules") } == expected)
    // But it is if its operator is dropped, or if it is the same operator.
    #expect(
      try Self.error(bytes) { edits in
        try edits.changeUid(of: "numbers", to: "rules")
        edits.drop("rules")
      } == nil)
    #expect(
      try Self.error(bytes) { try $0.changeUid(of: "rules", to: "rules") } == nil)
    let same = FlinkMetadataError(.edit(.operatorExists(OperatorID(uid: "x"))))
    #expect(
      try Self.error(bytes) { edits in
        try edits.changeUid(of: "numbers", to: "x")
        try edits.changeUid(of: "rules", to: "x")
      } == same)
  }

  @Test func editsDoNotContradictEachOther() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let expected = FlinkMetadataError(.edit(.contradiction(OperatorID(uid: "numbers"))))
    let contradictions: [(inout OperatorEdits) throws -> Void] = [
      { edits in
        edits.drop("numbers")
        try edits.rename("Source: numbers", to: "x")
      },
      { edits in
        try edits.changeUid(of: "numbers", to: "x")
        edits.drop("Source: numbers")
      },
      { edits in
        try edits.changeUid(of: "numbers", to: "x")
        try edits.changeUid(of: "Source: numbers", to: "y")
      },
      { edits in
        try edits.rename("numbers", to: "x")
        try edits.rename("Source: numbers", to: "y")
      },
    ]
    for edit in contradictions { #expect(try Self.error(bytes, edit) == expected) }
    #expect(
      try Self.error(bytes) {
        $0.drop("numbers")
        $0.drop("Source: numbers")
      } == nil)
  }

  @Test func versionsHaveToHaveWhatIsEdited() throws {
    let tasks = try Corpus.bytes("1.9.3/task-states.metadata")
    #expect(try Self.error(tasks) { $0.drop("x") } == FlinkMetadataError(.edit(.tasks)))
    let nameless = try Corpus.bytes("1.20.5/rocksdb-incremental.metadata")
    #expect(
      try Self.error(nameless) { try $0.rename("raw-operator-state", to: "x") }
        == FlinkMetadataError(.edit(.namesNeedVersion5)))
  }

  @Test func namesAndUidsHaveALength() {
    var edits = OperatorEdits()
    let long = String(repeating: "é", count: MetadataLimits.stringByteCount / 2 + 1)
    for text in ["", long] {
      #expect(throws: EditError.illegalName) { try edits.changeUid(of: "a", to: text) }
      #expect(throws: EditError.illegalName) { try edits.rename("a", to: text) }
    }
    #expect(edits.isEmpty)
  }

  // MARK: Two passes

  @Test func droppingFromASourceNeedsAPlan() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let rewriter = try OperatorEditsTests.rewriter { $0.drop("numbers") }
    let error = failure { () throws(FlinkMetadataError) in
      try rewriter.rewrite(MemorySource(bytes), to: MemorySink())
    }
    #expect(error == FlinkMetadataError(.edit(.dropNeedsPlan)))
    let plan = try rewriter.plan(MemorySource(bytes))
    #expect(plan.operatorCount == 5 && plan.droppedCount == 1)
  }

  @Test func aFileThatHasChangedIsNoticed() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let rewriter = try OperatorEditsTests.rewriter { $0.drop("numbers") }
    let plan = try rewriter.plan(MemorySource(bytes))
    var fewer = try values(bytes)
    try fewer.removeOperatorState(OperatorID(uid: "rules"))
    for changed in [try fewer.encode(), try Corpus.bytes("2.3.0/empty.metadata")] {
      let error = failure { () throws(FlinkMetadataError) in
        try rewriter.rewrite(MemorySource(changed), plan: plan, to: MemorySink())
      }
      #expect(error == FlinkMetadataError(.edit(.planDiffers)))
    }
  }

  @Test func aPlanIsOfNoUseWhereNothingIsDropped() throws {
    let bytes = try Corpus.bytes("2.3.0/rocksdb-incremental.metadata")
    let plan = try OperatorEditsTests.rewriter { $0.drop("numbers") }.plan(MemorySource(bytes))
    let sink = MemorySink()
    _ = try PathRewriter(PathRules()).rewrite(MemorySource(bytes), plan: plan, to: sink)
    #expect(sink.bytes == bytes)
    let renaming = try OperatorEditsTests.rewriter { try $0.rename("numbers", to: "x") }
    let error = failure { () throws(FlinkMetadataError) in
      try renaming.rewrite(MemorySource(bytes), plan: plan, to: MemorySink())
    }
    #expect(error == FlinkMetadataError(.edit(.planDiffers)))
  }

  /// Every cut file is refused, as a walk refuses it.
  @Test func aFileThatIsCutAnywhereIsRefused() throws {
    let bytes = try Corpus.bytes("2.3.0/heap-inlined.metadata")
    let rewriter = try OperatorEditsTests.rewriter { edits in
      edits.drop("numbers")
      try edits.changeUid(of: "rules", to: "x")
      try edits.rename("raw-operator-state", to: "y")
    }
    _ = try OperatorEditsTests.rewrite(bytes, rewriter)
    for count in bytes.indices {
      let cut = Array(bytes[..<count])
      #expect(failure { () throws(FlinkMetadataError) in try rewriter.rewrite(cut) } == failureOfWalk(cut))
    }
  }
}
