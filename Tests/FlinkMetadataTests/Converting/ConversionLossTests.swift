// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Testing

/// A conversion reports exactly what it would lose, and where.
@Suite struct ConversionLossTests {
  typealias Sample = EncodingProblemTests

  /// Values, a conversion of them, and all losses of it in order.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var metadata: CheckpointMetadata
    var version: FormatVersion
    var release: FlinkRelease?
    var losses: [Loss]

    struct Loss: Sendable, Hashable {
      var kind: ConversionLoss.Kind
      var path: String

      init(_ kind: ConversionLoss.Kind, _ path: String) { (self.kind, self.path) = (kind, path) }
    }

    init(
      _ name: String, from: FormatVersion, to version: FormatVersion, for release: FlinkRelease? = nil,
      _ losses: [Loss], _ change: (inout CheckpointMetadata) -> Void
    ) {
      self.name = name
      self.version = version
      self.release = release
      self.losses = losses
      metadata = EncodingProblemTests.Case.legal(from)
      metadata.operatorStates += metadata.operatorStates
      metadata.operatorStates[1].operatorID = OperatorID(lowerPart: 3, upperPart: 4)
      change(&metadata)
    }

    var testDescription: String { name }
  }

  private static func path(_ operatorIndex: Int, _ rest: String = "") -> String {
    "operatorStates[\(operatorIndex)].subtaskStates[0]" + (rest.isEmpty ? "" : "." + rest)
  }

  private static let segment = StreamStateHandle.segment(
    SegmentFileStateHandle(filePath: "s3://b/s", startPos: 0, stateSize: 1, scope: .shared, logicalFileId: "id"))

  private static func channel(_ delegate: StreamStateHandle) -> ChannelStateHandle {
    .single(
      SingleChannelStateHandle(
        subtaskIndex: 0, info: ChannelInfo(firstIndex: 0, secondIndex: 0), offsets: [], stateSize: 1,
        delegate: delegate))
  }

  private static func changes(_ identifier: ModifiedUTF8String?, _ handle: StreamStateHandle) -> KeyedStateHandle {
    .changelogStream(
      ChangelogStateHandleStream(
        keyGroupRange: Sample.range, streamStateHandles: [StreamStateHandleAndOffset(offset: 0, handle: handle)],
        stateSize: 1, checkpointedSize: 1, stateHandleId: "id", storageIdentifier: identifier))
  }

  private static func changelog(
    _ materialized: [KeyedStateHandle?], _ nonMaterialized: [KeyedStateHandle], checkpointId: Int64? = nil
  ) -> KeyedStateHandle {
    .changelogBackend(
      ChangelogStateBackendHandle(
        keyGroupRange: Sample.range, checkpointedSize: 1, materialized: materialized,
        nonMaterialized: nonMaterialized, materializationId: 1, checkpointId: checkpointId, stateHandleId: "id"))
  }

  static let ofCheckpoints: [Case] = [
    Case("nothing", from: .version6, to: .version2, []) { _ in },
    Case(
      "names", from: .version6, to: .version4,
      [.init(.operatorNames, "operatorStates[0]"), .init(.operatorNames, "operatorStates[1]")]
    ) {
      $0.operatorStates[0].operatorName = "name"
      $0.operatorStates[1].operatorUid = "uid"
    },
    Case("properties", from: .version4, to: .version3, [.init(.checkpointProperties, "")]) {
      $0.properties = Sample.properties
    },
    Case("coordinators", from: .version3, to: .version2, [.init(.coordinatorState, "operatorStates[1]")]) {
      $0.operatorStates[1].coordinatorState = ByteStreamStateHandle(handleName: "h", data: [1])
    },
    Case(
      "finished", from: .version3, to: .version2,
      [.init(.finishedState, "operatorStates[0]"), .init(.finishedState, path(1))]
    ) {
      $0.operatorStates[0].isFullyFinished = true
      $0.operatorStates[0].subtaskStates = []
      $0.operatorStates[1].subtaskStates[0].isFinished = true
    },
    Case(
      "finished, for 1.13", from: .version3, to: .version3, for: FlinkRelease(1, 13), [.init(.finishedState, path(1))]
    ) {
      $0.operatorStates[1].subtaskStates[0].isFinished = true
    },
    Case("a reference", from: .version7, to: .version6, [.init(.refCheckpointId, path(1))]) {
      $0.operatorStates[1].subtaskStates[0].refCheckpointId = 3
    },
    Case("state of Flink 1.1", from: .version2, to: .version3, [.init(.legacyOperatorState, path(0))]) {
      $0.operatorStates[0].subtaskStates[0].legacyOperatorState = [nil]
    },
    Case(
      "channels", from: .version5, to: .version2,
      [.init(.channelState, path(0, "inputChannelState")), .init(.channelState, path(1, "resultSubpartitionState"))]
    ) {
      $0.operatorStates[0].subtaskStates[0].inputChannelState = [channel(Sample.file), channel(Sample.file)]
      $0.operatorStates[1].subtaskStates[0].resultSubpartitionState = [channel(Sample.file)]
    },
  ]

  static let ofHandles: [Case] = [
    Case(
      "ids of key groups", from: .version3, to: .version3, for: FlinkRelease(1, 14),
      [.init(.handleIds, path(0, "managedKeyedState[0]"))]
    ) { $0.operatorStates[0].subtaskStates[0].managedKeyedState = .keyGroups(Sample.keyGroups(id: "id")) },
    Case(
      "ids of incremental state", from: .version4, to: .version3, for: FlinkRelease(1, 14),
      [.init(.handle, path(0, "managedKeyedState[0]")), .init(.handleIds, path(1, "rawKeyedState[0]"))]
    ) {
      // Without metadata: Flink reads that since 1.19.
      $0.operatorStates[0].subtaskStates[0].managedKeyedState = Sample.incremental(1, id: "id")
      guard case .incrementalRemote(var handle) = Sample.incremental(1, id: "id") else { return }
      handle.metaStateHandle = Sample.file
      $0.operatorStates[1].subtaskStates[0].rawKeyedState = .incrementalRemote(handle)
    },
    Case(
      "ids of changelogs", from: .version4, to: .version3,
      [
        .init(.handleIds, path(0, "managedKeyedState[0].nonMaterialized[1]")),
        .init(.handleIds, path(0, "managedKeyedState[0]")),
      ]
    ) {
      $0.operatorStates[0].subtaskStates[0].managedKeyedState = changelog(
        [], [changes("filesystem", Sample.file), changes("other", Sample.file)], checkpointId: 1)
    },
    Case(
      "handles inside of changelogs", from: .version4, to: .version4, for: FlinkRelease(1, 19),
      [
        .init(.handle, path(1, "managedKeyedState[0].materialized[1]")),
        .init(.handle, path(1, "managedKeyedState[0].nonMaterialized[0]")),
      ]
    ) {
      $0.operatorStates[1].subtaskStates[0].managedKeyedState = changelog(
        [nil, .keyGroups(Sample.keyGroups([1], segment))], [changes(nil, segment), changes(nil, Sample.file)])
    },
    Case(
      "segments", from: .version4, to: .version4, for: FlinkRelease(1, 19),
      [
        .init(.handle, path(0, "rawOperatorState[0]")), .init(.handle, path(0, "managedKeyedState[0]")),
        .init(.handle, path(0, "inputChannelState[1]")), .init(.handle, path(0, "resultSubpartitionState[0]")),
      ]
    ) {
      $0.operatorStates[0].subtaskStates[0].managedOperatorState = OperatorStreamStateHandle(
        stateNameToPartitionOffsets: [], delegateStateHandle: Sample.file)
      $0.operatorStates[0].subtaskStates[0].rawOperatorState = OperatorStreamStateHandle(
        stateNameToPartitionOffsets: [], delegateStateHandle: segment)
      $0.operatorStates[0].subtaskStates[0].managedKeyedState = .savepointKeyGroups(Sample.keyGroups([1], segment))
      $0.operatorStates[0].subtaskStates[0].inputChannelState = [channel(Sample.file), channel(segment)]
      $0.operatorStates[0].subtaskStates[0].resultSubpartitionState = [channel(.emptySegment)]
    },
    Case(
      "changelogs, for 1.10", from: .version3, to: .version2, [.init(.handle, path(0, "managedKeyedState[0]"))]
    ) { $0.operatorStates[0].subtaskStates[0].managedKeyedState = changelog([], []) },
  ]

  static let cases = ofCheckpoints + ofHandles

  @Test(arguments: cases)
  func lossesAreReportedExactly(_ example: Case) throws {
    let metadata = example.metadata
    #expect(try values(metadata.encode()).encode() == metadata.encode())
    #expect(losses(of: metadata, to: example.version, for: example.release) == example.losses)
    let kinds = Set(example.losses.map(\.kind))
    // All but one accepted: the losses of that kind remain.
    for kind in kinds {
      let remaining = losses(
        of: metadata, to: example.version, for: example.release, accepting: kinds.subtracting([kind]))
      #expect(remaining == example.losses.filter { $0.kind == kind })
    }
    let converted = try metadata.converted(to: example.version, for: example.release, accepting: kinds)
    #expect(try values(converted.encode(), dialect: converted.dialect) == converted)
    // What was lost once is not there to be lost again.
    #expect(losses(of: converted, to: example.version, for: example.release) == [])
  }

  @Test func everyKindHasACase() {
    #expect(Set(Self.cases.flatMap(\.losses).map(\.kind)) == Set(ConversionLoss.Kind.allCases))
  }

  @Test func lossesAreDescribedOnOneLine() throws {
    let metadata = Self.ofCheckpoints[1].metadata
    let error = try #require(throws: ConversionError.self) { try metadata.converted(to: .version4) }
    #expect(
      error.description == "would lose: operatorStates[0]: operator name and uid are dropped; "
        + "operatorStates[1]: operator name and uid are dropped; accept the losses, or keep the version")
  }

  private func losses(
    of metadata: CheckpointMetadata, to version: FormatVersion, for release: FlinkRelease?,
    accepting: Set<ConversionLoss.Kind> = []
  ) -> [Case.Loss]? {
    do throws(ConversionError) {
      _ = try metadata.converted(to: version, for: release, accepting: accepting)
      return []
    } catch {
      guard case .losses(let losses) = error else { return nil }
      return losses.map { Case.Loss($0.kind, $0.path.description) }
    }
  }

  // MARK: To the same version

  @Test(arguments: ConversionTests.readable)
  func convertingToItsOwnVersionLosesNothing(_ entry: Corpus.Entry) throws {
    let bytes = try Corpus.bytes(entry.file)
    let metadata = try values(bytes)
    let release = metadata.dialect == .flink1_11 ? FlinkRelease(1, 11) : FlinkRelease(2, 3)
    var converted = try metadata.converted(to: metadata.version, for: release)
    if metadata.dialect == .flink1_14 { converted.takeBackWhatFlink114Lacks() }
    #expect(converted == metadata)
    #expect(try converted.encode() == bytes)
  }

  /// From the dialect of 1.11 to the common layout: the subtask's index is all that is added.
  @Test(arguments: ConversionTests.readable.filter { $0.dialect == "flink-1.11" })
  func leavingTheDialectOf111AddsTheSubtaskIndex(_ entry: Corpus.Entry) throws {
    let metadata = try values(Corpus.bytes(entry.file))
    var converted = try metadata.converted(to: .version3)
    #expect(converted.dialect == .standard)
    converted.dialect = .flink1_11
    for (operatorIndex, state) in converted.operatorStates.enumerated() {
      for (index, subtask) in state.subtaskStates.enumerated() {
        for keyPath in [\OperatorSubtaskState.inputChannelState, \.resultSubpartitionState] {
          let handles = try subtask[keyPath: keyPath].map { handle in
            guard case .single(var single) = handle else { throw FlinkMetadataError(.stopped(code: 1)) }
            #expect(single.subtaskIndex == subtask.subtaskIndex)
            single.subtaskIndex = nil
            return ChannelStateHandle.single(single)
          }
          converted.operatorStates[operatorIndex].subtaskStates[index][keyPath: keyPath] = handles
        }
      }
    }
    #expect(converted == metadata)
  }
}

extension CheckpointMetadata {
  /// Undoes what a conversion from the dialect of Flink 1.14 adds: sizes and materialization ids of 0, and made-up ids.
  fileprivate mutating func takeBackWhatFlink114Lacks() {
    dialect = .flink1_14
    for index in operatorStates.indices {
      for subtask in operatorStates[index].subtaskStates.indices {
        for keyPath in [\OperatorSubtaskState.managedKeyedState, \.rawKeyedState] {
          operatorStates[index].subtaskStates[subtask][keyPath: keyPath]?.takeBackWhatFlink114Lacks()
        }
      }
    }
  }
}

extension KeyedStateHandle {
  fileprivate mutating func takeBackWhatFlink114Lacks() {
    switch self {
    case .changelogBackend(var handle):
      #expect(handle.checkpointedSize == 0 && handle.materializationId == 0 && handle.stateHandleId != nil)
      (handle.checkpointedSize, handle.materializationId, handle.stateHandleId) = (nil, nil, nil)
      for index in handle.materialized.indices { handle.materialized[index]?.takeBackWhatFlink114Lacks() }
      for index in handle.nonMaterialized.indices { handle.nonMaterialized[index].takeBackWhatFlink114Lacks() }
      self = .changelogBackend(handle)
    case .inMemoryChangelog(var handle):
      #expect(handle.stateHandleId != nil)
      handle.stateHandleId = nil
      self = .inMemoryChangelog(handle)
    case .changelogStream(var handle):
      #expect(handle.checkpointedSize == 0 && handle.stateHandleId != nil)
      (handle.checkpointedSize, handle.stateHandleId) = (nil, nil)
      self = .changelogStream(handle)
    default: break
    }
  }
}
