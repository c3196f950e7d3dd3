// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// Every description of any bytes ends as the walk does, is well-formed, and says what the walk says.
func fuzzDescribe(_ original: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  let (input, isInflated) = original.inflated(&checks)
  let bytes = input.file
  var chosen = ChosenBytes(input.choices)
  var collector = PathCollector()
  let walk = attemptWalk(bytes, visitor: &collector)
  let options = DescriptionOptions(&chosen, collector.fields)

  if checks.oneIn(4) { try requireJSON(bytes, walk, options) }
  if checks.oneIn(4) { try requireJSONLines(bytes, walk, options) }
  if checks.oneIn(8) { try requireAbandonedJSON(isInflated ? bytes.dropLast(40) : bytes, options) }
  if checks.oneIn(8) { try requireDirectJSON(bytes, walk, options) }
  guard let walked = walk.success,
    let file = attempt({ () throws(FlinkMetadataError) in try MetadataFile(bytes) }).success
  else { return }
  if checks.oneIn(2) { try requireSummary(file, walked, options) }
  if checks.oneIn(4) { try requireSizes(file, options) }
  if checks.oneIn(4) { try requireNoDifference(file, options) }
  if checks.oneIn(4) { try requireDifference(file, options, &chosen) }
  if checks.oneIn(4) { try requireFiles(file, options) }
  if checks.oneIn(4) { try requireOperators(file, options, &chosen) }
  if checks.oneIn(16) { try requireGroups(file, options) }
  if checks.oneIn(16) { try requireValues(file, options) }
  if checks.oneIn(8) { try requireFilesOnce(file, options) }
}

/// What can be asked of a description, as the fuzzer wants it.
struct DescriptionOptions {
  let inlineData: Bool
  let location: FileLocation?
  let style: FilePathStyle?
  let isForTerminal: Bool
  let repeatsFiles: Bool
  /// All operators, or those that a text is a name, a uid or an id of.
  let operators: OperatorSelection
  let names: OperatorList

  init(_ chosen: inout ChosenBytes, _ fields: [PathField]) {
    let flags = chosen.byte()
    inlineData = flags & 1 != 0
    isForTerminal = flags & 2 != 0
    repeatsFiles = flags & 4 != 0
    let path = chosen.one(of: fields).map { String(decoding: $0.path, as: UTF8.self) } ?? "/"
    let places = [nil, "s3://bucket/ck/chk-42", "/tmp/chk", "file:/tmp/chk-7/", "/", path]
    location = (chosen.one(of: places) ?? nil).map { FileLocation(directory: $0) }
    style = chosen.one(of: [nil] + FilePathStyle.allCases.map(Optional.some)) ?? nil
    let text = String(decoding: chosen.bytes(most: 12), as: UTF8.self)
    names = OperatorList([
      OperatorList.Entry(uid: text, name: text), OperatorList.Entry(id: OperatorID(uid: "x"), name: "x"),
    ])
    operators = flags & 8 != 0 ? OperatorSelection([text], names: names) : OperatorSelection([], names: names)
  }
}

// MARK: JSON

private func requireJSON(_ bytes: [UInt8], _ walk: Attempt<MetadataSummary>, _ options: DescriptionOptions)
  throws(BrokenProperty)
{
  let json = attempt { () throws(FlinkMetadataError) in
    try MetadataFile(bytes).json(operators: options.operators, inlineData: options.inlineData)
  }
  try requireEqual(json.failure, walk.failure, "JSON and walk")
  guard let text = json.success else { return }
  try require(JSONGrammar.isValue(text[...]), "not well-formed: \(String(decoding: text, as: UTF8.self))")
  let sink = MemorySink()
  _ = try attempt { () throws(FlinkMetadataError) in
    var events = MetadataFieldEvents(
      JSONDescription(sink, operators: options.operators, inlineData: options.inlineData))
    let dialect = walk.success?.dialect
    try events.visitor.finish(try PieceSource(bytes, sizes: [7, 1, 64]).walkMetadata(&events, dialect: dialect))
  }.value("JSON of a source")
  try require(sink.bytes == text, "JSON of a source: \(firstDifference(sink.bytes, text))")
}

/// Each record is a line.
private func requireJSONLines(_ bytes: [UInt8], _ walk: Attempt<MetadataSummary>, _ options: DescriptionOptions)
  throws(BrokenProperty)
{
  let sink = MemorySink()
  var events = MetadataFieldEvents(
    JSONLines(sink, operators: options.operators, inlineData: options.inlineData, file: "a\"b"))
  let outcome = attemptWalk(bytes, visitor: &events)
  try requireEqual(outcome, walk, "JSON lines and walk")
  let ended = attempt { () throws(FlinkMetadataError) in
    if let summary = outcome.success { try events.visitor.finish(summary) } else { try events.visitor.abandon() }
  }
  try requireEqual(ended.failure, nil, "the end of JSON lines")
  let lines = sink.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  try require(lines.last?.isEmpty ?? true, "a line without an end")
  for line in lines.dropLast() {
    try require(JSONGrammar.isValue(line), "not well-formed: \(String(decoding: line, as: UTF8.self))")
  }
  guard options.operators.isAll, outcome.success != nil else { return }
  var log = EventLog.Walk(EventLog())
  _ = attemptWalk(bytes, visitor: &log)
  let records = log.visitor.recordCount { type in
    switch type {
    case .masterState, .operatorState, .taskState, .subtaskState, .stateMetaInfo, .stateChange: true
    default: type.isHandle
    }
  }
  try requireEqual(lines.count - 1, records + 1, "lines and records")
}

/// A document that is given up after an error has a valid beginning: nothing is written twice, and no memory is lost.
private func requireAbandonedJSON(_ bytes: [UInt8], _ options: DescriptionOptions) throws(BrokenProperty) {
  let sink = MemorySink()
  var events = MetadataFieldEvents(JSONDescription(sink, operators: options.operators, inlineData: options.inlineData))
  guard attemptWalk(bytes, visitor: &events).failure != nil else { return }
  let outcome = attempt { () throws(FlinkMetadataError) in try events.visitor.abandon() }
  try requireEqual(outcome.failure, nil, "giving up a document")
  try require(String(validating: sink.bytes, as: UTF8.self) != nil, "a document that is no UTF-8")
}

func requireJSONDocument(_ description: String, _ body: (MemorySink) throws(FlinkMetadataError) -> Void)
  throws(BrokenProperty)
{
  let sink = MemorySink()
  try attempt { () throws(FlinkMetadataError) in try body(sink) }.value(description)
  try require(
    JSONGrammar.isValue(sink.bytes[...]),
    "\(description) is not well-formed: \(String(decoding: sink.bytes, as: UTF8.self))")
}
