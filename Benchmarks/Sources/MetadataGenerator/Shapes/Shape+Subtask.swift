// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension Shape {
  /// The state of a subtask with so many elements; see ``ShapeProfile``.
  func subtaskState(elementCount: Int, _ names: inout Identifiers) throws(FlinkMetadataError) -> OperatorSubtaskState {
    var subtask = OperatorSubtaskState(subtaskIndex: 0)
    switch self {
    case .incremental:
      let handle = try incremental(fileCount: elementCount, in: "\(names.checkpoints)/shared", &names)
      subtask.managedKeyedState = .incrementalRemote(handle)
    case .union:
      subtask.managedOperatorState = operatorState(offsetCount: elementCount, try names.relativeFile())
    case .inline:
      let state = try names.inlined(byteCount: 1000 * elementCount)
      subtask.managedKeyedState = try keyGroups(profile.keyGroupCount, state, &names)
      subtask.managedOperatorState = operatorState(offsetCount: 2, try names.inlined(byteCount: 1000))
    case .keygroups:
      subtask.managedKeyedState = try keyGroups(elementCount, try names.relativeFile(), &names)
      subtask.rawKeyedState = try keyGroups(elementCount, try names.file(in: names.exclusive), &names)
    case .mergedFiles:
      return try mergedFiles(segmentCount: elementCount, &names)
    case .channel:
      return try channels(elementCount, &names)
    case .changelog:
      subtask.managedKeyedState = try changelog(fileCount: elementCount, &names)
    case .mixed:
      // Its operators are of other shapes.
      break
    case .smallSubtasks:
      // State that stays in memory is named by a UUID alone.
      let state = StreamStateHandle.byteStream(
        ByteStreamStateHandle(handleName: try names.nextString(), data: [0, 0, 0, 0]))
      if elementCount == 1 {
        subtask.managedKeyedState = .keyGroups(
          KeyGroupsStateHandle(
            keyGroupRange: KeyGroupRange(startKeyGroup: 0, numberOfKeyGroups: 1), offsets: [0], stateHandle: state,
            stateHandleId: try names.nextString()))
      } else {
        subtask.managedOperatorState = operatorState("state", offsetCount: elementCount, state)
      }
    }
    return subtask
  }

  /// Operator state: a list whose elements all go to every subtask, as old Kafka sources keep it.
  private func operatorState(
    _ name: ModifiedUTF8String = "topic-partition-offset-states", offsetCount: Int, _ delegate: StreamStateHandle
  ) -> OperatorStreamStateHandle {
    OperatorStreamStateHandle(
      stateNameToPartitionOffsets: [
        StateMetaInfo(
          name: name, distributionMode: .union, offsets: Offsets(Array(repeating: 0, count: offsetCount)))
      ],
      delegateStateHandle: delegate)
  }
}
