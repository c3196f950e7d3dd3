// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Values that a program put together wrongly are refused, or written so that they read back: never is a file written
/// that cannot be read, or that means something else.
func fuzzContradictions(_ values: CheckpointMetadata, _ chosen: inout ChosenBytes) throws(BrokenProperty) {
  var values = values
  for _ in 0...chosen.below(3) {
    let change = chosen.below(contradictions.count)
    contradictions[change](&values, &chosen)
  }
  var nothing = Nothing()
  let walked = attempt { () throws(FlinkMetadataError) in try values.walk(&nothing) }
  let encoded = attempt { () throws(FlinkMetadataError) in try values.encode() }
  if let error = walked.failure { try requireEqual(encoded.failure, error, "walking and encoding") }
  guard let bytes = encoded.success else {
    guard let error = encoded.failure, error.offset == nil else {
      throw BrokenProperty("an offset in a file that does not exist: \(encoded)")
    }
    return try require(!error.description.isEmpty, "an error without words")
  }
  let again = try attemptDecoding(bytes, dialect: values.dialect).value("what was encoded cannot be decoded")
  try require(again == asWritten(values), "what was encoded reads back as other values")
}

/// The values without numbers that their version has no place for, and that mean nothing anywhere.
private func asWritten(_ values: CheckpointMetadata) -> CheckpointMetadata {
  var values = values
  let isVersion2 = values.version == .version2
  for index in values.operatorStates.indices {
    values.operatorStates[index].chainLength = isVersion2 ? values.operatorStates[index].chainLength ?? 1 : nil
    for subtask in values.operatorStates[index].subtaskStates.indices {
      let duration = values.operatorStates[index].subtaskStates[subtask].duration
      values.operatorStates[index].subtaskStates[subtask].duration = isVersion2 ? duration ?? -1 : nil
    }
  }
  return values
}

private typealias Change = @Sendable (inout CheckpointMetadata, inout ChosenBytes) -> Void

private let contradictions: [Change] = [
  { values, chosen in values.version = chosen.one(of: FormatVersion.allCases) ?? .version2 },
  { values, chosen in values.dialect = chosen.one(of: Dialect.allCases) ?? .standard },
  { values, _ in values.checkpointId = -1 },
  { values, _ in values.properties = nil },
  { values, _ in values.masterStates.append(MasterState(version: 1, name: ModifiedUTF8String.letter, bytes: [1])) },
  { values, _ in
    values.taskStates.append(
      TaskState(
        jobVertexID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 1, maxParallelism: 2, chainLength: 0))
  },
  // Operators
  { values, chosen in values.change(&chosen) { state, _ in state.operatorName = ModifiedUTF8String.none } },
  { values, chosen in values.change(&chosen) { state, _ in state.operatorUid = ModifiedUTF8String.letter } },
  { values, chosen in values.change(&chosen) { state, chosen in state.parallelism = Int32(chosen.below(4)) - 1 } },
  { values, chosen in values.change(&chosen) { state, _ in state.maxParallelism = 0 } },
  { values, chosen in values.change(&chosen) { state, _ in state.isFullyFinished = true } },
  { values, chosen in
    values.change(&chosen) { state, _ in
      state.isFullyFinished = true
      state.subtaskStates = []
    }
  },
  { values, chosen in
    values.change(&chosen) { state, _ in
      state.coordinatorState = ByteStreamStateHandle(handleName: ModifiedUTF8String.letter, data: [1, 2])
    }
  },
  // Subtasks
  { values, chosen in values.changeSubtask(&chosen) { subtask, _ in subtask.subtaskIndex = -1 } },
  { values, chosen in values.changeSubtask(&chosen) { subtask, _ in subtask.isFinished = true } },
  { values, chosen in values.changeSubtask(&chosen) { subtask, _ in subtask.refCheckpointId = 7 } },
  { values, chosen in
    values.changeSubtask(&chosen) { subtask, _ in subtask.legacyOperatorState = [nil, .emptySegment] }
  },
  { values, chosen in
    values.changeSubtask(&chosen) { subtask, chosen in subtask.inputChannelState.append(.any(&chosen)) }
  },
  { values, chosen in
    values.changeSubtask(&chosen) { subtask, chosen in subtask.resultSubpartitionState.append(.any(&chosen)) }
  },
  { values, chosen in
    values.changeSubtask(&chosen) { subtask, chosen in subtask.managedOperatorState = .any(&chosen) }
  },
  { values, chosen in
    values.changeSubtask(&chosen) { subtask, chosen in subtask.managedKeyedState = .any(&chosen, depth: 0) }
  },
  { values, chosen in
    values.changeSubtask(&chosen) { subtask, _ in subtask.rawKeyedState = .deep }
  },
  { values, chosen in
    values.changeSubtask(&chosen) { subtask, chosen in
      subtask.managedKeyedState = chosen.one(of: KeyedStateHandle.brokenChangelogs)
    }
  },
  // Handles
  { values, chosen in
    let target = chosen.below(8)
    let handle = StreamStateHandle.any(&chosen, depth: 0)
    var index = 0
    values.modifyStreamStateHandles {
      if index == target { $0 = handle }
      index += 1
    }
  },
]

extension CheckpointMetadata {
  /// Changes one of the operators, or of those that are made for this.
  fileprivate mutating func change(
    _ chosen: inout ChosenBytes, _ body: (inout OperatorState, inout ChosenBytes) -> Void
  ) {
    if operatorStates.isEmpty {
      operatorStates = [
        OperatorState(operatorID: OperatorID(lowerPart: 1, upperPart: 2), parallelism: 2, maxParallelism: 4)
      ]
    }
    body(&operatorStates[chosen.below(operatorStates.count)], &chosen)
  }

  fileprivate mutating func changeSubtask(
    _ chosen: inout ChosenBytes, _ body: (inout OperatorSubtaskState, inout ChosenBytes) -> Void
  ) {
    change(&chosen) { state, chosen in
      if state.subtaskStates.isEmpty { state.subtaskStates = [OperatorSubtaskState(subtaskIndex: 0)] }
      body(&state.subtaskStates[chosen.below(state.subtaskStates.count)], &chosen)
    }
  }
}
