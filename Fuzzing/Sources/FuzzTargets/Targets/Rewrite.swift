// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// A rewrite changes the paths that it should, as the documentation says, and no other byte; from memory and from a
/// source alike; what comes out decodes; and the opposite rules lead back where the rules can be turned round. The same
/// for an operator that is edited.
func fuzzRewrite(_ original: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  let (input, isInflated) = original.inflated(&checks)
  let bytes = input.file
  var collector = PathCollector()
  let walk = attemptWalk(bytes, visitor: &collector)
  var plan = RewritePlan(ChosenBytes(input.choices), fields: collector.fields)
  // Single bytes of a large file take too long.
  if isInflated { plan.pieceSizes = plan.pieceSizes.map { $0 << 10 } }

  if checks.oneIn(8) { try requireCopy(bytes, walk) }
  if checks.oneIn(2) { try fuzzOperatorEdits(bytes, input.choices, pieceSizes: plan.pieceSizes, &checks) }
  if checks.oneIn(8), let values = attemptDecoding(bytes).success { try requireRefusedEdits(values, bytes) }
  guard let rules = try preparedRules(plan, &checks) else { return }
  let rewriter = plan.rewriter(rules)
  let expected = plan.expectedOutput(of: bytes, fields: collector.fields, walk: walk)

  let output = MemorySink()
  let outcome = attempt { () throws(FlinkMetadataError) in try rewriter.rewrite(bytes.span.bytes, to: output) }
  if checks.oneIn(4) {
    let streamed = MemorySink()
    let outcomeOfSource = attempt { () throws(FlinkMetadataError) in
      try rewriter.rewrite(PieceSource(bytes, sizes: plan.pieceSizes), to: streamed)
    }
    try require(outcome == outcomeOfSource, "memory and source: \(outcome) and \(outcomeOfSource)")
    try require(outcome.failure != nil || streamed.bytes == output.bytes, "a source is rewritten otherwise")
  }
  if checks.oneIn(4) {
    // Memory for a few paths, and for less than one.
    let lender = LendingArraySink(sizes: plan.lentSizes)
    let outcomeOfLender = attempt { () throws(FlinkMetadataError) in
      try rewriter.rewrite(bytes.span.bytes, to: lender)
    }
    try require(outcome == outcomeOfLender, "sink and lender: \(outcome) and \(outcomeOfLender)")
    try require(outcome.failure != nil || lender.bytes == output.bytes, "what goes to a lender is rewritten otherwise")
  }

  switch expected {
  case .failure(let error):
    try requireEqual(outcome.failure?.kind, error.kind, "the error of a rewrite")
    try requireEqual(outcome.failure?.offset, error.offset, "the offset of a rewrite's error")
    try require(!error.description.isEmpty, "an error without words")
  case .success(let rewritten):
    let report = try outcome.value("a rewrite failed")
    if checks.oneIn(8) { try requireOneLine(report) }
    try require(
      output.bytes == rewritten.bytes, "rewritten otherwise: \(firstDifference(output.bytes, rewritten.bytes))")
    let counts = report.counts.mapValues {
      RewritePlan.Count(seen: $0.seen, changed: $0.changed, unmatched: $0.unmatched)
    }
    try requireEqual(counts, rewritten.counts, "counts")
    try requireEqual(report.bytesIn, Int64(bytes.count), "bytes in")
    try requireEqual(report.bytesOut, Int64(rewritten.bytes.count), "bytes out")
    try requireConsistent(report, plan)
    if checks.oneIn(4) { try requireReadable(rewritten.bytes, walk) }
    if checks.oneIn(8) { try requireSinkFailurePasses(rewriter, bytes, rewritten.bytes.count) }
    if checks.oneIn(4) { try requireWayBack(plan, bytes, collector.fields, rewritten.bytes) }
  }
}

/// Without rules every file is copied as it is, and an error is that of a walk.
private func requireCopy(_ bytes: [UInt8], _ walk: Attempt<MetadataSummary>) throws(BrokenProperty) {
  let outcome = attempt { () throws(FlinkMetadataError) in try PathRewriter(PathRules()).rewrite(bytes).bytes }
  try requireEqual(outcome.failure, walk.failure, "copying and walking")
  if let copy = outcome.success { try require(copy == bytes, "a copy differs: \(firstDifference(copy, bytes))") }
}

/// The rules, or nil if they cannot be used, which must be for a reason.
private func preparedRules(_ plan: RewritePlan, _ checks: inout Checks) throws(BrokenProperty) -> PathRules? {
  let hasEmptyPrefix = plan.mappings.contains { $0.from.isEmpty || $0.to.isEmpty }
  let isUsable = !hasEmptyPrefix && !plan.reference.contradict
  let rules: PathRules
  do throws(PathRules.Problem) {
    rules = try PathRules(plan.mappings)
  } catch {
    try require(!isUsable && !error.description.isEmpty, "usable rules were refused: \(error)")
    return nil
  }
  try require(isUsable, "unusable rules were taken: \(plan.mappings)")
  for mapping in plan.mappings where checks.oneIn(8) {
    let moved = rules.moved(mapping.from).map(modifiedUTF8)
    try require(moved == plan.reference.moved(modifiedUTF8(mapping.from)), "a prefix is moved otherwise: \(mapping)")
  }
  return rules
}

/// The report's totals follow from its counts.
private func requireConsistent(_ report: RewriteReport, _ plan: RewritePlan) throws(BrokenProperty) {
  try requireEqual(report.changed, report.counts.values.map(\.changed).reduce(0, +), "changed in all")
  try requireEqual(report.unmatched, report.counts.values.map(\.unmatched).reduce(0, +), "unmatched in all")
  // Files that became relative are in no directory.
  if case .relativize = plan.relativePaths { return }
  guard plan.listsDirectories else { return try require(report.directories.isEmpty, "directories that nobody wanted") }
  let inDirectories = report.directories.map(\.count).reduce(report.pathsInOtherDirectories, +)
  let files = [RewriteReport.Kind.file, .segment].compactMap { report.counts[$0]?.seen }
  try requireEqual(inDirectories, files.reduce(0, +), "paths in directories")
}

private func requireReadable(_ output: [UInt8], _ walk: Attempt<MetadataSummary>) throws(BrokenProperty) {
  let before = try walk.value("walking")
  var nothing = Nothing()
  let after = try attemptWalk(output, dialect: before.dialect, visitor: &nothing).value("the output cannot be read")
  try requireEqual(after.trailingByteCount, before.trailingByteCount, "trailing bytes")
  try requireEqual(after.nonCanonicalCount, before.nonCanonicalCount, "non-canonical values")
}

/// A sink that takes fewer bytes than there are ends a rewrite with its error.
private func requireSinkFailurePasses(_ rewriter: PathRewriter, _ bytes: [UInt8], _ outputCount: Int)
  throws(BrokenProperty)
{
  let sink = FullSink(room: outputCount - 1)
  let outcome = attempt { () throws(FlinkMetadataError) in try rewriter.rewrite(bytes.span.bytes, to: sink) }
  try requireEqual(outcome.failure?.kind, .sinkFailed(code: 28), "a full sink")
  try require(outcome.failure?.description.contains("28") == true, "an error without its code")
}

private func requireWayBack(_ plan: RewritePlan, _ bytes: [UInt8], _ fields: [PathField], _ output: [UInt8])
  throws(BrokenProperty)
{
  guard plan.relativePaths == .keep, plan.custom == nil, plan.customBase == nil else { return }
  let leadsBack = plan.leadsBack(fields)
  try require(leadsBack || !plan.plainlyLeadsBack(fields), "there is no way back: \(plan.mappings)")
  guard leadsBack else { return }
  guard let rules = try? PathRules(plan.opposite) else { return }
  var rewriter = PathRewriter(rules)
  rewriter.allowsUnmatched = true
  rewriter.keepsHandleNames = plan.keepsHandleNames
  let back = MemorySink()
  _ = try attempt { () throws(FlinkMetadataError) in try rewriter.rewrite(output.span.bytes, to: back) }
    .value("the way back")
  try require(back.bytes == bytes, "the way back leads elsewhere: \(firstDifference(back.bytes, bytes))")
}

/// A sink that has room for so many bytes.
private final class FullSink: ByteSink {
  private var room: Int

  init(room: Int) { self.room = room }

  func write(_ bytes: RawSpan) throws(FlinkMetadataError) {
    room -= bytes.byteCount
    if room < 0 { throw FlinkMetadataError(.sinkFailed(code: 28), offset: 0) }
  }
}
