// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A file in one piece and the same file in chosen pieces, down to single bytes: equal events, errors and offsets.
func fuzzStream(_ original: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  let (input, isInflated) = original.inflated(&checks)
  let bytes = input.file
  // Single bytes of a large file take too long.
  let sizes = pieceSizes(input.choices).map { isInflated ? $0 * 97 : $0 }
  // A source's dialect of version 3 is detected by looking ahead, as far as the window goes; most inputs fit into it.
  let isVersion3 = bytes.count >= 8 && bytes[7] == 3
  let dialects: [Dialect?] = (isInflated && isVersion3 ? [] : [nil]) + (isVersion3 ? Dialect.allCases : [])
  for dialect in dialects where dialect == nil || isInflated || checks.oneIn(4) {
    var whole = EventLog.Walk(EventLog())
    let expected = attemptWalk(bytes, dialect: dialect, visitor: &whole)
    var sources: [any ByteSource] = [PieceSource(bytes, sizes: sizes)]
    if !isInflated {
      if checks.oneIn(8) { sources.append(MemorySource(bytes)) }
      if checks.oneIn(4) { sources.append(MemorySource(bytes, chunkSize: 1)) }
    }
    for source in sources {
      var pieces = EventLog.Walk(EventLog())
      let outcome = attemptWalk(source, dialect: dialect, visitor: &pieces)
      let place = "in pieces of \(source is PieceSource ? "\(sizes)" : "memory"), \(dialect?.rawValue ?? "any dialect")"
      try requireEqual(outcome, expected, place)
      // Of a file in memory, nothing is reported if its beginning is damaged.
      if whole.visitor.isEmpty { whole.visitor = pieces.visitor }
      try require(pieces.visitor == whole.visitor, "\(place): \(pieces.visitor.firstDifference(from: whole.visitor))")
    }
    if checks.oneIn(8) {
      try requireSomeParts(bytes, expected, place: "from a source") { visitor in
        attemptWalk(PieceSource(bytes, sizes: sizes), dialect: dialect, visitor: &visitor)
      }
    }
  }
  if isInflated && isVersion3 { try requireSomeDialect(bytes, sizes) }
  if checks.oneIn(4) { try requireFailuresPass(bytes, ChosenBytes(input.choices)) }
  if checks.oneIn(4) { try requireStopPasses(bytes, ChosenBytes(input.choices)) }
  if isInflated { try requireEncodedInPieces(bytes, sizes) }
}

/// The dialect of a file that no look ahead can hold may be taken for another one, but it is one.
private func requireSomeDialect(_ bytes: [UInt8], _ sizes: [Int]) throws(BrokenProperty) {
  var nothing = Nothing()
  let outcome = attemptWalk(PieceSource(bytes, sizes: sizes), visitor: &nothing)
  let outcomes = Dialect.allCases.map { attemptWalk(bytes, dialect: $0, visitor: &nothing) }
  try require(outcomes.contains(outcome), "the outcome of no dialect: \(outcome), \(outcomes)")
}

/// One size for each choice; a quarter of them are large.
private func pieceSizes(_ choices: [UInt8]) -> [Int] {
  choices.isEmpty ? [7, 1, 64] : choices.map { $0 < 192 ? 1 + Int($0) : (Int($0) - 191) << 10 }
}

/// What is encoded while it is read, piece by piece, is what was read.
private func requireEncodedInPieces(_ bytes: [UInt8], _ sizes: [Int]) throws(BrokenProperty) {
  let sink = MemorySink()
  var encoder = MetadataEncoder(sink)
  let outcome = attemptWalk(PieceSource(bytes, sizes: sizes), visitor: &encoder)
  guard outcome.success?.nonCanonicalCount == 0 else { return }
  try attempt { () throws(FlinkMetadataError) in try encoder.finish() }.value("finishing an encoder")
  try require(sink.bytes == bytes, "encoded in pieces: \(firstDifference(sink.bytes, bytes))")
}

/// A source that fails ends the walk with its error, at the place that had been read.
private func requireFailuresPass(_ bytes: [UInt8], _ choices: ChosenBytes) throws(BrokenProperty) {
  var choices = choices
  let source = FailingSource(bytes, failsAt: choices.below(bytes.count + 1))
  var nothing = Nothing()
  let outcome = attemptWalk(source, visitor: &nothing)
  guard source.hasFailed else { return }
  try requireEqual(outcome.failure?.kind, .sourceFailed(code: 5), "the error of a source")
  try require(outcome.failure?.description.contains("5") == true, "an error without its code")
  try requireEqual(outcome.failure?.offset, Int64(source.failsAt), "the offset of a source's error")
}

/// A source that has so many bytes and then an error.
private final class FailingSource: ByteSource {
  let failsAt: Int
  private(set) var hasFailed = false
  private let source: PieceSource

  init(_ bytes: [UInt8], failsAt: Int) {
    self.failsAt = failsAt
    source = PieceSource(Array(bytes[..<failsAt]), sizes: [3, 100])
  }

  func read(into buffer: inout OutputRawSpan) throws(FlinkMetadataError) {
    let countBefore = buffer.byteCount
    source.read(into: &buffer)
    if buffer.byteCount > countBefore { return }
    hasFailed = true
    throw FlinkMetadataError(.sourceFailed(code: 5), offset: 0)
  }
}

/// The error of a visitor ends the walk at once. It keeps the place that it has, and else gets the one of the walk.
private func requireStopPasses(_ bytes: [UInt8], _ choices: ChosenBytes) throws(BrokenProperty) {
  var choices = choices
  let count = choices.below(64)
  for offset in [nil, 4] as [Int64?] {
    var stopping = Stopping(after: count, offset: offset)
    guard let error = attemptWalk(bytes, visitor: &stopping).failure, stopping.hasStopped else { continue }
    try requireWords(error)
    try requireEqual(error.kind, stopping.error.kind, "the error of a visitor")
    try requireEqual(error.path, MetadataPath(stopping.path), "the path of a visitor's error")
    try require(error.isWithin(offset.map { $0...$0 } ?? 0...Int64(bytes.count)), "the place of \(error)")
  }
}

/// A visitor that wants no more than so many parts.
private struct Stopping: MetadataVisitor {
  let error: FlinkMetadataError
  private(set) var hasStopped = false
  /// Where the walk is.
  private(set) var path: [MetadataPath.Component] = []
  private var remaining: Int
  private var version = FormatVersion.version2

  init(after count: Int, offset: Int64?) {
    error = FlinkMetadataError(.stopped(code: 3), offset: offset)
    remaining = count
  }

  mutating func beginMetadata(version: FormatVersion, dialect: Dialect) { self.version = version }

  mutating func enter(_ field: MetadataPath.Field, index: Int?, offset: Int64?) throws(FlinkMetadataError) {
    path.append(MetadataPath.Component(entering: field, index: index, in: version))
    hasStopped = remaining == 0
    remaining -= 1
    if hasStopped { throw error }
  }

  mutating func leave(_ field: MetadataPath.Field, index: Int?) { path.removeLast() }
}
