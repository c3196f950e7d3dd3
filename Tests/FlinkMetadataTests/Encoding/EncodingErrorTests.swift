// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// Values that Flink could not read cannot be written, and the error says which they are.
@Suite struct EncodingErrorTests {
  private static func metadata(_ version: FormatVersion = .version6) -> CheckpointMetadata {
    var subtask = OperatorSubtaskState(subtaskIndex: 0)
    subtask.managedKeyedState = nil
    return CheckpointMetadata(
      version: version, checkpointId: 1,
      operatorStates: [
        OperatorState(
          operatorID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 2, maxParallelism: 128,
          subtaskStates: [subtask])
      ])
  }

  private func expect(
    _ problem: FlinkMetadataError.EncodingProblem, at path: String, _ version: FormatVersion = .version6,
    _ change: (inout CheckpointMetadata) throws -> Void
  ) throws {
    var metadata = Self.metadata(version)
    try change(&metadata)
    let error = try #require(throws: FlinkMetadataError.self) { try metadata.encode() }
    #expect(error.kind == .notRepresentable(problem))
    #expect(error.path.description == path)
  }

  private let keyedPath = "operatorStates[0].subtaskStates[0].managedKeyedState[0]"

  @Test func theSampleIsLegal() throws {
    #expect(try values(Self.metadata().encode()) == Self.metadata())
  }

  @Test func anEmptyNameIsRefused() throws {
    try expect(.emptyName, at: "operatorStates[0]") {
      $0.operatorStates[0].operatorName = ""
    }
  }

  @Test func namesNeedVersion5() throws {
    try expect(.namesBeforeVersion5, at: "operatorStates[0]", .version4) {
      $0.operatorStates[0].operatorUid = "uid"
    }
  }

  @Test func offsetsAndKeyGroupsMustMatch() throws {
    try expect(.offsetCount, at: keyedPath) {
      $0.operatorStates[0].subtaskStates[0].managedKeyedState = .keyGroups(
        KeyGroupsStateHandle(
          keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 2), offsets: [1], stateHandle: .emptySegment
        ))
    }
  }

  @Test func mergedChannelsNeedVersion6() throws {
    try expect(
      .mergedChannelsBeforeVersion6, at: "operatorStates[0].subtaskStates[0].inputChannelState[0]", .version5
    ) {
      $0.operatorStates[0].subtaskStates[0].inputChannelState = [
        .merged(
          MergedChannelStateHandle(
            subtaskIndex: 0, stateSize: 0, delegate: nil, serializedChannelOffsets: [0, 0, 0, 0]))
      ]
    }
  }

  @Test func mergedFilesLieInSegments() throws {
    try expect(.delegateOfMergedFiles, at: "operatorStates[0].subtaskStates[0].managedOperatorState[0]") {
      let directory = ModifiedUTF8String("s3://b/shared")
      $0.operatorStates[0].subtaskStates[0].managedOperatorState = OperatorStreamStateHandle(
        stateNameToPartitionOffsets: [],
        fileMerging: FileMergingDirectories(
          taskOwnedDirectory: directory, sharedDirectory: directory, isEmpty: true),
        delegateStateHandle: .file(FileStateHandle(filePath: directory, stateSize: 1)))
    }
  }

  @Test func subtaskIndicesAreBelowTheParallelism() {
    var metadata = Self.metadata()
    metadata.operatorStates[0].subtaskStates[0].subtaskIndex = 2
    let path = MetadataPath([.init(.operatorStates, index: 0), .init(.subtaskStates, index: 0)])
    #expect(throws: FlinkMetadataError(.subtaskIndexOutOfRange(2, parallelism: 2), path: path)) {
      try metadata.encode()
    }
    var tasks = EncodingProblemTests.Case.legal(.version1)
    tasks.taskStates[0].subtaskStates[0].subtaskIndex = 1
    let taskPath = MetadataPath([.init(.taskStates, index: 0), .init(.subtaskStates, index: 0)])
    #expect(throws: FlinkMetadataError(.subtaskIndexOutOfRange(1, parallelism: 1), path: taskPath)) {
      try tasks.encode()
    }
  }

  @Test func stringsHaveALimit() throws {
    #expect(throws: FlinkMetadataError(.stringTooLong(byteCount: 65_536))) {
      try ModifiedUTF8String(String(repeating: "x", count: 65_536))
    }
    #expect(try ModifiedUTF8String(String(repeating: "x", count: 65_535)).byteCount == 65_535)
    #expect(ModifiedUTF8String("\0🧮").byteCount == 2 + 6)
  }
}
