// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// Whatever can be asked of a value has an answer, and text is the same by every way to it.
func requireWords(_ values: CheckpointMetadata, _ file: [UInt8]) throws(BrokenProperty) {
  try require(!values.version.writtenBy.isEmpty, "nobody wrote the version")
  if let type = values.properties?.checkpointType {
    try require(type.isSavepoint == (type.savepoint != nil), "a savepoint or not")
    try require(type.name.utf16 == Array(type.name.span.utf16), "the name of a snapshot type")
  }
  // Takes longer than everything else.
  if file.count % 16 == 0 { try requireDescriptions(values) }
  for type in RecordType.allCases {
    try require(!type.isHandle || type.className != nil, "a handle without a class: \(type)")
    try require(!type.isRefinedAtEnd || type.isHandle, "a class of no handle that is known late: \(type)")
  }
  var texts = TextCheck()
  _ = try attemptWalk(file, visitor: &texts).value("walking")
  if let broken = texts.broken { throw broken }
  for state in values.operatorStates {
    for subtask in state.subtaskStates { try requireOffsets(subtask) }
  }
}

extension SnapshotType {
  fileprivate var savepoint: SavepointType? {
    if case .savepoint(let type) = self { type } else { nil }
  }
}

/// An error has words, on one line.
func requireWords(_ error: FlinkMetadataError?) throws(BrokenProperty) {
  if let error { try requireOneLine(error) }
}

/// What is printed is one line, and not nothing.
func requireOneLine(_ value: some CustomStringConvertible) throws(BrokenProperty) {
  let text = value.description
  try require(!text.isEmpty && !text.contains { $0.isNewline }, "not one line: \(text)")
}

/// Every part of the values is printed on one line.
private func requireDescriptions(_ value: Any) throws(BrokenProperty) {
  // Text is itself.
  if value is ModifiedUTF8String { return }
  let mirror = Mirror(reflecting: value)
  if mirror.displayStyle != .collection, let value = value as? any CustomStringConvertible {
    try requireOneLine(value)
  }
  if value is SharedBytes || value is Offsets { return }
  for child in mirror.children { try requireDescriptions(child.value) }
}

private func requireOffsets(_ subtask: OperatorSubtaskState) throws(BrokenProperty) {
  for state in subtask.managedOperatorState?.stateNameToPartitionOffsets ?? [] {
    try require(state.distributionMode.flinkName.utf8CodeUnitCount > 0, "a mode without a name")
    try require(Offsets(state.offsets.map(\.self)) == state.offsets, "offsets differ from their numbers")
  }
  for handle in subtask.inputChannelState + subtask.resultSubpartitionState {
    guard case .merged(let merged) = handle else { continue }
    let channels = attempt { () throws(FlinkMetadataError) in try merged.channelOffsets() }
    let count = Int64(merged.serializedChannelOffsets.count)
    try requireDescriptions(channels.success ?? [])
    if let error = channels.failure {
      try require(error.isWithin(0...count), "an error outside of the offsets: \(error)")
    }
  }
}

/// Looks at every path and name of a file.
private struct TextCheck: MetadataVisitor {
  private(set) var broken: BrokenProperty?

  private mutating func check(_ span: ModifiedUTF8Span) {
    checkComparison(span)
    let units = span.utf16
    let copy = ModifiedUTF8String(copying: span)
    let again = attempt { () throws(FlinkMetadataError) in try ModifiedUTF8String(utf16: units) }.success
    // Text of odd encoding can become longer than texts can be.
    let isSame = again.map { $0.utf16 == units } ?? (units.count * 3 > MetadataLimits.stringByteCount)
    let text = String(span)
    if !isSame || copy.utf16 != units || copy.isEmpty != span.isEmpty || text != copy.description
      || text != String(decoding: units, as: UTF16.self)
    {
      broken = BrokenProperty("text is not the same by every way: \(units)")
    }
  }

  /// A string has the characters of a text if it has its UTF-16 code units.
  private mutating func checkComparison(_ span: ModifiedUTF8Span) {
    let copy = ModifiedUTF8String(copying: span)
    for text in [String(span), "x", "größe"] {
      let isSame = span.utf16 == Array(text.utf16)
      let answers = [span == text, text == span, copy == text, text == copy]
      let opposites = [span != text, text != span, copy != text, text != copy]
      if answers.contains(!isSame) || opposites.contains(isSame) {
        broken = BrokenProperty("compared otherwise with \(text): \(span.utf16)")
      }
    }
  }

  mutating func masterState(name: ModifiedUTF8Span, version: Int32, byteCount: Int) { check(name) }

  mutating func byteStreamStateHandle(handleName: ModifiedUTF8Span, byteCount: Int) { check(handleName) }

  mutating func fileStateHandle(filePath: ModifiedUTF8Span, stateSize: Int64) { check(filePath) }

  mutating func segmentFileStateHandle(
    filePath: ModifiedUTF8Span, startPos: Int64, stateSize: Int64, scope: CheckpointedStateScope,
    logicalFileId: ModifiedUTF8Span
  ) {
    check(filePath)
    check(logicalFileId)
    if scope.flinkName.utf8CodeUnitCount == 0 { broken = BrokenProperty("a scope without a name") }
  }
}
