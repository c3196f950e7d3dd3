import FlinkMetadata

/// An operator that is asked for.
enum WantedOperator: Sendable {
  case text(WantedText)
  case id(OperatorID)

  func matches(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    switch self {
    case .text(let text): text.matches(name: name, uid: uid, id: id)
    case .id(let wanted): id == wanted
    }
  }
}

/// A name, a uid or an id that is asked for.
struct WantedText: Sendable {
  let text: String
  private let utf16: [UInt16]
  private let id: OperatorID?
  /// The id of an operator with this uid, for files that have no uids.
  private let idOfUid: OperatorID
  /// The ids of the operators that a list gives this name, for files that have no names.
  private let idsOfName: [OperatorID]

  init(_ text: String, _ names: OperatorList) {
    self.text = text
    utf16 = Array(text.utf16)
    id = OperatorID(text)
    idOfUid = OperatorID(uid: text)
    idsOfName = names.entries.filter { $0.name?.utf8.elementsEqual(text.utf8) == true }.map(\.id)
  }

  func matches(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    if name == nil && idsOfName.contains(id) { return true }
    if let name, isSame(name) { return true }
    if let uid { return isSame(uid) || id == self.id }
    return id == self.id || id == idOfUid
  }

  private func isSame(_ other: ModifiedUTF8Span) -> Bool {
    var units = UTF16Units(other.bytes)
    for unit in utf16 where units.next() != unit { return false }
    return units.next() == nil
  }
}
