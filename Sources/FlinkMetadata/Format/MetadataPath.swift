// SPDX-License-Identifier: Apache-2.0

/// A place in a metadata file, which is also the path into its JSON description:
/// `operatorStates[3].subtaskStates[0].managedKeyedState[0].sharedState[17].handle`.
///
/// Errors carry one, and visitors can build one from ``MetadataVisitor/enter(_:index:offset:)`` and
/// ``MetadataVisitor/leave(_:index:)`` with ``Component/init(entering:index:in:)``.
public struct MetadataPath: Sendable, Hashable, CustomStringConvertible {
  /// A part of the format that contains other parts. The names are those of Flink's classes and their fields.
  @nonexhaustive
  public enum Field: UInt8, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// State of hooks of the job manager.
    case masterStates
    /// State of operators.
    case operatorStates
    /// State of tasks (version 1).
    case taskStates
    /// State of the subtasks of an operator or a task.
    case subtaskStates
    /// State of an operator's coordinator.
    case coordinatorState
    /// State of Flink 1.1 (versions 1 and 2).
    case legacyOperatorState
    /// Operator state that Flink manages.
    case managedOperatorState
    /// Operator state that the operator serializes itself.
    case rawOperatorState
    /// Keyed state that Flink manages.
    case managedKeyedState
    /// Keyed state that the operator serializes itself.
    case rawKeyedState
    /// Data that was in flight to a subtask.
    case inputChannelState
    /// Data that was in flight from a subtask.
    case resultSubpartitionState
    /// The named states of an operator state handle.
    case stateNameToPartitionOffsets
    /// The stream of an operator state handle.
    case delegateStateHandle
    /// The stream of key groups.
    case stateHandle
    /// A backend's description of its incremental state.
    case metaStateHandle
    /// Files of incremental state that other checkpoints may use.
    case sharedState
    /// Files of incremental state of one checkpoint.
    case privateState
    /// The handle of a file of incremental state or of changes.
    case handle
    /// The materialized part of changelog state.
    case materialized
    /// The changes since the materialization.
    case nonMaterialized
    /// Changes in the metadata file itself.
    case changes
    /// Files of changes.
    case streamStateHandles
    /// The stream of a channel's state.
    case delegate
    /// The offsets of merged channels.
    case serializedChannelOffsets
    /// What kind of checkpoint it is.
    case checkpointProperties

    /// The name, as in Flink and in JSON.
    @inlinable public var name: StaticString {
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

    /// The name.
    public var description: String { "\(name)" }

    /// Whether Flink keeps the field as a collection, though a file has at most one element of it. In version 1 it does
    /// not.
    @inlinable public func isListOfOne(in version: FormatVersion) -> Bool {
      switch self {
      case .managedOperatorState, .rawOperatorState, .managedKeyedState, .rawKeyedState: version > .version1
      default: false
      }
    }
  }

  /// A field, and for an element of a list its index, counted from 0.
  public struct Component: Sendable, Hashable, CustomStringConvertible {
    /// The field.
    public var field: Field
    /// The element's index in the list, or nil if the field is not a list.
    public var index: Int? { storedIndex < 0 ? nil : Int(storedIndex) }

    @usableFromInline var storedIndex: Int32

    @inlinable init(field: Field, storedIndex: Int32) {
      self.field = field
      self.storedIndex = storedIndex
    }

    /// Names a field, or the element of a list.
    public init(_ field: Field, index: Int? = nil) {
      self.init(field: field, storedIndex: index.flatMap(Int32.init(exactly:)) ?? -1)
    }

    /// Names the part that a visitor enters. Events give no index to the only element of a list of one
    /// (``Field/isListOfOne(in:)``), but its path has the index 0.
    public init(entering field: Field, index: Int?, in version: FormatVersion) {
      self.init(field, index: index ?? (field.isListOfOne(in: version) ? 0 : nil))
    }

    /// The component as text: `sharedState[17]`.
    public var description: String { index.map { "\(field.name)[\($0)]" } ?? "\(field.name)" }
  }

  /// From the outermost part to the innermost; empty for the file itself.
  public var components: [Component]

  /// Makes a path of its components, outermost first.
  public init(_ components: [Component] = []) {
    self.components = components
  }

  /// The components joined by dots; empty for the file itself.
  public var description: String {
    components.map(\.description).joined(separator: ".")
  }
}
