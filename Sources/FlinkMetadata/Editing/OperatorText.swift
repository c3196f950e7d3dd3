// SPDX-License-Identifier: Apache-2.0

/// What people call an operator by: its name, its uid or its id.
package struct OperatorText: Sendable {
  /// The text as it was given.
  package let text: String
  private let id: OperatorID?
  /// The id of an operator with this uid, for operators whose uid is not recorded.
  private let idOfUid: OperatorID

  package init(_ text: String) {
    self.text = text
    id = OperatorID(text)
    idOfUid = OperatorID(uid: text)
  }

  /// Whether the text means an operator with this name, uid and id. Linear in the length of name and uid; allocates
  /// only if one of them is not ASCII.
  package func matches(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    if let name, name == text { return true }
    if let uid { return uid == text || id == self.id }
    return id == self.id || id == idOfUid
  }
}
