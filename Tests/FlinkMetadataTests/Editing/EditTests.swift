// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

@Suite struct EditTests {
  /// Real jobs recorded both the uid and the id that Flink made of it.
  @Test func idsAreDerivedFromUidsAsFlinkDoes() throws {
    var uids: Set<String> = []
    for entry in Corpus.entries where entry.kind == "job" && entry.version >= 5 {
      for state in try values(Corpus.bytes(entry.file)).operatorStates {
        guard let uid = state.operatorUid.map(String.init) else { continue }
        #expect(OperatorID(uid: uid) == state.operatorID, "\(uid)")
        uids.insert(uid)
      }
    }
    #expect(uids.count >= 5)
    #expect(uids.contains { !$0.utf8.allSatisfy { $0 < 0x80 } })
  }

  /// However a duration came there, subtasks with the same one are equal.
  @Test(arguments: [-1, 0, 7] as [Int64])
  func aDurationCanBeSet(_ duration: Int64) {
    for legacyState in [[], [nil]] as [[StreamStateHandle?]] {
      let expected = OperatorSubtaskState(subtaskIndex: 3, duration: duration, legacyOperatorState: legacyState)
      for earlier in [nil, -1, 5] as [Int64?] {
        var subtask = OperatorSubtaskState(subtaskIndex: 3, duration: earlier, legacyOperatorState: legacyState)
        subtask.duration = duration
        #expect(subtask.duration == duration)
        #expect(subtask == expected)
      }
    }
  }

  @Test func removingAnOperatorLeavesTheOthers() throws {
    var metadata = try sample()
    let before = metadata.operatorStates
    let removed = try metadata.removeOperatorState(before[1].operatorID)
    #expect(removed == before[1])
    #expect(metadata.operatorStates == [before[0]] + before[2...])
    #expect(throws: EditError.noSuchOperator(removed.operatorID)) {
      try metadata.removeOperatorState(removed.operatorID)
    }
    #expect(try values(metadata.encode()) == metadata)
  }

  @Test func changingAUidChangesTheId() throws {
    var metadata = try sample()
    let id = metadata.operatorStates[0].operatorID
    try metadata.changeUid(of: id, to: "größer-🧮")
    #expect(metadata.operatorStates[0].operatorID == OperatorID(uid: "größer-🧮"))
    #expect(metadata.operatorStates[0].operatorUid.map(String.init) == "größer-🧮")
    let other = metadata.operatorStates[1].operatorID
    #expect(throws: EditError.operatorExists(OperatorID(uid: "größer-🧮"))) {
      try metadata.changeUid(of: other, to: "größer-🧮")
    }
    #expect(throws: EditError.illegalName) { try metadata.changeUid(of: other, to: "") }
  }

  @Test func namesNeedVersion5() throws {
    var metadata = try sample()
    let id = metadata.operatorStates[0].operatorID
    try metadata.renameOperator(id, to: "another name")
    #expect(metadata.operatorStates[0].operatorName.map(String.init) == "another name")
    metadata.version = .version4
    #expect(throws: EditError.namesNeedVersion5) { try metadata.renameOperator(id, to: "x") }
  }

  @Test func keyedStateFixesMaxParallelism() throws {
    var metadata = try sample()
    let keyed = try #require(
      metadata.operatorStates.first { $0.subtaskStates.contains { $0.managedKeyedState != nil } })
    #expect(throws: EditError.keyedStateFixesMaxParallelism) {
      try metadata.changeMaxParallelism(of: keyed.operatorID, to: 4096)
    }
    let other = try #require(
      metadata.operatorStates.first {
        $0.subtaskStates.allSatisfy { $0.managedKeyedState == nil && $0.rawKeyedState == nil }
      })
    try metadata.changeMaxParallelism(of: other.operatorID, to: 4096)
    #expect(metadata.operatorStates.contains { $0.operatorID == other.operatorID && $0.maxParallelism == 4096 })
    #expect(throws: EditError.illegalMaxParallelism(0)) {
      try metadata.changeMaxParallelism(of: other.operatorID, to: 0)
    }
    #expect(throws: EditError.illegalMaxParallelism(32769)) {
      try metadata.changeMaxParallelism(of: other.operatorID, to: 32769)
    }
  }

  /// Every stream state handle is reached, once: as many as the events of a walk.
  @Test(arguments: Corpus.entries.filter { $0.readBackByFlink && $0.size < 20_000 })
  func everyHandleCanBeModified(_ entry: Corpus.Entry) throws {
    struct Counter: MetadataVisitor {
      var count = 0
      mutating func fileReference(_ reference: FileReference) { count += 1 }
    }
    let bytes = try Corpus.bytes(entry.file)
    var counter = Counter()
    try MetadataFile(bytes).walk(&counter)
    var metadata = try values(bytes)
    var modified = 0
    let moved = ModifiedUTF8String("s3://elsewhere/file")
    metadata.modifyStreamStateHandles { handle in
      if handle.location != nil { modified += 1 }
      handle.location = moved
    }
    #expect(modified == counter.count)
    var locations: Set<String> = []
    metadata.modifyStreamStateHandles { handle in
      if let location = handle.location { locations.insert(String(location)) }
    }
    #expect(locations.isSubset(of: ["s3://elsewhere/file"]))
  }

  private func sample() throws -> CheckpointMetadata {
    try values(Corpus.bytes("2.3.0/rocksdb-incremental.metadata"))
  }
}
