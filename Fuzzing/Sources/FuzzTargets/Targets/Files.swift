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

/// Files on a disk give what the same bytes in memory give, and a file that is written is the old one or the new one in
/// whole, with nothing left beside it.
func fuzzFiles(_ input: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  var chosen = ChosenBytes(input.choices)
  let stored = try StoredFile(input.file, &chosen)
  if checks.oneIn(2) { try requireInput(stored, chosen) }
  if checks.oneIn(4) { try requireMapped(stored.bytes, chosen) }
  if checks.oneIn(2) { try requireRewritten(stored, chosen) }
  if checks.oneIn(4) { try requireWritten(input.file, chosen, usesThreads: checks.areAll) }
  if checks.oneIn(8) { try requireSpooled(stored) }
  if checks.oneIn(8) { try requireTree(stored.bytes, chosen) }
  if checks.areAll && stored.bytes.count % 16 == 0 { try requireSlowFiles() }
  if checks.oneIn(8) { try requireRefusals(stored.bytes, usesThreads: checks.areAll) }
  if checks.oneIn(4) { try requireTexts(chosen) }
}

/// Every spelling of a path opens the file, and reading it ends as in memory.
private func requireInput(_ stored: StoredFile, _ chosen: ChosenBytes) throws(BrokenProperty) {
  var chosen = chosen
  let folder = try ScratchFolder("input")
  let file = folder["_metadata"]
  try write(stored.bytes, to: file)
  let spellings = [file, folder.path, folder.path + "/", "file:" + file, "file://" + file, "file:" + folder.path]
  let argument = chosen.one(of: spellings) ?? file

  let first = try open(argument, stored)
  try requireEqual(first.name, file, "the name of \(argument)")
  try requireEqual(first.directory, folder.path, "the directory of \(argument)")
  try requireEqual(first.size, Int64(stored.bytes.count), "the size of \(argument)")
  try requireEqual(first.isCompressed, stored.isCompressed, "whether it is compressed")
  let all = attempt { () throws(FlinkMetadataError) in try first.readAll() }
  try requireEqual(all.failure?.kind, stored.content.failure?.kind, "reading all")
  try require(all.success == stored.content.success, "a file has other content than memory")
  if all.success != nil { try requireEqual(first.bytesRead, first.size, "bytes that were read") }
  if let error = all.failure {
    let message = first.message(for: error)
    try require(message.hasPrefix(file) && !message.contains { $0.isNewline }, "not one line: \(message)")
  }

  let second = try open(argument, stored)
  var progress: [Int64?] = []
  if chosen.bool() { second.onProgress = { progress.append($0) } }
  var log = EventLog.Walk(EventLog())
  let walk = attempt { () throws(FlinkMetadataError) in try second.walk(&log) }
  var logOfMemory = EventLog.Walk(EventLog())
  let walkOfMemory = attemptWalk(stored.source, visitor: &logOfMemory)
  try requireEqual(walk, walkOfMemory, "walking over a file and over memory")
  try require(
    log.visitor == logOfMemory.visitor, "a file: \(log.visitor.firstDifference(from: logOfMemory.visitor))")
  try require(progress.isEmpty || progress.last == .some(nil), "progress without an end")
  try require(progress.dropLast().allSatisfy { $0 != nil }, "progress after the end")

  let values = Result { () throws(MetadataInputError) in
    try MetadataFile(path: argument, maximumByteCount: stored.most).bytes
  }
  let ofMemory = stored.content.flatMap { content in
    attempt { () throws(FlinkMetadataError) in try MetadataFile(content).bytes }
  }
  switch values {
  case .success(let bytes): try require(bytes == ofMemory.success, "a file at a path has other bytes")
  case .failure(let error):
    try requireOneLine(error)
    guard case .malformed(let problem) = error.problem else { throw BrokenProperty("not opened: \(error)") }
    try requireEqual(problem.kind, ofMemory.failure?.kind, "a file at a path")
  }
}

func open(_ argument: String, _ stored: StoredFile) throws(BrokenProperty) -> MetadataInput {
  do {
    return try MetadataInput(argument, maximumByteCount: stored.most)
  } catch {
    throw BrokenProperty("not opened: \(error)")
  }
}

/// A mapped file has the bytes of the file; if it becomes shorter meanwhile, that is an error, and no crash.
private func requireMapped(_ bytes: [UInt8], _ chosen: ChosenBytes) throws(BrokenProperty) {
  var chosen = chosen
  let scratch = try ScratchFile("mapped", bytes)
  let path = scratch.path
  let mapped = try map(path)
  // The place of each mapping is used again by later ones.
  let second = try map(path)
  try requireEqual(second.count, mapped.count, "the size of a file that is mapped twice")
  try requireEqual(mapped.count, bytes.count, "the size of a mapped file")
  let whole = attempt { () throws(FlinkMetadataError) in try mapped.withBytes { $0.withUnsafeBytes { Array($0) } } }
  try require(whole.success == bytes, "a mapped file has other bytes: \(whole)")
  var log = EventLog.Walk(EventLog())
  var logOfMemory = EventLog.Walk(EventLog())
  let walk = attempt { () throws(FlinkMetadataError) in
    try mapped.withBytes { (span) throws(FlinkMetadataError) in
      try CheckpointMetadataView(span).walk(&log)
    }
  }
  let walkOfMemory = attempt { () throws(FlinkMetadataError) in
    try CheckpointMetadataView(bytes.span.bytes).walk(&logOfMemory)
  }
  try requireEqual(walk, walkOfMemory, "walking over a mapped file")
  try require(log.visitor == logOfMemory.visitor, "a mapped file reports other events")

  let left = chosen.below(bytes.count + 1)
  let shortened = attempt { () throws(FlinkMetadataError) in
    try mapped.withBytes { span in
      truncate(path, off_t(left))
      return span.withUnsafeBytes { $0.reduce(0) { $0 &+ Int($1) } }
    }
  }
  let other = attempt { () throws(FlinkMetadataError) in try second.withBytes { $0.byteCount } }
  try requireEqual(other.failure == nil, left == bytes.count, "a file that is mapped twice")
  if left == bytes.count { return try requireEqual(shortened.failure, nil, "a file that stays as it is") }
  try requireEqual(
    shortened.failure, FlinkMetadataError(.sourceFailed(code: EIO), offset: Int64(left)), "a file that became shorter")
}

private func map(_ path: String) throws(BrokenProperty) -> MappedFile {
  do {
    return try MappedFile(path)
  } catch {
    throw BrokenProperty("not mapped: \(error)")
  }
}

/// What comes through a pipe is kept in a file as long as it is needed.
private func requireSpooled(_ stored: StoredFile) throws(BrokenProperty) {
  // A pipe has room for so many bytes.
  guard stored.bytes.count <= 1 << 14 else { return }
  let folder = try ScratchFolder("spooled")
  let isNamed = stored.bytes.count % 2 == 0
  do {
    let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor) = try FileDescriptor.pipe()
    defer { try? pipe.readEnd.close() }
    try pipe.writeEnd.closeAfter { _ = try pipe.writeEnd.writeAll(stored.bytes) }
    if isNamed { try write(stored.bytes, to: folder["named"]) }
    let spooled =
      isNamed
      ? try SpooledInput(path: folder["named"], in: folder.path)
      : try SpooledInput(pipe.readEnd, name: "standard input", in: folder.path)
    try require(content(of: spooled.path) == stored.bytes, "a pipe has other content than was written")
    let input = try open(spooled.path, stored)
    input.standIn(for: isNamed ? folder["named"] : "-")
    try requireEqual(input.directory, isNamed ? folder.path : nil, "the directory of a pipe")
    let all = attempt { () throws(FlinkMetadataError) in
      try input.read { source throws(FlinkMetadataError) in
        try source.everything()
      }
    }
    try require(all.success == stored.content.success, "a pipe has other content than memory")
    withExtendedLifetime(spooled) {}
  } catch {
    throw (error as? BrokenProperty) ?? BrokenProperty("a pipe was not kept: \(error)")
  }
  try requireEqual(folder.names, isNamed ? ["named"] : [], "what is left of a pipe")
}
