// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Edits do what they say, or refuse with a reason; what was edited can be written and read.
func fuzzEdits(_ values: CheckpointMetadata, _ chosen: inout ChosenBytes) throws(BrokenProperty) {
  guard let state = chosen.one(of: values.operatorStates) else {
    return try requireNoSuchOperator(values)
  }
  let id = state.operatorID
  let index = values.operatorStates.firstIndex { $0.operatorID == id } ?? 0
  var edited = values
  var name = String(decoding: chosen.bytes(most: 12), as: UTF8.self)
  let edit = Edit(&chosen)
  // Another operator may have the uid.
  if chosen.bool(), let uid = chosen.one(of: values.operatorStates)?.operatorUid { name = String(uid) }
  do throws(EditError) {
    switch edit {
    case .remove: try edited.removeOperatorState(id)
    case .changeUid: try edited.changeUid(of: id, to: name)
    case .rename: try edited.renameOperator(id, to: name)
    case .changeMaxParallelism(let number): try edited.changeMaxParallelism(of: id, to: number)
    case .changeLocations: break
    }
  } catch {
    try require(edited == values, "a refused edit changed something")
    return try requireReason(error, values.operatorStates[index], values, name)
  }
  switch edit {
  case .remove:
    var rest = values.operatorStates
    rest.remove(at: index)
    try require(edited.operatorStates == rest, "another operator was removed")
  case .changeUid:
    try require(edited.operatorStates[index].operatorID == OperatorID(uid: name), "another id for \(name)")
  case .rename:
    try require(edited.operatorStates[index].operatorName.map(String.init) == name, "another name than \(name)")
  case .changeMaxParallelism(let number):
    try require(edited.operatorStates[index].maxParallelism == number, "another max parallelism than \(number)")
  case .changeLocations: try changeLocations(&edited, to: name.isEmpty ? "x" : name)
  }
  try requireReadsBack(edited, "after an edit")
  let digits = id.description
  try require(OperatorID(digits) == id, "the digits of an id mean another one")
  try require(OperatorID(digits.dropLast()) == nil && OperatorID(digits.dropLast() + "x") == nil, "an id of no digits")
}

private enum Edit {
  case remove, changeUid, rename, changeLocations
  case changeMaxParallelism(Int32)

  init(_ chosen: inout ChosenBytes) {
    switch chosen.below(5) {
    case 0: self = .remove
    case 1: self = .changeUid
    case 2: self = .rename
    case 3: self = .changeMaxParallelism(Int32(chosen.number()))
    default: self = .changeLocations
    }
  }
}

private func requireReason(_ error: EditError, _ state: OperatorState, _ values: CheckpointMetadata, _ name: String)
  throws(BrokenProperty)
{
  try requireOneLine(error)
  let hasKeyedState = state.subtaskStates.contains { $0.managedKeyedState != nil || $0.rawKeyedState != nil }
  let isJustified =
    switch error {
    case .noSuchOperator: false
    case .operatorExists(let id): values.operatorStates.contains { $0.operatorID == id }
    case .namesNeedVersion5: values.version < .version5
    case .illegalName: name.isEmpty
    case .keyedStateFixesMaxParallelism: hasKeyedState
    case .illegalMaxParallelism(let number): number < max(1, state.parallelism) || number > 32_768
    case .noOperator, .severalOperators, .contradiction, .tasks, .dropNeedsPlan, .planDiffers: false
    }
  try require(isJustified, "refused without a reason: \(error)")
}

private func requireNoSuchOperator(_ values: CheckpointMetadata) throws(BrokenProperty) {
  var edited = values
  do {
    try edited.removeOperatorState(OperatorID(lowerPart: 1, upperPart: 2))
  } catch {
    try requireOneLine(error)
    return try require(edited == values, "a refused edit changed something")
  }
  throw BrokenProperty("an operator was removed that is not there")
}

/// Every handle that has a location gets the new one.
private func changeLocations(_ values: inout CheckpointMetadata, to text: String) throws(BrokenProperty) {
  guard let location = try? ModifiedUTF8String(text) else { throw BrokenProperty("a short text does not fit") }
  var broken = 0
  values.modifyStreamStateHandles { handle in
    let before = handle
    // No handle can lose its location.
    handle.location = nil
    if handle != before { broken += 1 }
    handle.location = location
    if handle.location != (before.location == nil ? nil : location) { broken += 1 }
    if handle.stateSize != before.stateSize { broken += 1 }
  }
  try require(broken == 0, "\(broken) locations were changed otherwise")
}
