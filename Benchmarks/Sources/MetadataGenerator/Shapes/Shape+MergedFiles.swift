// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension Shape {
  /// A subtask whose state is in parts of files: several tables of RocksDB in one file, operator state in another.
  func mergedFiles(segmentCount: Int, _ names: inout Identifiers) throws(FlinkMetadataError) -> OperatorSubtaskState {
    let taskOwned = "\(names.checkpoints)/taskowned/job_\(names.job)_tm_\(names.next())"
    let shared = "\(names.checkpoints)/shared/job_\(names.job)_op_\(names.job)_0_\(profile.parallelism)"
    var files = MergedFile(directory: shared, scope: .shared)
    var tables: [HandleAndLocalPath] = []
    for number in 0..<segmentCount {
      tables.append(
        HandleAndLocalPath(
          localPath: try ModifiedUTF8String(Self.tableName(number)), handle: try files.nextSegment(&names)))
    }
    var taskFile = MergedFile(directory: taskOwned, scope: .exclusive)
    var own: [HandleAndLocalPath] = []
    for name in ["MANIFEST-000005", "CURRENT", "OPTIONS-000015"] {
      own.append(
        HandleAndLocalPath(localPath: try ModifiedUTF8String(name), handle: try taskFile.nextSegment(&names)))
    }
    let keyed = IncrementalRemoteKeyedStateHandle(
      checkpointId: Shape.checkpointId, backendIdentifier: try names.nextString(),
      keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: Int32(profile.keyGroupCount)),
      checkpointedSize: names.size(), metaStateHandle: try taskFile.nextSegment(&names), sharedState: tables,
      privateState: own, stateHandleId: try names.nextString())
    let directories = FileMergingDirectories(
      taskOwnedDirectory: try ModifiedUTF8String(taskOwned), sharedDirectory: try ModifiedUTF8String(shared),
      isEmpty: false)
    let managed = OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [
        StateMetaInfo(name: "rules", distributionMode: .broadcast, offsets: [0, 0])
      ],
      fileMerging: directories, delegateStateHandle: try taskFile.nextSegment(&names))
    return OperatorSubtaskState(
      subtaskIndex: 0, managedOperatorState: managed, rawOperatorState: empty(directories),
      managedKeyedState: .incrementalRemote(keyed))
  }

  /// What file merging leaves of operator state that has no elements.
  private func empty(_ directories: FileMergingDirectories) -> OperatorStreamStateHandle {
    var directories = directories
    directories.isEmpty = true
    return OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [], fileMerging: directories, delegateStateHandle: .emptySegment)
  }
}

/// A file that is filled with segments, and the next one when it is full.
private struct MergedFile {
  private static let segmentsInFile = 16

  let directory: String
  let scope: CheckpointedStateScope
  private var path = ""
  private var position: Int64 = 0
  private var count = 0

  init(directory: String, scope: CheckpointedStateScope) {
    self.directory = directory
    self.scope = scope
  }

  mutating func nextSegment(_ names: inout Identifiers) throws(FlinkMetadataError) -> StreamStateHandle {
    if count % Self.segmentsInFile == 0 {
      path = "\(directory)/\(names.next())"
      position = 0
    }
    count += 1
    let size = names.size()
    defer { position += size }
    return .segment(
      SegmentFileStateHandle(
        filePath: try ModifiedUTF8String(path), startPos: position, stateSize: size, scope: scope,
        logicalFileId: try names.nextString()))
  }
}
