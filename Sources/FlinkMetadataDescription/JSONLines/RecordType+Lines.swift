// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

// Which records get a line, and what is on it.

extension RecordType {
  /// The kind of line that a record gets, if it gets one.
  var lineKind: StaticString {
    switch self {
    case .masterState: "masterState"
    case .operatorState: "operator"
    case .taskState: "task"
    case .subtaskState: "subtask"
    case .stateMetaInfo: "state"
    case .stateChange: "change"
    default: "handle"
    }
  }

  /// Whether the record has a line and contains no other record that has one.
  var isLeaf: Bool {
    switch self {
    case .masterState, .stateMetaInfo, .stateChange, .byteStreamStateHandle, .fileStateHandle,
      .relativeFileStateHandle, .segmentFileStateHandle, .emptySegmentFileStateHandle:
      true
    default: false
    }
  }

  /// Whether the record's line tells the operator around it.
  var isInOperator: Bool {
    switch self {
    case .masterState, .operatorState, .taskState: false
    default: true
    }
  }

  /// Whether the record is an object on the line of another record.
  var isMember: Bool {
    switch self {
    case .channelInfo, .checkpointProperties, .checkpointType, .savepointType: true
    default: false
    }
  }

  /// Whether the record's own fields belong on the line of the handle inside it.
  var annotatesHandle: Bool { self == .handleAndLocalPath || self == .streamStateHandleAndOffset }
}
