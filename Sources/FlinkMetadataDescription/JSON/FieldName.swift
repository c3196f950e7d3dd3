import FlinkMetadata

extension MetadataPath.Field {
  /// The raw value, as a static string: to write one is to copy bytes, which counts where it is done for every handle.
  var name: StaticString {
    switch self {
    case .masterStates: "masterStates"
    case .operatorStates: "operatorStates"
    case .taskStates: "taskStates"
    case .subtaskStates: "subtaskStates"
    case .coordinatorState: "coordinatorState"
    case .legacyOperatorState: "legacyOperatorState"
    case .managedOperatorState: "managedOperatorState"
    case .rawOperatorState: "rawOperatorState"
    case .managedKeyedState: "managedKeyedState"
    case .rawKeyedState: "rawKeyedState"
    case .inputChannelState: "inputChannelState"
    case .resultSubpartitionState: "resultSubpartitionState"
    case .stateNameToPartitionOffsets: "stateNameToPartitionOffsets"
    case .delegateStateHandle: "delegateStateHandle"
    case .stateHandle: "stateHandle"
    case .metaStateHandle: "metaStateHandle"
    case .sharedState: "sharedState"
    case .privateState: "privateState"
    case .handle: "handle"
    case .materialized: "materialized"
    case .nonMaterialized: "nonMaterialized"
    case .changes: "changes"
    case .streamStateHandles: "streamStateHandles"
    case .delegate: "delegate"
    case .serializedChannelOffsets: "serializedChannelOffsets"
    case .checkpointProperties: "checkpointProperties"
    }
  }
}
