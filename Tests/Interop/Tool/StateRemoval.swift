// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Takes away state of an operator that stays in the file, as of one that had none.
enum StateRemoval {
  /// Removes the state of the subtasks; `all` also that of the coordinator.
  static func run(_ metadata: inout CheckpointMetadata, _ id: OperatorID, all: Bool) throws {
    guard let index = metadata.operatorStates.firstIndex(where: { $0.operatorID == id }) else {
      throw EditError.noSuchOperator(id)
    }
    if all { metadata.operatorStates[index].coordinatorState = nil }
    for subtask in metadata.operatorStates[index].subtaskStates.indices {
      let subtaskIndex = metadata.operatorStates[index].subtaskStates[subtask].subtaskIndex
      metadata.operatorStates[index].subtaskStates[subtask] = OperatorSubtaskState(subtaskIndex: subtaskIndex)
    }
  }
}
