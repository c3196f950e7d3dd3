// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// An operator that is dropped, renamed or given another uid while a file is copied: exactly its bytes change, and a
/// file with operators that cannot be told apart is refused.
func fuzzOperatorEdits(_ bytes: [UInt8], _ choices: [UInt8], pieceSizes: [Int], _ checks: inout Checks)
  throws(BrokenProperty)
{
  // The plan of paths takes its choices from the other end.
  var chosen = ChosenBytes(choices.reversed())
  var collector = OperatorCollector()
  let walk = attemptWalk(bytes, visitor: &collector)
  guard let field = chosen.one(of: collector.fields) else { return }
  let text = "uid-" + String(decoding: chosen.bytes(most: 12), as: UTF8.self)
  let choice = chosen.below(3)
  var rewriter = PathRewriter(PathRules())
  do throws(EditError) {
    switch choice {
    case 0: rewriter.operatorEdits.drop(field.id.description)
    case 1: try rewriter.operatorEdits.changeUid(of: field.id.description, to: text)
    default: try rewriter.operatorEdits.rename(field.id.description, to: text)
    }
  } catch {
    throw BrokenProperty("a short text was refused: \(error)")
  }

  let output = MemorySink()
  let outcome = attempt { () throws(FlinkMetadataError) in try rewriter.rewrite(bytes.span.bytes, to: output) }
  if checks.oneIn(4) {
    let streamed = MemorySink()
    let outcomeOfSource = attempt { () throws(FlinkMetadataError) in
      let plan = choice == 0 ? try rewriter.plan(PieceSource(bytes, sizes: pieceSizes)) : nil
      return try rewriter.rewrite(PieceSource(bytes, sizes: pieceSizes), plan: plan, to: streamed)
    }
    try require(outcome == outcomeOfSource, "memory and source: \(outcome) and \(outcomeOfSource)")
    try require(outcome.failure != nil || streamed.bytes == output.bytes, "a source is edited otherwise")
  }

  guard walk.success != nil else { return try require(outcome.failure != nil, "a damaged file was edited") }
  let version = Int(bytes[7])
  let newID = OperatorID(uid: text)
  let isAmbiguous = collector.fields.count { $0.matches(field.id) } != 1
  let isTaken = choice == 1 && collector.fields.contains { $0.id == newID && $0.offset != field.offset }
  if isAmbiguous || isTaken || (choice == 2 && version < 5) {
    guard case .edit(let error) = outcome.failure?.kind else { throw BrokenProperty("edited without a right") }
    return try requireOneLine(error)
  }
  _ = try outcome.value("an operator was not edited")
  if choice == 0 { return try requireGap(bytes, output.bytes, field, collector) }

  let (name, uid) = field.texts(of: bytes, version)
  var head: [UInt8] = []
  if version >= 5 {
    head += choice == 2 ? written(text) : name
    head += choice == 1 ? written(text) : uid
  }
  let id = choice == 1 ? newID : field.id
  head += bigEndian(id.lowerPart) + bigEndian(id.upperPart)
  let end = field.offset + name.count + uid.count + 16
  let expected = Array(bytes[..<field.offset] + head + bytes[end...])
  try require(output.bytes == expected, "edited otherwise: \(firstDifference(output.bytes, expected))")
}

private func written(_ text: String) -> [UInt8] {
  let bytes = modifiedUTF8(text)
  return bigEndian(UInt16(bytes.count)) + bytes
}

/// There is one operator less, and its bytes are missing.
private func requireGap(_ bytes: [UInt8], _ output: [UInt8], _ field: OperatorField, _ collector: OperatorCollector)
  throws(BrokenProperty)
{
  let first = collector.firstOffset
  let count = bigEndian(Int32(collector.fields.count - 1))
  let before = bytes[..<(first - 4)] + count + bytes[first..<field.offset]
  let expected = Array(before + bytes.suffix(max(0, output.count - field.offset)))
  try require(output == expected, "dropped otherwise: \(firstDifference(output, expected))")
  if let next = collector.fields.first(where: { $0.offset > field.offset }) {
    try requireEqual(bytes.count - output.count, next.offset - field.offset, "the length of a dropped operator")
  }
  var left = OperatorCollector()
  _ = try attemptWalk(output, visitor: &left).value("what is left cannot be read")
  try requireEqual(left.fields.map(\.id), collector.fields.filter { $0.offset != field.offset }.map(\.id), "operators")
}

/// An operator and where it begins.
private struct OperatorField {
  var id: OperatorID
  var name: String?
  var uid: String?
  var offset: Int

  /// Whether the digits of an id mean this operator.
  func matches(_ id: OperatorID) -> Bool {
    let digits = id.description
    return self.id == id || name == digits || uid == digits || (uid == nil && self.id == OperatorID(uid: digits))
  }

  /// Name and uid with their lengths; nothing before version 5.
  func texts(of bytes: [UInt8], _ version: Int) -> (name: [UInt8], uid: [UInt8]) {
    guard version >= 5 else { return ([], []) }
    func text(at offset: Int) -> [UInt8] {
      Array(bytes[offset..<offset + 2 + Int(bytes[offset]) << 8 + Int(bytes[offset + 1])])
    }
    let name = text(at: offset)
    return (name, text(at: offset + name.count))
  }
}

/// Collects the operators of a file, in file order.
private struct OperatorCollector: MetadataVisitor {
  private(set) var fields: [OperatorField] = []
  /// Where the first operator begins.
  private(set) var firstOffset = 0
  private var offset = 0

  mutating func beginList(_ field: MetadataPath.Field, count: Int, offset: Int64?) {
    if field == .operatorStates { firstOffset = Int(offset ?? 0) }
  }

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) {
    if field == .operatorStates { self.offset = Int(offset ?? 0) }
  }

  mutating func beginOperatorState(
    operatorName: ModifiedUTF8Span?, operatorUid: ModifiedUTF8Span?, operatorID: OperatorID, parallelism: Int32,
    maxParallelism: Int32, chainLength: Int32?
  ) {
    var field = OperatorField(id: operatorID, offset: offset)
    if let operatorName { field.name = String(operatorName) }
    if let operatorUid { field.uid = String(operatorUid) }
    fields.append(field)
  }
}
