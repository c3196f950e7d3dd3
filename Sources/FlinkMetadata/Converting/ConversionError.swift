// SPDX-License-Identifier: Apache-2.0

/// Why a checkpoint's metadata could not be converted.
@nonexhaustive
public enum ConversionError: Error, Sendable, Hashable {
  /// The conversion would lose what the caller did not accept: all of these, in file order.
  case losses([ConversionLoss])
  /// A task of version 1 is a chain of several operators. Version 1 groups state by tasks, and only the id of the
  /// operator at the head of the chain is in the file.
  case chainedTasks(MetadataPath)
  /// The target is version 1. Only Flink 1.2 wrote it, and it groups state by task.
  case toVersion1
  /// Flink refuses a negative checkpoint id in every version but 1.
  case negativeCheckpointId(Int64)
  /// Merged channel state cannot be expanded: its offsets cannot be read, or it has no stream.
  case mergedChannels(FlinkMetadataError)
}

extension ConversionError: CustomStringConvertible {
  /// One line: the place, what was wrong, and what to do.
  public var description: String {
    switch self {
    case .losses(let losses):
      "would lose: " + losses.map(\.description).joined(separator: "; ") + "; accept the losses, or keep the version"
    case .chainedTasks(let path):
      "\(path): expected a task of one operator; version 1 does not hold the ids of the other operators of a chain"
    case .toVersion1: "expected a version from 2 on: nothing can be converted to version 1"
    case .negativeCheckpointId(let id): "expected a checkpoint id of 0 or more, found \(id)"
    case .mergedChannels(let error): "merged channel state cannot be expanded: \(error)"
    }
  }
}
