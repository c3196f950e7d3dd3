// SPDX-License-Identifier: Apache-2.0

/// What the generated metadata hold most of; each is a kind of job that really occurs.
public enum Shape: String, CaseIterable, Sendable {
  /// RocksDB's incremental checkpoints: long lists of shared and private files (tag 11).
  case incremental
  /// Operator state with long arrays of offsets, as of union list state (tag 4).
  case union
  /// Small state in the metadata file itself: 1 to 1,000 KB a handle (tag 1).
  case inline
  /// Keyed state with an offset for each of many key groups (tag 12).
  case keygroups
  /// Merged files: segments of files and their directories (tags 15 to 17).
  case mergedFiles = "merged-files"
  /// Unaligned checkpoints: state of channels, one by one and merged (version 6).
  case channel
  /// The changelog backend: materialized state and files of changes (tags 13 and 14).
  case changelog
  /// Operators of all the shapes above in turn.
  case mixed
  /// Jobs of high parallelism with little state: thousands of subtasks of about 110 bytes, keyed and operator state in
  /// the metadata file itself (tags 1, 4 and 12).
  case smallSubtasks = "small-subtasks"

  /// The shapes of the operators, in turn. Later shapes are not mixed in: mixed metadata stay the same for ever.
  var parts: [Shape] {
    self == .mixed ? [.incremental, .union, .inline, .keygroups, .mergedFiles, .channel, .changelog] : [self]
  }

  /// The checkpoint's id, in the file and in the directory of its own files.
  static let checkpointId: Int64 = 4711
}

/// What is the same for all subtasks of a shape.
struct ShapeProfile {
  /// How many elements a subtask has: files, offsets, channels or thousands of bytes. Several numbers: subtasks of several
  /// sizes, in turn.
  var elementCounts: [Int]
  /// The most subtasks of an operator.
  var parallelism = 128
  /// How many key groups a subtask has. Flink allows 32,768 in all.
  var keyGroupCount = 256
}

extension Shape {
  var profile: ShapeProfile {
    switch self {
    case .incremental, .mergedFiles: ShapeProfile(elementCounts: [400])
    case .union: ShapeProfile(elementCounts: [8192])
    case .inline: ShapeProfile(elementCounts: [1, 20, 2, 100, 5, 500, 10, 50, 200, 1000], keyGroupCount: 4)
    case .keygroups: ShapeProfile(elementCounts: [2048], parallelism: 16, keyGroupCount: 2048)
    case .channel: ShapeProfile(elementCounts: [64])
    case .changelog: ShapeProfile(elementCounts: [200])
    case .mixed: ShapeProfile(elementCounts: [])
    // In turn a key group and an offset.
    case .smallSubtasks: ShapeProfile(elementCounts: [1, 2], parallelism: 4096, keyGroupCount: 1)
    }
  }
}
