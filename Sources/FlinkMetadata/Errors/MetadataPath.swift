/// The place in a metadata file that an error or an event belongs to, written as one would find it in the JSON
/// description: `operatorStates[3].subtaskStates[0].managedKeyedState.sharedState[17].handle`.
public struct MetadataPath: Sendable, Hashable, CustomStringConvertible {
  /// A part of the format that contains other parts. Names are those of Flink's classes and their fields.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case masterStates
    case operatorStates
    case taskStates
    case subtaskStates
    case coordinatorState
    case legacyOperatorState
    case managedOperatorState
    case rawOperatorState
    case managedKeyedState
    case rawKeyedState
    case inputChannelState
    case resultSubpartitionState
    case stateNameToPartitionOffsets
    case delegateStateHandle
    case stateHandle
    case metaStateHandle
    case sharedState
    case privateState
    case handle
    case materialized
    case nonMaterialized
    case changes
    case streamStateHandles
    case delegate
    case serializedChannelOffsets
    case checkpointProperties
  }

  /// A field, and for an element of a list its index counted from 0.
  public struct Component: Sendable, Hashable, CustomStringConvertible {
    /// The field.
    public var field: Field
    /// The element's index in the list, or nil where the field is not a list.
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

    /// The component as text: `sharedState[17]`.
    public var description: String {
      index.map { "\(field.rawValue)[\($0)]" } ?? field.rawValue
    }
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
