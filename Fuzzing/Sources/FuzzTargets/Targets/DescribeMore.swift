// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// Whatever is summed up has words, each on one line.
func requireWords(_ summary: CheckpointSummary, _ options: DescriptionOptions) throws(BrokenProperty) {
  try requireOneLine(summary)
  try requireEqual(summary.files.isLocationKnown, options.location != nil, "a known location")
  for state in summary.operators {
    try requireOneLine(state)
    try requireOneLine(state.identity)
    if !state.keyedStateForms.isEmpty { try requireOneLine(state.keyedStateForms) }
    for subtask in state.subtasks { try requireOneLine(subtask) }
    try require(!state.shape.isEmpty || state.totals.sizes.total == 0, "state of no kind")
    if let skew = state.spread?.skew { try require(skew >= 1, "the largest state is below the median: \(skew)") }
  }
  for finding in RescaleFinding.findings(parallelism: 3, summary.operators) {
    try require(finding.rule.flinkName.utf8CodeUnitCount > 0, "a rule without a place in Flink")
    try require(finding.rule.refuses == (finding.rule == .maxParallelism), "a rule that refuses")
  }
  var facts = summary.restoreFacts
  facts.add(summary.restoreFacts)
  try requireEqual(
    Set(RestoreAdvice.of(facts)), Set(RestoreAdvice.of(summary.restoreFacts)), "advice for twice the file")
}

/// A job fits a checkpoint that has one other operator if that was only renamed.
func requireFit(_ summary: CheckpointSummary, _ options: DescriptionOptions) throws(BrokenProperty) {
  for state in summary.operators.prefix(2) {
    let others = summary.operators.filter { $0.id != state.id }.map { OperatorList.Entry(id: $0.id) }
    for name in [state.name, nil, "other"] {
      let fit = RestoreFit(
        summary, expected: OperatorList(others + [OperatorList.Entry(id: OperatorID(uid: "renamed"), name: name)]))
      try require(fit.missing.count == 1, "a missing operator was found")
      for rename in fit.likelyRenames {
        // Several operators of a damaged file can have one id.
        let hasState = summary.operators.contains { $0.id == state.id && $0.hasState }
        try require(hasState && rename.found.id == state.id, "renamed from another operator")
        try requireOneLine(rename.found)
      }
    }
  }
}

/// Groups of subtasks have the subtasks' sizes, and there are as many as are wanted.
func requireGroups(_ file: MetadataFile, _ options: DescriptionOptions) throws(BrokenProperty) {
  guard var values = attempt({ () throws(FlinkMetadataError) in try file.metadata() }).success,
    let state = values.operatorStates.max(by: { $0.subtaskStates.count < $1.subtaskStates.count })
  else { return }
  // So many that only some of them keep their groups.
  for number in 0..<24 {
    var copy = state
    copy.operatorID = OperatorID(lowerPart: 7, upperPart: Int64(number))
    values.operatorStates.append(copy)
  }
  let encoded = attempt { () throws(FlinkMetadataError) in
    try MetadataFile(values.encode(), dialect: values.dialect)
  }
  guard let large = encoded.success else { return }
  let limits = SubtaskGroupLimits(groups: 3, operators: 2, groupsOfMany: 2)
  var visitor = CheckpointSummaryVisitor(countsFiles: true, location: options.location)
  visitor.subtaskGroupLimits = limits
  let walked = try attempt { () throws(FlinkMetadataError) in try large.walk(&visitor) }.value("groups of subtasks")
  let summary = visitor.finish(walked)
  let grouped = summary.operators.filter { !$0.subtaskGroups.isEmpty }
  try require(grouped.count <= limits.operators, "\(grouped.count) operators have groups")
  for state in grouped {
    let groups = state.subtaskGroups
    try require(groups.count <= limits.groups, "\(groups.count) groups")
    let total = groups.reduce(Int64(0)) { $0.saturated(adding: $1.total) }
    try require(total <= state.totals.sizes.total, "groups are larger than their operator")
    for group in groups {
      try require(group.largest <= group.total && group.keyedSize <= group.total, "a part is larger")
    }
  }
}

extension Int64 {
  fileprivate func saturated(adding other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}

/// A document that is written straight from a source is that of a walk.
func requireDirectJSON(_ bytes: [UInt8], _ walk: Attempt<MetadataSummary>, _ options: DescriptionOptions)
  throws(BrokenProperty)
{
  let dialect = walk.success?.dialect
  let source = { PieceSource(bytes, sizes: [300, 7]) }
  let (document, lines) = (MemorySink(), MemorySink())
  let ofDocument = attempt { () throws(FlinkMetadataError) in
    try JSONDescription(document, operators: options.operators, inlineData: options.inlineData, file: "a\"b")
      .write(source(), dialect: dialect)
  }
  let ofLines = attempt { () throws(FlinkMetadataError) in
    try JSONLines(lines, operators: options.operators, inlineData: options.inlineData).write(source(), dialect: dialect)
  }
  // Of a file in memory the dialect is known before.
  if dialect != nil || bytes.count < 8 || bytes[7] != 3 {
    try requireEqual(ofDocument.failure, walk.failure, "JSON of a source")
    try requireEqual(ofLines.failure, walk.failure, "JSON lines of a source")
  }
  for line in lines.bytes.split(separator: 0x0A) where ofLines.failure == nil {
    try require(JSONGrammar.isValue(line), "a line of a source is not well-formed")
  }
  guard ofDocument.failure == nil else { return }
  try require(JSONGrammar.isValue(document.bytes[...]), "a document of a source is not well-formed")
}

/// Values have the document of the file that they are written to, and are found by what a file's operators are.
func requireValues(_ file: MetadataFile, _ options: DescriptionOptions) throws(BrokenProperty) {
  let values = try attempt { () throws(FlinkMetadataError) in try file.metadata() }.value("values")
  let json = attempt { () throws(FlinkMetadataError) in
    try values.json(operators: options.operators, inlineData: options.inlineData)
  }
  if let json = json.success {
    try require(JSONGrammar.isValue(json[...]), "the document of values is not well-formed")
  }
  for state in values.operatorStates.prefix(2) {
    // Text of odd encoding is another text as a string.
    let names = [state.operatorName, state.operatorUid].compactMap(\.self).filter { $0 == String($0) }
    let texts = [state.operatorID.description] + names.map { String($0) }
    for text in texts {
      let found = values.operatorStates(matching: text)
      try require(found.contains(state), "an operator is not found by \(text)")
    }
  }
  try require(OperatorSelection().isAll && OperatorList().isEmpty, "a selection of nothing")
}

/// A second metadata file adds only files that the first does not have.
func requireFilesOnce(_ file: MetadataFile, _ options: DescriptionOptions) throws(BrokenProperty) {
  var files = ReferencedFiles(location: options.location, operators: options.operators, style: options.style)
  let outcome = attempt { () throws(FlinkMetadataError) in
    try file.walk(&files)
    let count = files.count
    files.goOn(location: options.location, operators: options.operators, style: options.style)
    try file.walk(&files)
    return (count, files.count)
  }
  let (first, second) = try outcome.value("files of two files")
  try requireEqual(first, second, "files of a file and of the same once more")

  let (sink, paths) = (MemorySink(), MemorySink())
  var list = ReferencedFileList(
    files, form: .jsonLines, to: sink, location: options.location, operators: options.operators, style: options.style)
  try attempt { () throws(FlinkMetadataError) in
    try file.walk(&list)
    list.goOn(location: options.location, operators: options.operators, style: options.style)
    try file.walk(&list)
    try list.finish()
    var references = FileReferences(
      paths, location: options.location, operators: options.operators, terminator: .null, style: options.style)
    try file.walk(&references)
    references.goOn(location: options.location, operators: options.operators, style: options.style)
    try file.walk(&references)
    try references.finish()
  }.value("a list of two files")
  try requireEqual(sink.bytes.count { $0 == 0x0A }, first, "files and lines of two files")
  // Without the file's place its relative paths are left out.
  let listed = paths.bytes.count { $0 == 0 }
  try require(listed <= first, "\(listed) paths of \(first) files")
  if let references = attempt({ () throws(FlinkMetadataError) in try file.referencedFiles() }).success {
    for reference in references { try requireOneLine(reference) }
  }
}
