import FlinkMetadata

/// The operators that a caller asks for, and how many of them there are.
///
/// Visitors of this module have one: they report only the selected operators, while the walk checks the others too. To
/// look up operators of values, use ``matches(_:)``:
///
/// ```swift
/// let states = metadata.operatorStates.filter(OperatorSelection("my-uid").matches)
/// ```
public struct OperatorSelection: Sendable {
  private let wanted: OperatorText?
  /// How many operators (in version 1: tasks) a walk has met.
  public private(set) var operatorCount = 0
  /// How many of them are selected.
  public private(set) var selectedCount = 0

  /// Selects all operators.
  public init() { wanted = nil }

  /// Selects the operators whose name, uid or id (32 hexadecimal digits) is `text`; in version 1 the tasks with that
  /// id. In files before version 5, which have no uids, the operator whose id is the hash of the uid `text`.
  public init(_ text: String) {
    wanted = OperatorText(text)
  }

  /// Whether all operators are selected.
  public var isAll: Bool { wanted == nil }

  /// Whether an operator is selected. Linear in the length of its name and uid.
  public func matches(_ state: OperatorState) -> Bool {
    matches(name: state.operatorName?.span, uid: state.operatorUid?.span, id: state.operatorID)
  }

  /// Whether an operator with this name, uid and id is selected.
  public func matches(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    wanted?.matches(name: name, uid: uid, id: id) ?? true
  }

  /// The answer to a walk that asks whether to visit an operator. Counts it.
  mutating func visits(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    operatorCount += 1
    let isSelected = matches(name: name, uid: uid, id: id)
    if isSelected { selectedCount += 1 }
    return isSelected
  }
}
