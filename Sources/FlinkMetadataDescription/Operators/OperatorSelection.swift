// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// The operators that a caller asks for, and how many of them there are.
///
/// Visitors of this module have one: they report only the selected operators, while the walk checks the others too. To
/// look up operators of values, use ``matches(_:)``:
///
/// ```swift
/// let states = metadata.operatorStates.filter(OperatorSelection("my-uid").matches)
/// ```
///
/// A selection of texts finds operators that have a text as a whole. ``OperatorLookup`` makes of it one that also finds
/// operators by a part.
public struct OperatorSelection: Sendable {
  private let wanted: [WantedOperator]?
  /// Names and uids of operators whose file has none.
  public let names: OperatorList
  /// How many operators (in version 1: tasks) a walk has met.
  public private(set) var operatorCount = 0
  /// How many of them are selected.
  public private(set) var selectedCount = 0

  /// Selects all operators.
  public init() { self.init([]) }

  /// Selects the operators whose name, uid or id (32 hexadecimal digits) is `text`; in version 1 the tasks with that
  /// id. In files before version 5, which have no uids, the operator whose id is the hash of the uid `text`.
  public init(_ text: String) { self.init([text]) }

  /// Selects the operators that one of the texts selects; see ``init(_:)-(String)``. Without texts, selects all operators.
  ///
  /// - Parameters:
  ///   - texts: names, uids and ids.
  ///   - names: names and uids for operators whose file has none. Visitors report these as if the file had them.
  public init(_ texts: [String], names: OperatorList = OperatorList()) {
    self.init(texts.isEmpty ? nil : texts.map { .text(WantedText($0, names)) }, names: names)
  }

  private init(_ wanted: [WantedOperator]?, names: OperatorList) {
    self.wanted = wanted
    self.names = names
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
    for one in wanted where one.matches(name: name, uid: uid, id: id) { return true }
    return false
  }

  /// What an operator is called: by its file, or else by ``names``.
  public func identity(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> OperatorIdentity {
    var identity = names[id]?.identity ?? OperatorIdentity(id: id)
    if let name { identity.name = String(name) }
    if let uid { identity.uid = String(uid) }
    return identity
  }

  /// The answer to a walk that asks whether to visit an operator. Counts it.
  mutating func visits(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Bool {
    operatorCount += 1
    let isSelected = matches(name: name, uid: uid, id: id)
    if isSelected { selectedCount += 1 }
    return isSelected
  }

  // MARK: Parts

  /// The texts, as far as they are not resolved.
  var texts: [WantedText] {
    (wanted ?? []).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// The same selection, with some of its texts replaced by the ids of the operators that they are a part of.
  func replacing(_ ids: [ExactText: OperatorID]) -> OperatorSelection {
    let replaced = wanted?.map { one -> WantedOperator in
      if case .text(let text) = one, let id = ids[ExactText(text.text)] { .id(id) } else { one }
    }
    return OperatorSelection(replaced, names: names)
  }
}
