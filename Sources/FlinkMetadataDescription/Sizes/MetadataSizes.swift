// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What makes a metadata file large: its bytes by operator and content, its largest values and its largest subtask.
///
/// Use it to find out why a file, or the acknowledgement of a task, is too large. For the size of the state that the
/// file refers to, use ``CheckpointSummary``.
///
/// ```swift
/// let sizes = try MetadataSizes(try MetadataFile(bytes))
/// for state in sizes.operators { print(state.name ?? "\(state.id)", state.contents.total) }
/// ```
///
/// Each byte is counted once: ``fileContents``, ``operators`` and ``unselectedByteCount`` add up to ``fileSize``.
public struct MetadataSizes: Sendable {
  /// The file's version.
  public internal(set) var version = FormatVersion.version2
  /// The checkpoint's id.
  public internal(set) var checkpointId: Int64 = 0
  /// The size of the file in bytes, with bytes after the body.
  public internal(set) var fileSize: Int64 = 0
  /// The bytes that belong to no operator: header, master states, checkpoint properties and bytes after the body.
  public internal(set) var fileContents = ContentSizes()
  /// The selected operators, or in version 1 the tasks, largest first.
  public internal(set) var operators: [OperatorSizes] = []
  /// How many operators the file has; ``operators`` may have only some of them.
  public internal(set) var operatorCount = 0
  /// The bytes of operators that are not selected. If there are such operators, the bytes of master states too.
  public internal(set) var unselectedByteCount: Int64 = 0
  /// The largest values, largest first.
  public internal(set) var largestValues: [MetadataValue] = []
  /// The subtask with the most bytes; nil if there is none.
  public internal(set) var largestSubtask: SubtaskBytes?

  init() {}

  /// Measures a file in memory. Linear; memory grows with the number of operators.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - operators: the operators that are measured.
  ///   - valueCount: how many of the largest values are wanted.
  /// - Throws: `FlinkMetadataError` if the file is damaged.
  public init(_ file: MetadataFile, operators: OperatorSelection = OperatorSelection(), valueCount: Int = 10)
    throws(FlinkMetadataError)
  {
    var visitor = MetadataSizesVisitor(operators: operators, valueCount: valueCount)
    self = visitor.finish(try file.walk(&visitor))
  }

  /// The bytes of the selected operators and of the file itself, by content.
  public var contents: ContentSizes { operators.reduce(into: fileContents) { $0.add($1.contents) } }

  /// The operator that a part of the file belongs to; nil if it belongs to none.
  public func owner(of path: MetadataPath) -> OperatorSizes? {
    switch path.components.first?.field {
    case .operatorStates, .taskStates: operators.first { $0.index == path.components.first?.index }
    default: nil
    }
  }
}

/// The bytes of an operator (in version 1: of a task) in a metadata file.
public struct OperatorSizes: Sendable {
  /// The operator's index in the file, from 0.
  public var index: Int
  /// The operator's name, from version 5.
  public var name: String?
  /// The uid that the job gave the operator, from version 5.
  public var uid: String?
  /// The operator's id.
  public var id: OperatorID
  /// The bytes by content.
  public var contents = ContentSizes()
}

/// The bytes of a subtask in a metadata file.
public struct SubtaskBytes: Sendable {
  /// The part of the file that the subtask is.
  public var path: MetadataPath
  /// The subtask's index, from 0.
  public var subtaskIndex: Int32
  /// How many bytes the subtask has.
  public var byteCount: Int64
  /// How many handles the subtask has, those within handles included.
  public var handleCount: Int64
}
