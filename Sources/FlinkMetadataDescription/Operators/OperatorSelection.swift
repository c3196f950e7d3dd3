import FlinkMetadata

/// The operators that somebody asked for, by one of the things that operators are known by.
public struct OperatorSelection: Sendable {
  private let utf16: [UInt16]
  private let id: OperatorID?

  /// Selects the operators whose name, uid or id (32 hexadecimal digits) is `text`; in version 1 the tasks with that id.
  public init(_ text: String) {
    utf16 = Array(text.utf16)
    id = OperatorID(text)
  }

  /// Whether an operator is among the selected ones.
  @usableFromInline
  func contains(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    if let name, matches(name) { return true }
    if let uid, matches(uid) { return true }
    return id == self.id
  }

  private func matches(_ text: ModifiedUTF8Span) -> Bool {
    var units = UTF16Units(text.bytes)
    for unit in utf16 where units.next() != unit { return false }
    return units.next() == nil
  }
}
