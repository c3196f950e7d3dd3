// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Edits of operators that cannot be made are refused with their reason, and nothing is edited halfway.
func requireRefusedEdits(_ values: CheckpointMetadata, _ bytes: [UInt8]) throws(BrokenProperty) {
  if values.version == .version1 {
    return try requireRefused(bytes, { $0.drop("x") }) { if case .tasks = $0 { true } else { false } }
  }
  try requireRefused(bytes, { $0.drop("no operator's name") }) { if case .noOperator = $0 { true } else { false } }
  guard let state = values.operatorStates.first else { return }
  let id = state.operatorID.description
  guard values.operatorStates.count(where: { $0.isNamed(id) }) == 1 else { return }
  for choice in 0..<(values.version >= .version5 ? 3 : 2) {
    try requireRefused(bytes, { (edits) throws(EditError) in try contradict(&edits, id, choice) }) {
      if case .contradiction = $0 { true } else { false }
    }
  }

  // A source is read twice if an operator is dropped, and has to be the same both times.
  var rewriter = PathRewriter(PathRules())
  rewriter.operatorEdits.drop(id)
  let planless = attempt { () throws(FlinkMetadataError) in
    try rewriter.rewrite(MemorySource(bytes), to: MemorySink())
  }
  try requireEqual(planless.failure?.kind, .edit(.dropNeedsPlan), "dropping without a plan")
  if let error = planless.failure { try requireWords(error) }
  var other = values
  other.operatorStates.append(OperatorState(operatorID: OperatorID(uid: "one more"), parallelism: 1, maxParallelism: 1))
  let longer = attempt { () throws(FlinkMetadataError) in try other.encode() }.success
  for (file, dropped) in [(longer, id), (bytes, "no operator's name")] {
    guard let file else { continue }
    var planner = PathRewriter(PathRules())
    if dropped == id { planner.operatorEdits.drop(id) }
    guard let plan = attempt({ () throws(FlinkMetadataError) in try planner.plan(MemorySource(file)) }).success else {
      continue
    }
    let outcome = attempt { () throws(FlinkMetadataError) in
      try rewriter.rewrite(MemorySource(bytes), plan: plan, to: MemorySink())
    }
    try requireEqual(outcome.failure?.kind, .edit(.planDiffers), "a plan of another file")
    if let error = outcome.failure { try requireWords(error) }
  }
  try requireSeveral(values)
}

/// Two edits of one operator that cannot both be made.
private func contradict(_ edits: inout OperatorEdits, _ id: String, _ choice: Int) throws(EditError) {
  switch choice {
  case 0:
    try edits.changeUid(of: id, to: "a")
    try edits.changeUid(of: id, to: "b")
  case 1:
    edits.drop(id)
    try edits.changeUid(of: id, to: "a")
  default:
    try edits.rename(id, to: "a")
    try edits.rename(id, to: "b")
  }
}

/// A name that many operators have means none of them.
private func requireSeveral(_ values: CheckpointMetadata) throws(BrokenProperty) {
  guard values.version >= .version5 else { return }
  let name: ModifiedUTF8String = "it's twelve times"
  var many = values
  for number in 0..<12 {
    var state = OperatorState(
      operatorID: OperatorID(lowerPart: 9, upperPart: Int64(number)), parallelism: 1, maxParallelism: 1)
    state.operatorName = name
    many.operatorStates.append(state)
  }
  guard let bytes = attempt({ () throws(FlinkMetadataError) in try many.encode() }).success else { return }
  try requireRefused(bytes, { (edits) throws(EditError) in try edits.rename(String(name), to: "a") }) {
    if case .severalOperators(_, let count, _) = $0 { count >= 12 } else { false }
  }
}

private func requireRefused(
  _ bytes: [UInt8], _ edit: (inout OperatorEdits) throws(EditError) -> Void, _ isReason: (EditError) -> Bool
) throws(BrokenProperty) {
  var rewriter = PathRewriter(PathRules())
  do throws(EditError) {
    try edit(&rewriter.operatorEdits)
  } catch {
    throw BrokenProperty("an edit was refused before it was tried: \(error)")
  }
  let outcome = attempt { () throws(FlinkMetadataError) in try rewriter.rewrite(bytes) }
  guard case .edit(let reason)? = outcome.failure?.kind, isReason(reason) else {
    throw BrokenProperty("edited, or refused for another reason: \(outcome.failure as Any)")
  }
  try requireWords(outcome.failure)
}

extension OperatorState {
  /// Whether a text means this operator.
  fileprivate func isNamed(_ text: String) -> Bool {
    operatorID.description == text || operatorName.map { $0 == text } == true || operatorUid.map { $0 == text } == true
      || (operatorUid == nil && operatorID == OperatorID(uid: text))
  }
}
