// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A part of the values that a description is about, to find the elements of its lists in the description, which lacks
/// those that Flink forgets.
enum DescribedPart {
  case checkpoint(CheckpointMetadata)
  case operatorState(OperatorState)
  case subtaskState(OperatorSubtaskState)
  case keyedState(KeyedStateHandle)
  /// Has no lists but those that are described as they are.
  case other

  /// Where an element of a list is described; nil if Flink forgets it.
  func position(of index: Int, in field: MetadataPath.Field) -> Int? {
    switch (self, field) {
    case (.operatorState(let state), .subtaskStates):
      // In the order of the numbers; the last of a number counts.
      let number = state.subtaskStates[index].subtaskIndex
      if state.subtaskStates[(index + 1)...].contains(where: { $0.subtaskIndex == number }) { return nil }
      return Set(state.subtaskStates.map(\.subtaskIndex).filter { $0 < number }).count
    case (.keyedState(.changelogBackend(let handle)), .materialized):
      return handle.materialized[..<index].count { $0 != nil }
    default: return index
    }
  }

  /// An element of a list.
  func part(_ index: Int, of field: MetadataPath.Field) -> DescribedPart {
    switch (self, field) {
    case (.checkpoint(let metadata), .operatorStates): return .operatorState(metadata.operatorStates[index])
    case (.operatorState(let state), .subtaskStates): return .subtaskState(state.subtaskStates[index])
    case (.subtaskState(let state), .managedKeyedState): return Self.keyed(state.managedKeyedState)
    case (.subtaskState(let state), .rawKeyedState): return Self.keyed(state.rawKeyedState)
    case (.keyedState(.changelogBackend(let handle)), .materialized): return Self.keyed(handle.materialized[index])
    case (.keyedState(.changelogBackend(let handle)), .nonMaterialized):
      return Self.keyed(handle.nonMaterialized[index])
    default: return .other
    }
  }

  private static func keyed(_ handle: KeyedStateHandle?) -> DescribedPart { handle.map { .keyedState($0) } ?? .other }
}
