// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

@Suite struct ConversionTests {
  static let readable = Corpus.entries.filter(\.readBackByFlink)

  /// Upwards nothing is lost but state of Flink 1.1, and what was made can be written and read.
  @Test(arguments: readable)
  func convertingUpLosesNothing(_ entry: Corpus.Entry) throws {
    let metadata = try values(Corpus.bytes(entry.file))
    for version in FormatVersion.allCases where version > metadata.version {
      let result = Result { () throws(ConversionError) in
        try metadata.converted(to: version, for: FlinkRelease(2, 3), accepting: [.legacyOperatorState])
      }
      if case .failure(.chainedTasks) = result {
        #expect(metadata.version == .version1)
        continue
      }
      let converted = try result.get()
      #expect(try values(converted.encode()) == converted)
      #expect(converted.dialect == .standard)
    }
  }

  /// Downwards every loss is reported, and what remains can be written and read.
  @Test(arguments: readable.filter { $0.version > 2 })
  func convertingDownReportsWhatIsLost(_ entry: Corpus.Entry) throws {
    let metadata = try values(Corpus.bytes(entry.file))
    for version in FormatVersion.allCases where version < metadata.version && version > .version1 {
      let result = Result { () throws(ConversionError) in
        try metadata.converted(to: version, accepting: Set(ConversionLoss.Kind.allCases))
      }
      if case .failure(.mergedChannels) = result {
        #expect(version < .version6)
        continue
      }
      let converted = try result.get()
      #expect(try values(converted.encode(), dialect: .standard) == converted)
    }
  }

  /// Version 1 alone has a place for one.
  @Test func aNegativeCheckpointIdCannotBeConverted() throws {
    let metadata = CheckpointMetadata(version: .version1, checkpointId: -5)
    #expect(try metadata.converted(to: .version1) == metadata)
    #expect(throws: ConversionError.negativeCheckpointId(-5)) { try metadata.converted(to: .version2) }
  }

  @Test func namesAndPropertiesAreRefusedUnlessAccepted() throws {
    let metadata = try values(Corpus.bytes("2.3.0/heap.metadata"))
    #expect(throws: ConversionError.self) { try metadata.converted(to: .version4) }
    let losses = try losses { try metadata.converted(to: .version3) }
    #expect(Set(losses.map(\.kind)).isSuperset(of: [.operatorNames, .checkpointProperties]))
    #expect(losses.contains { $0.path.description == "operatorStates[0]" && $0.kind == .operatorNames })
    let converted = try metadata.converted(to: .version4, accepting: [.operatorNames])
    #expect(converted.properties == metadata.properties)
    #expect(converted.operatorStates.allSatisfy { $0.operatorName == nil && $0.operatorUid == nil })
  }

  @Test func mergedChannelsAreExpanded() throws {
    let metadata = try values(Corpus.bytes("2.3.0/unaligned-channel-state.metadata"))
    let converted = try metadata.converted(to: .version5)
    func channels(_ metadata: CheckpointMetadata) throws -> Int {
      try metadata.operatorStates.flatMap(\.subtaskStates).flatMap(\.inputChannelState).reduce(0) { sum, handle in
        switch handle {
        case .single: sum + 1
        case .merged(let merged): sum + (try merged.channelOffsets().count)
        }
      }
    }
    #expect(try channels(converted) == channels(metadata))
    #expect(try channels(metadata) > 0)
    #expect(try values(converted.encode()) == converted)
  }

  /// Flink 1.11 reads no other layout.
  @Test(arguments: ["1.12.5/unaligned-channel-state", "2.3.0/unaligned-channel-state"])
  func channelStateForFlink111IsInItsDialect(_ name: String) throws {
    let metadata = try values(Corpus.bytes(name + ".metadata"))
    let converted = try metadata.converted(
      to: .version3, for: FlinkRelease(1, 11),
      accepting: [.operatorNames, .checkpointProperties, .handleIds, .finishedState])
    #expect(converted.dialect == .flink1_11)
    #expect(try values(converted.encode(), dialect: .flink1_11) == converted)
    #expect(try values(converted.encode()).dialect == .flink1_11)
  }

  @Test func handlesOfOlderTagsMeanTheSame() throws {
    let metadata = try values(Corpus.bytes("1.20.5/rocksdb-incremental.metadata"))
    let converted = try metadata.converted(
      to: .version3, for: FlinkRelease(1, 14), accepting: [.checkpointProperties, .handleIds])
    let incremental = converted.operatorStates.flatMap(\.subtaskStates).compactMap { subtask in
      if case .incrementalRemote(let handle)? = subtask.managedKeyedState { handle } else { nil }
    }
    #expect(!incremental.isEmpty)
    #expect(incremental.allSatisfy { $0.stateHandleId == nil && $0.checkpointedSize == nil })
  }

  @Test func segmentsCannotGoToReleasesThatDoNotKnowThem() throws {
    let metadata = try values(Corpus.bytes("2.3.0/file-merging.metadata"))
    let losses = try losses {
      try metadata.converted(to: .version4, for: FlinkRelease(1, 19), accepting: [.operatorNames, .handleIds])
    }
    #expect(losses.allSatisfy { $0.kind == .handle })
    #expect(!losses.isEmpty)
  }

  private func losses(_ convert: () throws -> CheckpointMetadata) throws -> [ConversionLoss] {
    guard case .losses(let losses) = try #require(throws: ConversionError.self, performing: { try convert() }) else {
      Issue.record("another error")
      return []
    }
    return losses
  }
}
