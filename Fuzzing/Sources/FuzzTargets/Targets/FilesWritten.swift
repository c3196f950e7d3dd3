// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import SystemPackage

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What was there before a file is written, and how writing it ends.
private struct Replacement {
  enum Before: CaseIterable {
    case nothing, file, link, linkToNothing
    /// A file that goes while its successor is being written.
    case goingFile
  }
  enum End: CaseIterable {
    case synchronized, committed, abandoned, dropped
  }

  static let old = Array("the old file".utf8)

  let before: Before
  let end: End
  let backupSuffix: String?
  let hasBackup: Bool

  init(_ chosen: inout ChosenBytes) {
    before = chosen.one(of: Before.allCases) ?? .nothing
    end = chosen.one(of: End.allCases) ?? .committed
    let options = chosen.byte()
    backupSuffix = options & 1 != 0 ? ".orig" : nil
    hasBackup = options & 2 != 0
  }

  var hadFile: Bool { before == .file || before == .link || before == .goingFile }
  /// Whether there is still a file when its successor is complete.
  var hasFile: Bool { hadFile && before != .goingFile }
  var isLink: Bool { before == .link || before == .linkToNothing }
  var commits: Bool { end == .synchronized || end == .committed }

  func prepare(_ folder: borrowing ScratchFolder) throws(BrokenProperty) {
    if hadFile {
      try write(Self.old, to: folder["target"])
      chmod(folder["target"], 0o640)
      // Only the superuser can do that; then the new file gets the same owner.
      if hasBackup { chown(folder["target"], 4711, 4711) }
    }
    if isLink { symlink("target", folder["link"]) }
    if hasBackup { try write([1], to: folder["target.orig"]) }
  }

  func path(_ folder: borrowing ScratchFolder) -> String { folder[isLink ? "link" : "target"] }

  /// The file is the new one, or the old one if there is none, and nothing else is there.
  func requireEnd(_ folder: borrowing ScratchFolder, new: [UInt8]?) throws(BrokenProperty) {
    var expected: Set<String> = []
    if isLink { expected.insert("link") }
    if hasFile || new != nil { expected.insert("target") }
    let isBackedUp = backupSuffix != nil && hasFile && new != nil
    if hasBackup || isBackedUp { expected.insert("target.orig") }
    try requireEqual(folder.names, expected.sorted(), "what is left")
    guard let new else {
      return try require(content(of: folder["target"]) == (hasFile ? Self.old : nil), "a file that was given up")
    }
    let found = content(of: folder["target"]) ?? []
    try require(found == new, "written otherwise: \(firstDifference(found, new))")
    if isBackedUp { try require(content(of: folder["target.orig"]) == Self.old, "a backup of another file") }
    guard hadFile else { return }
    var status = stat()
    stat(folder["target"], &status)
    try requireEqual(status.st_mode & 0o777, 0o640, "the permissions of what was replaced")
    if hasBackup && hasFile && getuid() == 0 { try requireEqual(status.st_uid, 4711, "the owner of what was replaced") }
  }

  /// Makes the file, and ends that as is wanted. Returns whether it has to be the new one.
  func make(_ folder: borrowing ScratchFolder, _ body: (OutputBuffer) throws(FlinkMetadataError) -> Void)
    throws(BrokenProperty) -> Attempt<Bool>
  {
    try prepare(folder)
    var outcome: Attempt<Void> = .success(())
    var isUntouched = false
    do throws(OutputError) {
      let file = try AtomicFile(path(folder), backupSuffix: backupSuffix)
      outcome = attempt { () throws(FlinkMetadataError) in try body(file.output) }
      if let failure = file.output.failure { throw failure }
      if end != .committed { try file.output.flush() }
      isUntouched = content(of: folder["target"]) == (hadFile ? Self.old : nil)
      if before == .goingFile { unlink(folder["target"]) }
      switch end {
      case .synchronized where outcome.failure == nil: try file.commit()
      case .committed where outcome.failure == nil: try file.commit(.ifReplacing)
      case .abandoned: file.abandon()
      default: break
      }
    } catch {
      throw BrokenProperty("not written: \(error)")
    }
    try require(isUntouched, "a file changed before it was complete")
    return outcome.map { commits }
  }
}

/// A file that is rewritten into another one has what a rewrite in memory gives, or stays as it was.
func requireRewritten(_ stored: StoredFile, _ chosen: ChosenBytes) throws(BrokenProperty) {
  var chosen = chosen
  let folder = try ScratchFolder("rewritten")
  let replacement = Replacement(&chosen)
  let dropsOperator = chosen.bool()
  let source = try ScratchFile("source", stored.bytes)

  var collector = PathCollector()
  _ = attemptWalk(stored.source, visitor: &collector)
  let plan = RewritePlan(chosen, fields: collector.fields)
  guard let rules = try? PathRules(plan.mappings) else { return }
  var rewriter = plan.rewriter(rules)
  if dropsOperator {
    let values = stored.content.success.flatMap { attemptDecoding($0).success }
    rewriter.operatorEdits.drop(values?.operatorStates.first?.operatorID.description ?? "none")
  }
  let expected = stored.content.flatMap { content in
    attempt { () throws(FlinkMetadataError) in try rewriter.rewrite(content) }
  }

  let input = try open(source.path, stored)
  var report: RewriteReport?
  let outcome = try replacement.make(folder) { output throws(FlinkMetadataError) in
    report = try input.rewrite(with: rewriter, to: output)
  }
  if stored.content.failure == nil {
    try requireEqual(outcome.failure?.kind, expected.failure?.kind, "rewriting a file and memory")
  } else {
    // What is wrong with the content may show before the damage does.
    try require(outcome.failure != nil, "a damaged file was rewritten")
  }
  try require(report == nil || report == expected.success?.report, "another report of a file: \(report as Any)")
  let isNew = outcome.success == true
  try replacement.requireEnd(folder, new: isNew ? expected.success?.bytes : nil)
}

/// Whatever goes to an output is written in its order, in pieces of any size, plain or compressed.
func requireWritten(_ bytes: [UInt8], _ chosen: ChosenBytes, usesThreads: Bool) throws(BrokenProperty) {
  var chosen = chosen
  let folder = try ScratchFolder("written")
  let replacement = Replacement(&chosen)
  let isCompressed = chosen.bool()
  let choices = chosen
  var expected: [UInt8] = []
  let outcome = try replacement.make(folder) { output throws(FlinkMetadataError) in
    if isCompressed {
      let gzip = GzipSink(output)
      expected += bytes
      for piece in [bytes.prefix(7), bytes.dropFirst(7)] { try gzip.write(Array(piece).span.bytes) }
      if usesThreads {
        // More than one chunk of what cannot be compressed.
        var random = Choices(seed: 1)
        let noise = (0..<131_100).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        expected += noise
        try gzip.write(noise.span.bytes)
      }
      try gzip.finish()
      return
    }
    expected = try writePieces(bytes, choices, usesThreads: usesThreads, to: output)
  }
  guard let isNew = outcome.success else { throw BrokenProperty("not written: \(outcome)") }
  guard isCompressed else { return try replacement.requireEnd(folder, new: isNew ? expected : nil) }
  guard isNew else { return try replacement.requireEnd(folder, new: nil) }
  let stored = content(of: folder["target"]) ?? []
  try replacement.requireEnd(folder, new: stored)
  let read = attempt { () throws(FlinkMetadataError) in try GzipSource(MemorySource(stored)).everything() }
  try require(read.success == expected, "compressed otherwise")
}

/// Writes in all ways there are; returns what was written.
private func writePieces(_ bytes: [UInt8], _ choices: ChosenBytes, usesThreads: Bool, to output: OutputBuffer)
  throws(FlinkMetadataError) -> [UInt8]
{
  var choices = choices
  var expected: [UInt8] = []
  var rest = bytes[...]
  func writeAll(_ bytes: [UInt8]) throws(FlinkMetadataError) {
    try output.write(bytes.span.bytes)
    expected += bytes
  }
  for _ in 0..<24 where !rest.isEmpty {
    switch choices.below(6) {
    case 0:
      let number = Int32(choices.number())
      try output.write(bigEndian: number)
      expected += bigEndian(number)
    case 1:
      try output.write("größe")
      expected += "größe".utf8
    case 2:
      let memory = try output.lend()
      let piece = rest.prefix(min(memory.count, choices.below(100)))
      memory.copyBytes(from: piece)
      output.take(piece.count)
      expected += piece
      rest = rest.dropFirst(piece.count)
    default:
      let piece = Array(rest.prefix(choices.below(400)))
      try writeAll(piece)
      rest = rest.dropFirst(piece.count)
    }
  }
  try writeAll(Array(rest))
  // Long runs take other ways; what is longer than a buffer is written by a second thread, which makes the way of an
  // input another one each time.
  let long = [UInt8](repeating: 0x61, count: 70_000)
  if choices.below(8) == 7 { try writeAll(long) }
  if usesThreads && choices.below(4) == 3 {
    for count in [0, 3, 4096] {
      try writeAll(Array(bytes.prefix(count)))
      for _ in 0..<12 { try writeAll(long) }
    }
    while try output.lend().count > 1000 {
      let memory = try output.lend()
      memory.initializeMemory(as: UInt8.self, repeating: 0x62)
      output.take(memory.count)
      expected += [UInt8](repeating: 0x62, count: memory.count)
      if expected.count > 4 << 20 { break }
    }
  }
  if output.byteCount != Int64(expected.count) { throw FlinkMetadataError(.stopped(code: 1), offset: output.byteCount) }
  return expected
}
