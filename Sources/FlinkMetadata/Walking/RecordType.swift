// SPDX-License-Identifier: Apache-2.0

/// A record of the format, for a ``MetadataFieldVisitor``.
@nonexhaustive
public enum RecordType: UInt8, Sendable, Hashable, CaseIterable {
  /// The whole file.
  case metadata
  /// ``MasterState``
  case masterState
  /// ``OperatorState``
  case operatorState
  /// ``TaskState``
  case taskState
  /// ``OperatorSubtaskState`` or ``TaskSubtaskState``
  case subtaskState
  /// ``ByteStreamStateHandle``
  case byteStreamStateHandle
  /// ``FileStateHandle``
  case fileStateHandle
  /// ``RelativeFileStateHandle``
  case relativeFileStateHandle
  /// ``SegmentFileStateHandle``
  case segmentFileStateHandle
  /// ``StreamStateHandle/emptySegment``
  case emptySegmentFileStateHandle
  /// ``OperatorStreamStateHandle``
  case operatorStreamStateHandle
  /// ``OperatorStreamStateHandle`` with ``FileMergingDirectories``
  case fileMergingOperatorStreamStateHandle
  /// The same, empty
  case emptyFileMergingOperatorStreamStateHandle
  /// ``StateMetaInfo``
  case stateMetaInfo
  /// ``KeyGroupsStateHandle``
  case keyGroupsStateHandle
  /// ``KeyedStateHandle/savepointKeyGroups(_:)``
  case keyGroupsSavepointStateHandle
  /// ``IncrementalRemoteKeyedStateHandle``
  case incrementalRemoteKeyedStateHandle
  /// ``HandleAndLocalPath``
  case handleAndLocalPath
  /// ``ChangelogStateBackendHandle``
  case changelogStateBackendHandle
  /// ``InMemoryChangelogStateHandle``
  case inMemoryChangelogStateHandle
  /// ``StateChange``
  case stateChange
  /// ``ChangelogStateHandleStream``
  case changelogStateHandleStream
  /// ``StreamStateHandleAndOffset``
  case streamStateHandleAndOffset
  /// ``SingleChannelStateHandle`` of an input channel
  case inputChannelStateHandle
  /// ``SingleChannelStateHandle`` of a result subpartition
  case resultSubpartitionStateHandle
  /// ``MergedChannelStateHandle`` of input channels
  case mergedInputChannelStateHandle
  /// ``MergedChannelStateHandle`` of result subpartitions
  case mergedResultSubpartitionStateHandle
  /// ``ChannelInfo``
  case channelInfo
  /// ``CheckpointProperties``
  case checkpointProperties
  /// ``CheckpointType``
  case checkpointType
  /// ``SavepointType``
  case savepointType

  /// Flink's name of the class, for records that can be of several classes in one position; nil for the others.
  @inlinable public var className: StaticString? {
    switch self {
    case .metadata, .masterState, .operatorState, .taskState, .subtaskState, .stateMetaInfo, .handleAndLocalPath,
      .stateChange, .streamStateHandleAndOffset, .channelInfo, .checkpointProperties:
      nil
    case .byteStreamStateHandle: "ByteStreamStateHandle"
    case .fileStateHandle: "FileStateHandle"
    case .relativeFileStateHandle: "RelativeFileStateHandle"
    case .segmentFileStateHandle: "SegmentFileStateHandle"
    case .emptySegmentFileStateHandle: "EmptySegmentFileStateHandle"
    case .operatorStreamStateHandle: "OperatorStreamStateHandle"
    case .fileMergingOperatorStreamStateHandle: "FileMergingOperatorStreamStateHandle"
    case .emptyFileMergingOperatorStreamStateHandle: "EmptyFileMergingOperatorStreamStateHandle"
    case .keyGroupsStateHandle: "KeyGroupsStateHandle"
    case .keyGroupsSavepointStateHandle: "KeyGroupsSavepointStateHandle"
    case .incrementalRemoteKeyedStateHandle: "IncrementalRemoteKeyedStateHandle"
    case .changelogStateBackendHandle: "ChangelogStateBackendHandleImpl"
    case .inMemoryChangelogStateHandle: "InMemoryChangelogStateHandle"
    case .changelogStateHandleStream: "ChangelogStateHandleStreamImpl"
    case .inputChannelStateHandle: "InputChannelStateHandle"
    case .resultSubpartitionStateHandle: "ResultSubpartitionStateHandle"
    case .mergedInputChannelStateHandle: "MergedInputChannelStateHandle"
    case .mergedResultSubpartitionStateHandle: "MergedResultSubpartitionStateHandle"
    case .checkpointType: "CheckpointType"
    case .savepointType: "SavepointType"
    }
  }

  /// Whether the type is known exactly only at the end of the record: operator state, whose class depends on a field.
  @inlinable public var isRefinedAtEnd: Bool {
    switch self {
    case .operatorStreamStateHandle, .fileMergingOperatorStreamStateHandle,
      .emptyFileMergingOperatorStreamStateHandle:
      true
    default: false
    }
  }

  /// Whether the record is a state handle.
  @inlinable public var isHandle: Bool {
    switch self {
    case .checkpointType, .savepointType: false
    default: className != nil
    }
  }
}

extension MetadataPath.Field {
  /// The record that each element of a list is, where all are of one type; nil for lists of handles and single fields.
  @inlinable var elementType: RecordType? {
    switch self {
    case .masterStates: .masterState
    case .operatorStates: .operatorState
    case .taskStates: .taskState
    case .subtaskStates: .subtaskState
    case .stateNameToPartitionOffsets: .stateMetaInfo
    case .sharedState, .privateState: .handleAndLocalPath
    case .changes: .stateChange
    case .streamStateHandles: .streamStateHandleAndOffset
    default: nil
    }
  }
}
