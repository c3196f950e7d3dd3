// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// Each reason why values cannot be written, and where the error says that it is.
@Suite struct EncodingProblemTests {
  /// Values that are legal but for one thing.
  struct Case: Sendable, CustomTestStringConvertible {
    var problem: FlinkMetadataError.EncodingProblem
    var path: String
    var metadata: CheckpointMetadata

    init(
      _ problem: FlinkMetadataError.EncodingProblem, _ path: String, _ version: FormatVersion,
      _ change: (inout CheckpointMetadata) -> Void
    ) {
      self.problem = problem
      self.path = path
      metadata = Case.legal(version)
      change(&metadata)
    }

    /// A case that changes the first operator.
    static func ofOperator(
      _ problem: FlinkMetadataError.EncodingProblem, _ version: FormatVersion, _ change: (inout OperatorState) -> Void
    ) -> Case {
      Case(problem, "operatorStates[0]", version) { change(&$0.operatorStates[0]) }
    }

    /// A case that changes the only subtask of the first operator.
    static func ofSubtask(
      _ problem: FlinkMetadataError.EncodingProblem, _ version: FormatVersion, at path: String = "",
      dialect: Dialect = .standard, _ change: (inout OperatorSubtaskState) -> Void
    ) -> Case {
      Case(problem, "operatorStates[0].subtaskStates[0]" + (path.isEmpty ? "" : "." + path), version) {
        $0.dialect = dialect
        change(&$0.operatorStates[0].subtaskStates[0])
      }
    }

    /// A case of a keyed handle.
    static func keyed(
      _ problem: FlinkMetadataError.EncodingProblem, version: FormatVersion = .version6,
      dialect: Dialect = .standard, path: String = "", _ handle: KeyedStateHandle
    ) -> Case {
      ofSubtask(problem, version, at: "managedKeyedState[0]" + path, dialect: dialect) { $0.managedKeyedState = handle }
    }

    static func legal(_ version: FormatVersion) -> CheckpointMetadata {
      var metadata = CheckpointMetadata(version: version, checkpointId: 1)
      if version == .version1 {
        metadata.taskStates = [
          TaskState(
            jobVertexID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 1, maxParallelism: 1, chainLength: 1,
            subtaskStates: [TaskSubtaskState(subtaskIndex: 0, duration: 1)])
        ]
      } else {
        metadata.operatorStates = [
          OperatorState(
            operatorID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 1, maxParallelism: 1,
            subtaskStates: [OperatorSubtaskState(subtaskIndex: 0)])
        ]
      }
      return metadata
    }

    var testDescription: String { "\(problem) in version \(metadata.version.rawValue)" }
  }

  static let file = StreamStateHandle.file(FileStateHandle(filePath: "s3://b/f", stateSize: 1))
  static let range = KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 1)

  static func keyGroups(_ offsets: Offsets = [1], _ stream: StreamStateHandle = file, id: ModifiedUTF8String? = nil)
    -> KeyGroupsStateHandle
  {
    KeyGroupsStateHandle(keyGroupRange: range, offsets: offsets, stateHandle: stream, stateHandleId: id)
  }

  static func changelog(_ size: Int64?, _ nonMaterialized: [KeyedStateHandle] = [], id: ModifiedUTF8String? = "id")
    -> KeyedStateHandle
  {
    .changelogBackend(
      ChangelogStateBackendHandle(
        keyGroupRange: range, checkpointedSize: size, materialized: [], nonMaterialized: nonMaterialized,
        materializationId: size, checkpointId: nil, stateHandleId: id))
  }

  static func channel(_ subtaskIndex: Int32?) -> ChannelStateHandle {
    .single(
      SingleChannelStateHandle(
        subtaskIndex: subtaskIndex, info: ChannelInfo(firstIndex: 0, secondIndex: 0), offsets: [], stateSize: 1,
        delegate: file))
  }

  static func incremental(_ size: Int64?, id: ModifiedUTF8String?) -> KeyedStateHandle {
    .incrementalRemote(
      IncrementalRemoteKeyedStateHandle(
        checkpointId: 1, backendIdentifier: "b", keyGroupRange: range, checkpointedSize: size, metaStateHandle: nil,
        sharedState: [], privateState: [], stateHandleId: id))
  }

  static let properties = CheckpointProperties(
    discardCancelled: true, discardFailed: true, discardFinished: true, discardSubsumed: true, discardSuspended: true,
    forced: false, unclaimed: false,
    checkpointType: .checkpoint(CheckpointType(name: "Checkpoint", sharingFilesStrategy: .forward)))

  static let ofOperators: [Case] = [
    .ofOperator(.emptyName, .version6) { $0.operatorName = "" },
    .ofOperator(.emptyName, .version6) { $0.operatorUid = "" },
    .ofOperator(.namesBeforeVersion5, .version4) { $0.operatorName = "name" },
    .ofOperator(.namesBeforeVersion5, .version4) { $0.operatorUid = "uid" },
    Case(.propertiesBeforeVersion4, "", .version3) { $0.properties = properties },
    .ofOperator(.coordinatorBeforeVersion3, .version2) {
      $0.coordinatorState = ByteStreamStateHandle(handleName: "h", data: [])
    },
    .ofOperator(.finishedBeforeVersion3, .version2) {
      $0.isFullyFinished = true
      $0.subtaskStates = []
    },
    .ofOperator(.finishedWithState, .version6) { $0.isFullyFinished = true },
    Case(.operatorsInVersion1, "", .version1) { $0.operatorStates = legalOperators },
    Case(.mastersInVersion1, "", .version1) {
      $0.masterStates = [MasterState(version: 1, name: "m", bytes: [])]
    },
    Case(.tasksAfterVersion1, "", .version2) { $0.taskStates = Case.legal(.version1).taskStates },
    Case(.dialectOutsideVersion3, "", .version4) { $0.dialect = .flink1_11 },
  ]

  private static let legalOperators = Case.legal(.version2).operatorStates

  static let ofSubtasks: [Case] = [
    .ofSubtask(.mergedChannelsBeforeVersion6, .version5, at: "inputChannelState[0]") {
      $0.inputChannelState = [
        .merged(
          MergedChannelStateHandle(subtaskIndex: 0, stateSize: 0, delegate: nil, serializedChannelOffsets: []))
      ]
    },
    .ofSubtask(.referenceBeforeVersion7, .version6) { $0.refCheckpointId = 1 },
    .ofSubtask(.channelsBeforeVersion3, .version2) { $0.inputChannelState = [channel(0)] },
    .ofSubtask(.channelsBeforeVersion3, .version2) { $0.resultSubpartitionState = [channel(0)] },
    .ofSubtask(.finishedBeforeVersion3, .version2) { $0.isFinished = true },
    .ofSubtask(.finishedWithState, .version6) {
      $0.isFinished = true
      $0.rawKeyedState = .keyGroups(keyGroups())
    },
    .ofSubtask(.legacyStateAfterVersion2, .version3) { $0.legacyOperatorState = [nil] },
    .ofSubtask(.delegateOfMergedFiles, .version6, at: "rawOperatorState[0]") {
      $0.rawOperatorState = OperatorStreamStateHandle(
        stateNameToPartitionOffsets: [],
        fileMerging: FileMergingDirectories(taskOwnedDirectory: "a", sharedDirectory: "b", isEmpty: false),
        delegateStateHandle: file)
    },
    .ofSubtask(.subtaskIndexOfChannel, .version3, at: "inputChannelState[0]", dialect: .flink1_11) {
      $0.inputChannelState = [channel(0)]
    },
    .ofSubtask(.subtaskIndexOfChannel, .version3, at: "resultSubpartitionState[1]") {
      $0.resultSubpartitionState = [channel(0), channel(nil)]
    },
    Case(.tagInVersion1, "taskStates[0].subtaskStates[0].managedKeyedState", .version1) {
      $0.taskStates[0].subtaskStates[0].managedKeyedState = incremental(nil, id: nil)
    },
  ]

  static let ofKeyedState: [Case] = [
    .keyed(
      .tagInDialect, version: .version3, dialect: .flink1_14, .keyGroups(keyGroups(id: "id"))),
    .keyed(
      .tagInDialect, version: .version3, dialect: .flink1_11, .savepointKeyGroups(keyGroups())),
    .keyed(
      .tagInDialect, version: .version3, dialect: .flink1_11, path: ".stateHandle",
      .keyGroups(keyGroups([1], .keyGroups(keyGroups())))),
    .keyed(.offsetCount, .keyGroups(keyGroups([]))),
    .keyed(.offsetCount, .savepointKeyGroups(keyGroups([1, 2]))),
    .keyed(.savepointWithId, .savepointKeyGroups(keyGroups(id: "id"))),
    .keyed(.savepointWithId, path: ".stateHandle", .keyGroups(keyGroups([1], .keyGroups(keyGroups(id: "id"))))),
    .keyed(.incompleteV2, incremental(1, id: nil)),
    .keyed(.incompleteV2, incremental(nil, id: "id")),
    .keyed(.incompleteChangelog, changelog(nil)),
    .keyed(.incompleteChangelog, changelog(1, id: nil)),
    .keyed(
      .changelogOfFlink114, version: .version3, dialect: .flink1_14, changelog(1)),
    .keyed(.changelogPart, path: ".nonMaterialized[0]", changelog(1, [.keyGroups(keyGroups())])),
  ]

  static let cases = ofOperators + ofSubtasks + ofKeyedState

  @Test(arguments: FormatVersion.allCases)
  func whatTheCasesChangeIsLegalBefore(_ version: FormatVersion) throws {
    let metadata = Case.legal(version)
    let decoded = try values(metadata.encode())
    #expect(decoded.checkpointId == 1)
    #expect(try decoded.encode() == metadata.encode())
  }

  @Test(arguments: cases)
  func problemsAreLocated(_ example: Case) {
    let error = failure { () throws(FlinkMetadataError) in try example.metadata.encode() }
    #expect(error?.kind == .notRepresentable(example.problem))
    #expect(error?.path.description == example.path)
    #expect(error?.offset == nil)
    let place = example.path.isEmpty ? "" : example.path + ": "
    #expect(error?.description == "\(place)cannot be written: \(example.problem.rawValue)")
    // A visitor of the values meets the same error.
    var visitor = Nothing()
    #expect(failure { () throws(FlinkMetadataError) in try example.metadata.walk(&visitor) } == error)
  }

  @Test func everyProblemHasACase() {
    #expect(Set(Self.cases.map(\.problem)) == Set(FlinkMetadataError.EncodingProblem.allCases))
  }
}
