// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// A summary of a file, of views and of values is the same, and its totals are those of its operators.
func requireSummary(_ file: MetadataFile, _ walked: MetadataSummary, _ options: DescriptionOptions)
  throws(BrokenProperty)
{
  let summary = try attempt { () throws(FlinkMetadataError) in
    try CheckpointSummary(file, operators: options.operators, keepsDetails: true, location: options.location)
  }.value("a summary of a file")
  let ofView = try attempt { () throws(FlinkMetadataError) in
    try CheckpointSummary(file.view, operators: options.operators, keepsDetails: true, location: options.location)
  }.value("a summary of a view")
  let ofValues = try attempt { () throws(FlinkMetadataError) in
    try CheckpointSummary(
      file.metadata(), operators: options.operators, keepsDetails: true, location: options.location)
  }.value("a summary of values")
  try requireEqual(summary.byteCount, walked.byteCount, "the size of the body")
  for other in [ofView, ofValues] {
    try requireEqual(other.totals, summary.totals, "totals")
    try requireEqual(other.operators.map(\.totals), summary.operators.map(\.totals), "totals of operators")
    try requireEqual(other.files.distinct, summary.files.distinct, "distinct files")
    try requireEqual(other.restoreFacts, summary.restoreFacts, "facts about a restore")
  }
  let totals = summary.operators.map { $0.subtasks.reduce(into: StateTotals()) { $0.add($1.totals) } }
  for (state, total) in zip(summary.operators, totals) where total.unknownSizes == 0 {
    try require(state.totals.sizes.total >= total.sizes.total, "an operator is smaller than its subtasks")
  }

  let table = MemorySink()
  try attempt { () throws(FlinkMetadataError) in
    try OperatorCSV.writeHeader(to: table)
    try OperatorCSV.write(summary, file: "a,\"b\"", isForTerminal: options.isForTerminal, to: table)
  }.value("a table of operators")
  try require(table.bytes.count { $0 == 0x0A } > summary.operators.count, "less rows than operators")
  for advice in RestoreAdvice.of(summary.restoreFacts) { try require(!advice.summary.isEmpty, "advice without words") }
  for finding in RescaleFinding.findings(parallelism: 3, summary.operators) {
    try require(!finding.operators.isEmpty, "a finding about nothing")
  }
  let fit = RestoreFit(summary, expected: options.names)
  try require(fit.missing.count <= fit.expectedCount, "more operators are missing than are expected")
  let same = RestoreFit(summary, expected: OperatorList(summary.operators.map { OperatorList.Entry(id: $0.id) }))
  try require(same.isComplete && same.likelyRenames.isEmpty, "a job does not fit its own operators")
  try requireFit(summary, options)
  try requireWords(summary, options)
}

/// Every byte of a file has one content.
func requireSizes(_ file: MetadataFile, _ options: DescriptionOptions) throws(BrokenProperty) {
  let sizes = try attempt { () throws(FlinkMetadataError) in try MetadataSizes(file, operators: options.operators) }
    .value("the sizes of contents")
  try requireEqual(sizes.contents.total + sizes.unselectedByteCount, sizes.fileSize, "contents and size")
  try requireJSONDocument("the document of sizes") { sink throws(FlinkMetadataError) in
    try sizes.writeJSON(to: sink, file: "x")
  }
  for value in sizes.largestValues {
    try require(value.byteCount <= sizes.fileSize, "a value is larger than the file")
    _ = sizes.owner(of: value.path)
    try require(value.content.title.allSatisfy { !$0.isNewline }, "a title of several lines")
  }
  for advice in SizeAdvice.of(sizes) {
    try require(!advice.lines.isEmpty, "advice without words")
    // A setting has no name in releases that do not have it.
    for name in advice.settings.flatMap({ $0.names(in: sizes.version) }) {
      try require(name.name.utf8CodeUnitCount > 0, "a setting without a name")
    }
  }
}

/// A file does not differ from itself.
func requireNoDifference(_ file: MetadataFile, _ options: DescriptionOptions) throws(BrokenProperty) {
  let same = try attempt { () throws(FlinkMetadataError) in
    try CheckpointDifference(
      from: file, to: file, locations: (options.location, options.location), operators: options.operators)
  }.value("comparing a file with itself")
  try require(same.isEmpty, "a file differs from itself")
}

/// What two files differ in is well-formed, and what is new one way is dropped the other way.
func requireDifference(_ file: MetadataFile, _ options: DescriptionOptions, _ chosen: inout ChosenBytes)
  throws(BrokenProperty)
{
  guard var values = attempt({ () throws(FlinkMetadataError) in try file.metadata() }).success else { return }
  values.change(&chosen)
  guard
    let other = attempt({ () throws(FlinkMetadataError) in try MetadataFile(values.encode(), dialect: values.dialect) })
      .success
  else { return }
  let there = try attempt { () throws(FlinkMetadataError) in
    try CheckpointDifference(from: file, to: other, operators: options.operators)
  }.value("comparing")
  let back = try attempt { () throws(FlinkMetadataError) in
    try CheckpointDifference(from: other, to: file, operators: options.operators)
  }.value("comparing the other way")
  try requireEqual(there.isEmpty, back.isEmpty, "a difference of one way")
  try requireEqual(there.files.new, back.files.dropped, "new and dropped files")
  try requireEqual(
    Set(there.operators.filter { $0.change == .added }.map(\.id)),
    Set(back.operators.filter { $0.change == .removed }.map(\.id)), "added and removed operators")
  for difference in there.operators {
    try require(difference.change != .changed || !difference.aspects.isEmpty, "nothing changed: \(difference.id)")
    try require(difference.name == (difference.after ?? difference.before)?.name ?? difference.before?.name, "a name")
  }
  try requireJSONDocument("the document of a difference") { sink throws(FlinkMetadataError) in
    try there.writeJSON(to: sink)
  }
}

extension CheckpointMetadata {
  /// Changes something that shows in a comparison.
  fileprivate mutating func change(_ chosen: inout ChosenBytes) {
    checkpointId ^= Int64(chosen.below(2))
    guard let index = operatorStates.indices.first else { return }
    switch chosen.below(8) {
    case 0: operatorStates[index].operatorID = OperatorID(lowerPart: 1, upperPart: 2)
    case 1:
      let id = operatorStates[chosen.below(operatorStates.count)].operatorID
      operatorStates.removeAll { $0.operatorID == id }
    case 2: operatorStates[index].parallelism ^= 1
    case 3: operatorStates[index].subtaskStates = operatorStates[index].subtaskStates.dropLast()
    case 4: properties?.discardFailed.toggle()
    case 5: operatorStates.append(contentsOf: operatorStates)
    case 6:
      for index in operatorStates.indices {
        for place in operatorStates[index].subtaskStates.indices {
          operatorStates[index].subtaskStates[place].managedKeyedState = nil
        }
      }
    default: operatorStates.reverse()
    }
  }
}

/// Every list has each file once; lists of all references have all.
func requireFiles(_ file: MetadataFile, _ options: DescriptionOptions) throws(BrokenProperty) {
  let references = try attempt { () throws(FlinkMetadataError) in try file.referencedFiles() }.value("references")
  let ofView = try attempt { () throws(FlinkMetadataError) in try file.view.referencedFiles() }.value("of a view")
  let ofValues = try attempt { () throws(FlinkMetadataError) in try file.metadata().referencedFiles() }
    .value("of values")
  try require(references == ofView && references == ofValues, "file, view and values have other references")

  for form in [ReferencedFileList.Form.json, .jsonLines] {
    let sink = MemorySink()
    let count = try attempt { () throws(FlinkMetadataError) in try writeFiles(of: file, form, options, to: sink) }
      .value("a list of files")
    let lines = sink.bytes.split(separator: 0x0A)
    for line in lines { try require(JSONGrammar.isValue(line), "a list of files is not well-formed") }
    try requireEqual(lines.count, form == .json ? 1 : count, "files and lines")
    if options.operators.isAll { try require(count <= references.count, "more files than references") }
  }

  let sink = MemorySink()
  var relativeCount: Int64 = 0
  try attempt { () throws(FlinkMetadataError) in
    var list = FileReferences(
      sink, location: options.location, operators: options.operators,
      terminator: options.isForTerminal ? .lineFeedOnTerminal : .null, repeats: options.repeatsFiles,
      style: options.style)
    try file.walk(&list)
    relativeCount = list.relativeReferenceCount
    try list.finish()
  }.value("the paths of files")
  let terminator: UInt8 = options.isForTerminal ? 0x0A : 0
  let listed = sink.bytes.count { $0 == terminator }
  guard options.operators.isAll else { return }
  let expected = references.count - (options.location == nil ? Int(relativeCount) : 0)
  if options.repeatsFiles && options.isForTerminal { try requireEqual(listed, expected, "lines and references") }
  try requireEqual(relativeCount, Int64(references.count { $0.kind == .relativeFile }), "relative references")
}

/// Returns how many files there are.
private func writeFiles(
  of file: MetadataFile, _ form: ReferencedFileList.Form, _ options: DescriptionOptions, to sink: MemorySink
) throws(FlinkMetadataError) -> Int {
  var files = ReferencedFiles(location: options.location, operators: options.operators, style: options.style)
  try file.walk(&files)
  let count = files.count
  var list = ReferencedFileList(
    files, form: form, to: sink, location: options.location, operators: options.operators, style: options.style)
  try file.walk(&list)
  try list.finish()
  return count
}

/// An operator is found by its id, and a text that is none of them is refused in one line.
func requireOperators(_ file: MetadataFile, _ options: DescriptionOptions, _ chosen: inout ChosenBytes)
  throws(BrokenProperty)
{
  let values = try attempt { () throws(FlinkMetadataError) in try file.metadata() }.value("values")
  let ids = values.operatorStates.map(\.operatorID)
  let text = chosen.one(of: ids).map { String($0.description.dropLast(chosen.below(33))) } ?? "x"
  var lookup = OperatorLookup(OperatorSelection([text], names: options.names))
  try attempt { () throws(FlinkMetadataError) in _ = try file.walk(&lookup) }.value("looking for operators")
  switch Result(catching: { () throws(OperatorLookupError) in try lookup.finish() }) {
  case .success(let found):
    guard values.version > .version1 else { break }
    try require(values.operatorStates.contains(where: found.matches), "an operator was found that is not there")
  case .failure(let error): try requireOneLine(error)
  }
  do throws(OperatorListError) {
    _ = try OperatorList(text: chosen.bytes(most: 64))
  } catch {
    try requireOneLine(error)
  }
}
