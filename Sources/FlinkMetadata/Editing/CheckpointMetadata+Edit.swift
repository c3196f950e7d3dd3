// SPDX-License-Identifier: Apache-2.0

/// Changes to operators, of versions 2 and later; the task states of version 1 are left alone.
extension CheckpointMetadata {
  /// Removes an operator's state and returns it.
  ///
  /// Flink then starts the operator without state. A job restores from the result even without
  /// `--allowNonRestoredState`, since Flink does not miss what is not in the file. Files that only this operator used
  /// are no longer referenced.
  @discardableResult
  public mutating func removeOperatorState(_ id: OperatorID) throws(EditError) -> OperatorState {
    operatorStates.remove(at: try index(of: id))
  }

  /// Gives an operator's state to the operator that has another uid in the job, by changing its id to
  /// ``OperatorID/init(uid:)`` and, from version 5, the recorded uid.
  ///
  /// Flink finds an operator's state by the id alone, so this is how state follows an operator whose uid was changed,
  /// or that had none and was given one.
  public mutating func changeUid(of id: OperatorID, to uid: String) throws(EditError) {
    let index = try index(of: id)
    let newID = OperatorID(uid: uid)
    if newID != id && operatorStates.contains(where: { $0.operatorID == newID }) { throw .operatorExists(newID) }
    let name = try ModifiedUTF8String.operatorName(uid)
    operatorStates[index].operatorID = newID
    if version >= .version5 { operatorStates[index].operatorUid = name }
  }

  /// Changes the name that is recorded for an operator, from version 5. Flink only shows it.
  public mutating func renameOperator(_ id: OperatorID, to name: String) throws(EditError) {
    let index = try index(of: id)
    if version < .version5 { throw .namesNeedVersion5 }
    operatorStates[index].operatorName = try .operatorName(name)
  }

  /// Changes an operator's max parallelism where Flink would accept that: where the operator has no keyed state, and
  /// not below its parallelism.
  public mutating func changeMaxParallelism(of id: OperatorID, to maxParallelism: Int32) throws(EditError) {
    let index = try index(of: id)
    let state = operatorStates[index]
    if state.subtaskStates.contains(where: { $0.managedKeyedState != nil || $0.rawKeyedState != nil }) {
      throw .keyedStateFixesMaxParallelism
    }
    if maxParallelism < max(1, state.parallelism) || maxParallelism > MetadataLimits.maxParallelism {
      throw .illegalMaxParallelism(maxParallelism)
    }
    operatorStates[index].maxParallelism = maxParallelism
  }

  private func index(of id: OperatorID) throws(EditError) -> Int {
    guard let index = operatorStates.firstIndex(where: { $0.operatorID == id }) else { throw .noSuchOperator(id) }
    return index
  }
}

extension ModifiedUTF8String {
  /// An operator's name or uid.
  static func operatorName(_ text: String) throws(EditError) -> ModifiedUTF8String {
    guard !text.isEmpty, let name = try? ModifiedUTF8String(text) else { throw .illegalName }
    return name
  }
}
