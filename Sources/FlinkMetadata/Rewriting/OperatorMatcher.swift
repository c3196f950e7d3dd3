// SPDX-License-Identifier: Apache-2.0

/// Finds the operators of a file that are to be edited, and sees whether they can be.
///
/// Asked about each operator in turn. What is wrong is known after the last one, when ``finish()`` throws it. Keeps a
/// bounded number of operators for each edit.
struct OperatorMatcher {
  /// What becomes of an operator.
  struct Change {
    var isDropped = false
    var uid: (text: ModifiedUTF8String, id: OperatorID)?
    var name: ModifiedUTF8String?
  }

  private let edits: OperatorEdits
  /// The ids of the operators that each edit matches: how many, and the first of them.
  private var matches: [(count: Int, first: [OperatorID])]
  /// How many operators of the output have each of the new ids.
  private var countsOfNewIDs: [OperatorID: Int] = [:]
  private var contradiction: OperatorID?
  /// How many operators there are, and how many are dropped.
  private(set) var plan = OperatorPlan(operatorCount: 0, droppedCount: 0)
  /// What has become of those that are edited.
  private(set) var edited: [RewriteReport.EditedOperator] = []

  init(_ edits: OperatorEdits) {
    self.edits = edits
    matches = Array(repeating: (0, []), count: edits.edits.count)
    for case .changeUid(_, let id) in edits.edits.map(\.action) { countsOfNewIDs[id] = 0 }
  }

  /// Whether there is nothing to do.
  var isIdle: Bool { edits.isEmpty }

  /// Throws if a file of this version cannot be edited in these ways.
  func require(_ version: FormatVersion) throws(FlinkMetadataError) {
    if isIdle { return }
    if version == .version1 { throw FlinkMetadataError(.edit(.tasks)) }
    if version < .version5 && edits.renames { throw FlinkMetadataError(.edit(.namesNeedVersion5)) }
  }

  /// What becomes of the next operator, or nil if it stays as it is.
  mutating func change(name: ModifiedUTF8Span?, uid: ModifiedUTF8Span?, id: OperatorID) -> Change? {
    plan.operatorCount += 1
    var change: Change?
    for index in edits.edits.indices where edits.edits[index].text.matches(name: name, uid: uid, id: id) {
      matches[index].count += 1
      if matches[index].first.count < EditError.mostListed { matches[index].first.append(id) }
      add(edits.edits[index].action, to: &change, id)
    }
    if let change {
      report(change, name, uid, id)
      if change.isDropped {
        plan.droppedCount += 1
        return change
      }
    }
    countsOfNewIDs[change?.uid?.id ?? id]? += 1
    return change
  }

  private mutating func add(_ action: OperatorEdits.Action, to change: inout Change?, _ id: OperatorID) {
    let before = change
    var after = before ?? Change()
    switch action {
    case .drop: after.isDropped = true
    case .changeUid(let text, let newID):
      if after.uid != nil { contradiction = id }
      after.uid = (text, newID)
    case .rename(let name):
      if after.name != nil { contradiction = id }
      after.name = name
    }
    if after.isDropped && (after.uid != nil || after.name != nil) { contradiction = id }
    change = after
  }

  private mutating func report(_ change: Change, _ name: ModifiedUTF8Span?, _ uid: ModifiedUTF8Span?, _ id: OperatorID)
  {
    // If there are more, some edit matches several operators, which is an error.
    guard edited.count < edits.edits.count else { return }
    edited.append(
      RewriteReport.EditedOperator(
        id: id, name: Self.text(name), uid: Self.text(uid), isDropped: change.isDropped, newID: change.uid?.id,
        newUid: (change.uid?.text).map { String($0) }, newName: change.name.map { String($0) }))
  }

  private static func text(_ span: ModifiedUTF8Span?) -> String? {
    guard let span else { return nil }
    return String(span)
  }

  /// Throws if an edit could not be made, after the last operator.
  func finish() throws(FlinkMetadataError) {
    for (edit, match) in zip(edits.edits, matches) where match.count != 1 {
      let text = edit.text.text
      throw FlinkMetadataError(
        .edit(
          match.count == 0
            ? .noOperator(text) : .severalOperators(text, count: match.count, first: match.first)))
    }
    if let contradiction { throw FlinkMetadataError(.edit(.contradiction(contradiction))) }
    for case .changeUid(_, let id) in edits.edits.map(\.action) where countsOfNewIDs[id] != 1 {
      throw FlinkMetadataError(.edit(.operatorExists(id)))
    }
  }
}
