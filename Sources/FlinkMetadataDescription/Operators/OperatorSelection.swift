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
  private struct Wanted: Sendable {
    let utf16: [UInt16]
    let id: OperatorID?
    /// The id of an operator with this uid, for files that have no uids.
    let idOfUid: OperatorID
  }

  private let wanted: Wanted?
  /// How many operators (in version 1: tasks) a walk has met.
  public private(set) var operatorCount = 0
  /// How many of them are selected.
  public private(set) var selectedCount = 0

  /// Selects all operators.
  public init() { wanted = nil }

  /// Selects the operators whose name, uid or id (32 hexadecimal digits) is `text`; in version 1 the tasks with that
  /// id. In files before version 5, which have no uids, the operator whose id is the hash of the uid `text`.
  public init(_ text: String) {
    wanted = Wanted(utf16: Array(text.utf16), id: OperatorID(text), idOfUid: OperatorID(uid: text))
  }

  /// Whether all operators are selected.
  public var isAll: Bool { wanted == nil }

  /// Whether an operator is selected. Linear in the length of its name and uid.
  public func matches(_ state: OperatorState) -> Bool {
    matches(name: state.operatorName?.span, uid: state.operatorUid?.span, id: state.operatorID)
  }

  /// Whether an operator with this name, uid and id is selected.
  public func matches(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    guard let wanted else { return true }
    if let name, Self.isSame(name, wanted.utf16) { return true }
    if let uid { return Self.isSame(uid, wanted.utf16) || id == wanted.id }
    return id == wanted.id || id == wanted.idOfUid
  }

  private static func isSame(_ text: ModifiedUTF8Span, _ utf16: [UInt16]) -> Bool {
    var units = UTF16Units(text.bytes)
    for unit in utf16 where units.next() != unit { return false }
    return units.next() == nil
  }

  /// The answer to a walk that asks whether to visit an operator. Counts it.
  mutating func visits(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    operatorCount += 1
    let isSelected = matches(name: name, uid: uid, id: id)
    if isSelected { selectedCount += 1 }
    return isSelected
  }
}
