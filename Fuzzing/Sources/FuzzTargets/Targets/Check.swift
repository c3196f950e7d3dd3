// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage

/// A check of metadata against a listing that was made for it: what is there is never called missing, what is missing is
/// never called restorable, and what is needed is never an orphan.
func fuzzCheck(_ input: FuzzInput, _ checks: inout Checks) throws(BrokenProperty) {
  let bytes = input.file
  // A check decompresses what a walk refuses.
  if bytes.starts(with: [0x1F, 0x8B]) { return }
  var chosen = ChosenBytes(input.choices)
  var needs = StorageNeeds()
  let walk = attemptWalk(bytes, visitor: &needs)
  let storage = MadeStorage(needs, &chosen)

  let metadata = try ScratchFile("metadata", bytes)
  let problems = Problems()
  var options = StorageCheckOptions()
  options.orphans = OrphanRules(now: MadeStorage.now)
  options.coveredDirectories = chosen.bool() ? ["s3://bucket"] : []
  if chosen.bool() { options.report = { _, problem, _ in problems.all.append(problem) } }
  let folder = try ScratchFolder("storage")
  let form = storage.form(chosen.one(of: MadeStorage.Form.allCases) ?? .table)
  if form == .tree { options.copies = try copies(of: folder["bucket"]) }
  options.equality = try requireEquality(&chosen)
  let more = chosen.byte()
  options.orphans?.includesTaskOwned = more & 1 != 0
  options.orphans?.includesForSt = more & 2 != 0
  options.orphans?.includesChangelog = more & 4 != 0
  var check = StorageCheck(options)
  do throws(CheckError) {
    try check.add(CheckedMetadata(path: metadata.path, name: "metadata", directory: MadeStorage.directory))
  } catch {
    guard case .metadata(let error, let message) = error else { throw BrokenProperty("not read: \(error)") }
    try requireEqual(error.kind, walk.failure?.kind, "check and walk")
    return try require(!message.isEmpty, "an error without words")
  }
  try requireEqual(walk.failure, nil, "a check of what a walk refuses")
  let inputs = try storage.inputs(form, folder)
  let report: StorageReport
  do throws(CheckError) {
    report = try check.run(inputs)
  } catch {
    return try requireReason(error, storage)
  }
  try requireTrue(report, storage, needs)
  try requireRepair(report, problems, options, bytes)
}

/// Nothing matches, or there is nothing to match.
private func requireReason(_ error: CheckError, _ storage: MadeStorage) throws(BrokenProperty) {
  let matches = storage.files.contains { $0.isReferenced }
  switch error {
  case .nothingMatches: try require(!matches, "nothing matches: \(error)")
  default: throw BrokenProperty("not checked: \(error)")
  }
}

private func requireTrue(_ report: StorageReport, _ storage: MadeStorage, _ needs: StorageNeeds)
  throws(BrokenProperty)
{
  guard let result = report.results.first, report.results.count == 1 else { throw BrokenProperty("not one result") }
  let count = result.files.values.reduce(0, +)
  try requireEqual(count, result.checkpoint.fileCount, "verdicts and files")
  try require(result.files.values.allSatisfy { $0 >= 0 }, "a negative number of files: \(result.files)")
  try requireEqual(result.checkpoint.referenceCount, needs.referenceCount, "references")
  try require(result.checkpoint.fileCount <= needs.referenceCount, "more files than references")
  if storage.isWhole {
    try require(result.decision != .notRestorable, "all files are there: \(result.files)")
  }
  if storage.lacksFile { try require(result.decision != .restorable, "a file is missing: \(result.files)") }
  let extras = Set(storage.files.filter { !$0.isReferenced }.map(\.location))
  for orphan in report.orphans ?? [] {
    let location = String(decoding: orphan.location, as: UTF8.self)
    try require(extras.contains(location), "an orphan that is needed: \(location)")
    try require(orphan.modified <= MadeStorage.now - OrphanRules(now: MadeStorage.now).leastAge, "a young orphan")
  }
  let newest = report.newestRestorable(includingSavepoints: true)
  try require((newest != nil) == (result.decision == .restorable), "the newest restorable checkpoint")
  let lifecycle = Lifecycle(report, days: 30, now: MadeStorage.now)
  try requireEqual(lifecycle.checkpoints.count, 1, "effects of a rule")
}

/// What is repaired has no relative paths, and each leads to a directory that has the file.
private func requireRepair(
  _ report: StorageReport, _ problems: Problems, _ options: StorageCheckOptions, _ bytes: [UInt8]
) throws(BrokenProperty) {
  guard options.report != nil else { return }
  let count = report.results.first?.files.filter { $0.key != .present }.values.reduce(0, +) ?? 0
  try require(problems.all.count >= count, "less problems than files that have one")
  let plan: MetadataRepair
  do throws(MetadataRepair.Refusal) {
    plan = try MetadataRepair(problems.all, directory: MadeStorage.directory, options.equality)
  } catch {
    let isElsewhere = !problems.all.isEmpty && problems.all.allSatisfy { $0.verdict == .elsewhere }
    return try require(!isElsewhere, "not repaired: \(error)")
  }
  let output = try attempt { () throws(FlinkMetadataError) in try plan.rewriter.rewrite(bytes).bytes }
    .value("a repair")
  var needs = StorageNeeds()
  _ = try attemptWalk(output, visitor: &needs).value("walking over what was repaired")
  try require(!needs.hasRelative, "a relative path is left")
}

/// Problems as a check reports them, which it does on its own thread.
private final class Problems: @unchecked Sendable {
  var all: [FileProblem] = []
}

/// Which spellings are equal: some more than by default, or a pair that is refused. What comes of it changes nothing of
/// what the made storage has.
private func requireEquality(_ chosen: inout ChosenBytes) throws(BrokenProperty) -> LocationEquality {
  let roots = [
    "oss", "cos", "OSS", "oss:", "alluxio://nn:1", "viewfs://other", "viewfs://a//", "abfs://c@a.blob.core", "", "9",
    "a b",
    "x://a/b",
  ]
  var pairs: [(String, String)] = []
  for _ in 0..<chosen.below(4) { pairs.append((chosen.one(of: roots) ?? "", chosen.one(of: roots) ?? "")) }
  do throws(LocationEquality.Problem) {
    return try LocationEquality(pairs)
  } catch {
    try requireOneLine(error)
    return LocationEquality()
  }
}

private func copies(of directory: String) throws(BrokenProperty) -> PathRules {
  do throws(PathRules.Problem) {
    return try PathRules([PathRules.Mapping(from: directory, to: "s3://bucket")])
  } catch {
    throw BrokenProperty("a rule was refused: \(error)")
  }
}
