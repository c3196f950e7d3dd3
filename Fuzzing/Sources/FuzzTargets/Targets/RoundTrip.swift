// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What decodes can be encoded; that decodes to the same values; and the bytes are the same, but for those that SPEC.md
/// 12.3 says are written another way.
func fuzzRoundtrip(_ input: [UInt8], _ checks: inout Checks) throws(BrokenProperty) {
  guard let values = attemptDecoding(input).success else { return }
  var nothing = Nothing()
  let summary = try attemptWalk(input, visitor: &nothing).value("decodes, but cannot be walked over")

  let encoded = try attempt { () throws(FlinkMetadataError) in try values.encode() }.value("cannot be encoded")
  let again = try attemptDecoding(encoded, dialect: values.dialect).value("cannot be decoded again")
  try require(again == values, "decodes to other values after encoding")

  let outline = Grammar.outline(of: input, dialect: values.dialect)
  try requireEqual(outline.end, Int(summary.byteCount), "the body ends elsewhere by the grammar")
  let isCanonical = outline.deviations.isEmpty && !outline.hasUnusualObjectStream
  try requireEqual(summary.nonCanonicalCount == 0, isCanonical, "canonical by the count and by the grammar")
  if outline.hasUnusualObjectStream {
    let twice = try attempt { () throws(FlinkMetadataError) in try again.encode() }.value("cannot be encoded twice")
    try require(twice == encoded, "encoding is not stable")
  } else {
    var expected = input
    for deviation in outline.deviations {
      expected.replaceSubrange(deviation.start..<deviation.start + deviation.canonical.count, with: deviation.canonical)
    }
    try require(encoded == expected, "encoded otherwise: \(firstDifference(encoded, expected))")
  }
  if checks.oneIn(4) { try requireSameInSink(values, encoded) }
  if checks.oneIn(4) { try requireSameInBuffer(values, encoded) }
  if checks.oneIn(4) { try requireSameFromEvents(encoded, input) }
  if checks.oneIn(4) { try requireSameEvents(values, input) }
  if checks.oneIn(4) { try requireWords(values, input) }
}

private func requireSameInSink(_ values: CheckpointMetadata, _ encoded: [UInt8]) throws(BrokenProperty) {
  let sink = MemorySink()
  try attempt { () throws(FlinkMetadataError) in try values.encode(to: sink) }.value("encoding to a sink")
  try require(sink.bytes == encoded, "encoding to a sink differs: \(firstDifference(sink.bytes, encoded))")
}

private func requireSameInBuffer(_ values: CheckpointMetadata, _ encoded: [UInt8]) throws(BrokenProperty) {
  var storage = [UInt8](repeating: 0, count: encoded.count)
  let written = attempt { () throws(FlinkMetadataError) in
    var span = storage.mutableSpan
    var buffer = span.mutableBytes
    return try values.encode(into: &buffer)
  }
  try requireEqual(written, .success(encoded.count), "encoding into a buffer")
  try require(storage == encoded, "encoding into a buffer differs")
  var small = [UInt8](repeating: 0, count: encoded.count - 1)
  let refused = attempt { () throws(FlinkMetadataError) in
    var span = small.mutableSpan
    var buffer = span.mutableBytes
    return try values.encode(into: &buffer)
  }
  try requireEqual(refused.failure?.kind, .bufferTooSmall(needed: encoded.count), "a buffer that is too small")
  try requireWords(refused.failure)
}

/// The events of a walk are encoded to the same bytes as the values.
private func requireSameFromEvents(_ encoded: [UInt8], _ input: [UInt8]) throws(BrokenProperty) {
  let walked = MemorySink()
  var encoder = MetadataEncoder(walked)
  _ = try attemptWalk(input, visitor: &encoder).value("walking into an encoder")
  try attempt { () throws(FlinkMetadataError) in
    try encoder.finish()
    // There is nothing left to do.
    try encoder.finish()
  }.value("finishing an encoder")
  try require(walked.bytes == encoded, "the encoded events differ: \(firstDifference(walked.bytes, encoded))")
}

/// A walk over values reports what a walk over their file does, of all parts and of some.
private func requireSameEvents(_ values: CheckpointMetadata, _ input: [UInt8]) throws(BrokenProperty) {
  let isChosen = someParts(input)
  for choice in [PartChoice(), PartChoice(isChosen: isChosen)] {
    var fromFile = EventLog.Walk(EventLog(showsOffsets: false, choice: choice))
    _ = try attemptWalk(input, visitor: &fromFile).value("walking over a file")
    var fromValues = EventLog.Walk(EventLog(showsOffsets: false, choice: choice))
    try attempt { () throws(FlinkMetadataError) in try values.walk(&fromValues) }.value("walking over values")
    try require(
      fromFile.visitor == fromValues.visitor,
      "walks over file and values differ: \(fromFile.visitor.firstDifference(from: fromValues.visitor))")
  }
}

/// Where two files begin to differ.
func firstDifference(_ first: [UInt8], _ second: [UInt8]) -> String {
  let length = zip(first, second).prefix { $0 == $1 }.count
  return "from byte \(length) of \(first.count) and \(second.count)"
}
