// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Testing

/// What a reader refuses in a handle, the writer refuses in every kind of handle that can have it.
@Suite struct IllegalValueTests {
  private typealias Sample = EncodingProblemTests

  /// The error for values with this state.
  private func failure(
    _ state: KeyedStateHandle, version: FormatVersion = .version6, dialect: Dialect = .standard
  ) -> FlinkMetadataError? {
    var metadata = Sample.Case.legal(version)
    metadata.dialect = dialect
    if version == .version1 {
      metadata.taskStates[0].subtaskStates[0].managedKeyedState = state
    } else {
      metadata.operatorStates[0].subtaskStates[0].managedKeyedState = state
    }
    return FlinkMetadataTests.failure { () throws(FlinkMetadataError) in try metadata.encode() }
  }

  /// A keyed handle of each tag.
  private static func states(_ range: KeyGroupRange) -> [HandleTag: KeyedStateHandle] {
    func keyGroups(_ id: ModifiedUTF8String?) -> KeyGroupsStateHandle {
      KeyGroupsStateHandle(
        keyGroupRange: range, offsets: Offsets(repeatElement(1, count: Int(range.numberOfKeyGroups))),
        stateHandle: Sample.file, stateHandleId: id)
    }
    func incremental(_ size: Int64?, _ id: ModifiedUTF8String?) -> KeyedStateHandle {
      .incrementalRemote(
        IncrementalRemoteKeyedStateHandle(
          checkpointId: 1, backendIdentifier: "b", keyGroupRange: range, checkpointedSize: size, metaStateHandle: nil,
          sharedState: [], privateState: [], stateHandleId: id))
    }
    func changelog(_ checkpointId: Int64?) -> KeyedStateHandle {
      .changelogBackend(
        ChangelogStateBackendHandle(
          keyGroupRange: range, checkpointedSize: 1, materialized: [], nonMaterialized: [], materializationId: 1,
          checkpointId: checkpointId, stateHandleId: "id"))
    }
    func stream(_ storage: ModifiedUTF8String?, size: Int64? = 1) -> KeyedStateHandle {
      .changelogStream(
        ChangelogStateHandleStream(
          keyGroupRange: range, streamStateHandles: [], stateSize: 1, checkpointedSize: size, stateHandleId: "id",
          storageIdentifier: storage))
    }
    return [
      .keyGroups: .keyGroups(keyGroups(nil)), .keyGroupsV2: .keyGroups(keyGroups("id")),
      .savepointKeyGroups: .savepointKeyGroups(keyGroups(nil)), .incrementalKeyGroups: incremental(nil, nil),
      .incrementalKeyGroupsV2: incremental(1, "id"), .changelog: changelog(nil), .changelogV2: changelog(1),
      .changelogByteIncrement: .inMemoryChangelog(
        InMemoryChangelogStateHandle(keyGroupRange: range, from: 0, to: 1, changes: [], stateHandleId: "id")),
      .changelogFileIncrement: stream(nil), .changelogFileIncrementV2: stream("storage"),
    ]
  }

  private static func inStream(_ stream: StreamStateHandle) -> KeyedStateHandle {
    .keyGroups(Sample.keyGroups([1], stream))
  }

  private static let emptyPaths: [StreamStateHandle] = [
    .file(FileStateHandle(filePath: "", stateSize: 1)),
    .relativeFile(RelativeFileStateHandle(relativePath: "", stateSize: 1)),
    .segment(
      SegmentFileStateHandle(filePath: "", startPos: 0, stateSize: 1, scope: .shared, logicalFileId: "id")),
  ]

  @Test func theSamplesAreLegal() {
    for state in Self.states(Sample.range).values { #expect(failure(state) == nil) }
  }

  @Test func keyGroupsBelowZeroAreRefused() {
    for state in Self.states(KeyGroupRange(startKeyGroup: -1, numberOfKeyGroups: 2)).values {
      #expect(failure(state)?.kind == .keyGroupRange(start: -1, count: 2))
    }
  }

  @Test func pathsAreNotEmpty() {
    for stream in Self.emptyPaths {
      let error = failure(Self.inStream(stream))
      #expect(error?.kind == .emptyPath)
      #expect(error?.path.description == "operatorStates[0].subtaskStates[0].managedKeyedState[0].stateHandle")
    }
    let directories: [(ModifiedUTF8String, ModifiedUTF8String)] = [("", "s3://b/shared"), ("s3://b/owned", "")]
    for (taskOwned, shared) in directories {
      var metadata = Sample.Case.legal(.version6)
      metadata.operatorStates[0].subtaskStates[0].rawOperatorState = OperatorStreamStateHandle(
        stateNameToPartitionOffsets: [],
        fileMerging: FileMergingDirectories(taskOwnedDirectory: taskOwned, sharedDirectory: shared, isEmpty: true),
        delegateStateHandle: .emptySegment)
      let error = FlinkMetadataTests.failure { () throws(FlinkMetadataError) in try metadata.encode() }
      #expect(error?.kind == .emptyPath)
    }
  }

  @Test func sizesAreKnownOrMinusOne() {
    for size in [-1, -2] as [Int64] {
      let streams: [StreamStateHandle] = [
        .file(FileStateHandle(filePath: "s3://b/f", stateSize: size)),
        .relativeFile(RelativeFileStateHandle(relativePath: "f", stateSize: size)),
      ]
      for stream in streams { #expect(failure(Self.inStream(stream))?.kind == (size == -1 ? nil : .fileSize(size))) }
    }
  }

  @Test(arguments: [Dialect.flink1_11, .flink1_14])
  func aDialectHasNoLaterTag(_ dialect: Dialect) {
    let last: HandleTag = dialect == .flink1_11 ? .relativeFile : .changelogFileIncrement
    for (tag, state) in Self.states(Sample.range) where tag > last {
      #expect(failure(state, version: .version3, dialect: dialect)?.kind == .notRepresentable(.tagInDialect), "\(tag)")
    }
    for stream in [Self.segment, .emptySegment] {
      let error = failure(Self.inStream(stream), version: .version3, dialect: dialect)
      #expect(error?.kind == .notRepresentable(.tagInDialect))
    }
    var metadata = Sample.Case.legal(.version3)
    metadata.dialect = dialect
    metadata.operatorStates[0].subtaskStates[0].managedOperatorState = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [],
      fileMerging: FileMergingDirectories(taskOwnedDirectory: "a", sharedDirectory: "b", isEmpty: true),
      delegateStateHandle: .emptySegment)
    let error = FlinkMetadataTests.failure { () throws(FlinkMetadataError) in try metadata.encode() }
    #expect(error?.kind == .notRepresentable(.tagInDialect))
    #expect(error?.path.components.count == 3)
  }

  @Test func version1HasNoLaterStream() {
    let streams: [StreamStateHandle] = [
      Self.segment, .emptySegment, .relativeFile(RelativeFileStateHandle(relativePath: "f", stateSize: 1)),
      .keyGroups(Sample.keyGroups()),
    ]
    for stream in streams {
      #expect(failure(Self.inStream(stream), version: .version1)?.kind == .notRepresentable(.tagInVersion1))
    }
  }

  @Test func changelogsHaveSizesAndIds() {
    let stream = ChangelogStateHandleStream(
      keyGroupRange: Sample.range, streamStateHandles: [], stateSize: 1, checkpointedSize: 1, stateHandleId: nil,
      storageIdentifier: nil)
    var withoutSize = stream
    withoutSize.stateHandleId = "id"
    withoutSize.checkpointedSize = nil
    let inMemory = InMemoryChangelogStateHandle(
      keyGroupRange: Sample.range, from: 0, to: 1, changes: [], stateHandleId: nil)
    for state in [
      KeyedStateHandle.changelogStream(stream), .changelogStream(withoutSize), .inMemoryChangelog(inMemory),
    ] {
      #expect(failure(state)?.kind == .notRepresentable(.incompleteChangelog))
    }
  }

  private static let segment = StreamStateHandle.segment(
    SegmentFileStateHandle(filePath: "s3://b/f", startPos: 0, stateSize: 1, scope: .shared, logicalFileId: "id"))
}
