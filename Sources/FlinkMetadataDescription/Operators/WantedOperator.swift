// SPDX-License-Identifier: Apache-2.0

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
  var text: String { operatorText.text }
  private let operatorText: OperatorText
  /// The ids of the operators that a list gives this name, for files that have no names.
  private let idsOfName: [OperatorID]

  init(_ text: String, _ names: OperatorList) {
    operatorText = OperatorText(text)
    idsOfName = names.entries.filter { $0.name?.utf8.elementsEqual(text.utf8) == true }.map(\.id)
  }

  func matches(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    operatorText.matches(name: name, uid: uid, id: id) || name == nil && idsOfName.contains(id)
  }
}
