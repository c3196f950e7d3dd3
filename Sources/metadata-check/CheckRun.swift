// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage
import SystemPackage
import ToolSupport

/// Answers one call of the tool.
struct CheckRun {
  let request: MetadataCheck

  /// Returns the exit status.
  func run() throws(CheckFailure) -> Int32 {
    let output = OutputBuffer.standardOutput()
    do {
      let status = try run(output)
      try output.close()
      return status
    } catch let error as CheckFailure {
      throw error
    } catch let error as OutputError {
      throw .output(error)
    } catch let error as CheckError {
      throw .check(error)
    } catch {
      // A report is written to standard output, which says itself why it failed.
      if let failure = output.failure { throw .output(failure) }
      preconditionFailure("unexpected error: \(error)")
    }
  }

  private func run(_ output: OutputBuffer) throws -> Int32 {
    let rules = try request.metadata.rules
    var search = MetadataSearch(
      standardInputDirectory: rules.standardInput, temporaryDirectory: temporaryDirectory)
    let problems = ProblemList(
      isWanted: request.output.list || request.output.format == .jsonl || request.output.repair != nil)
    var options = StorageCheckOptions()
    options.equality = try request.storage.equality
    options.moves = rules.moves
    options.copies = rules.copies
    options.dialect = request.common.dialect
    options.maximumByteCount = request.common.maxExpanded.byteCount
    options.coveredDirectories = request.storage.covers
    options.orphans = request.orphans.rules(now: currentSeconds())
    options.report = problems.report
    if !request.output.quiet {
      options.opened = { $0.showProgress() }
      options.listingOpened = { name, size in ProgressLine(name: name, total: size).report }
    }

    var check = StorageCheck(options)
    for path in request.metadata.paths {
      for metadata in try search.files(of: path) { try add(metadata, to: &check) }
    }
    try requireDirectories(check.checkpoints, isKnown: rules.standardInput != nil)
    let hasRelative = check.checkpoints.contains { $0.relativeReferenceCount > 0 }
    var spooled: [SpooledInput] = []
    let report = try check.run(try inputs(spooling: hasRelative, &spooled))
    return try answer(report, problems, output)
  }

  /// Reads a metadata file. A damaged one is no candidate for the newest checkpoint; for any other question it is an error.
  private func add(_ metadata: CheckedMetadata, to check: inout StorageCheck) throws(CheckError) {
    do throws(CheckError) {
      try check.add(metadata)
    } catch {
      guard request.output.newest, case .metadata = error else { throw error }
      standardError("\(CheckFailure.check(error).message); skipped", tool: MetadataCheck.name)
    }
  }

  /// Relative handles of standard input need a directory.
  private func requireDirectories(_ checkpoints: [CheckedCheckpoint], isKnown: Bool) throws(CheckFailure) {
    for checkpoint in checkpoints where checkpoint.metadata.directory.isEmpty && !isKnown {
      if checkpoint.relativeReferenceCount > 0 {
        throw .noDirectory(handleCount: checkpoint.relativeReferenceCount)
      }
    }
  }

  /// The storage. A pipe becomes a file if it may have to be read twice.
  private func inputs(spooling: Bool, _ spooled: inout [SpooledInput]) throws -> [StorageInput] {
    var options = try request.storage.listingOptions
    var inputs: [StorageInput] = request.storage.root.map { .tree(path: $0) }
    for path in request.storage.listing {
      guard spooling, path == "-" || isPipe(path) else {
        options.original = nil
        inputs.append(.listing(path: path, options))
        continue
      }
      do {
        let file =
          path == "-"
          ? try SpooledInput(.standardInput, name: "standard input", in: temporaryDirectory)
          : try SpooledInput(path: path, in: temporaryDirectory)
        spooled.append(file)
        options.original = path
        inputs.append(.listing(path: file.path, options))
      } catch let error as MetadataInputError {
        throw CheckFailure.input(error)
      }
    }
    return inputs
  }

  /// Whether a path leads to something that can be read only once.
  private func isPipe(_ path: String) -> Bool {
    guard let type = (try? Stat(FilePath(path)))?.type else { return false }
    return type != .regular && type != .directory
  }

  // MARK: Answers

  private func answer(_ report: StorageReport, _ problems: ProblemList, _ output: OutputBuffer) throws -> Int32 {
    if request.output.newest { return try newest(report, output) }
    if request.orphans.orphans {
      try requireAllMetadata(report)
      if request.orphans.print != .text {
        if request.orphans.print == .s3DeleteObjects, let place = OrphanList(report).firstOutsideS3 {
          throw CheckFailure.notS3(place)
        }
        if let reason = OrphanList(report).refusal(request.orphans.print) { throw CheckFailure.uncertain(reason) }
        try OrphanList(report).write(request.orphans.print, to: output)
        if !request.output.quiet { standardError(OrphanList(report).summary, tool: MetadataCheck.name) }
        return 0
      }
    }
    if let directory = request.output.repair {
      try Repair(into: directory, report, problems.problems, request).run()
      return 0
    }
    if !request.output.quiet {
      let lifecycle = request.output.lifecycle.map { Lifecycle(report, days: Int64($0), now: currentSeconds()) }
      switch request.output.format {
      case .text:
        let isTerminal = Terminal.isTerminal(.standardOutput)
        let style = TextStyle(
          columns: Terminal.width() ?? 100, usesColor: Terminal.wantsColor(), usesUnicode: isTerminal)
        let text = CheckTextReport(report, problems.problems, lifecycle, style, now: currentSeconds())
        try text.write(to: output)
      case .json: try CheckJSONReport(report, lifecycle).writeDocument(to: output)
      case .jsonl: try CheckJSONReport(report, lifecycle).writeLines(problems.problems, to: output)
      }
    }
    return report.decision.exitStatus
  }

  private func newest(_ report: StorageReport, _ output: OutputBuffer) throws -> Int32 {
    guard let newest = report.newestRestorable(includingSavepoints: request.output.savepoints) else {
      if !request.output.quiet {
        standardError(
          "none of \(countText(report.results.count, "checkpoint")) is restorable", tool: MetadataCheck.name)
      }
      return 1
    }
    for result in report.results where result.decision != .restorable && !request.output.quiet {
      let checkpoint = result.checkpoint
      guard checkpoint.jobDirectory.map(ExactText.init) == newest.checkpoint.jobDirectory.map(ExactText.init),
        checkpoint.checkpointId > newest.checkpoint.checkpointId
      else { continue }
      standardError(
        "\(checkpoint.directory.escapedForTerminal): newer, but \(result.decision.rawValue); skipped",
        tool: MetadataCheck.name)
    }
    let directory = newest.checkpoint.storedDirectory
    try output.write(Terminal.isTerminal(.standardOutput) ? directory.escapedForTerminal : directory)
    try output.write("\n")
    return 0
  }

  /// What a checkpoint lacks can be among the files that look like orphans: under another name, or once its paths have been
  /// rewritten.
  private func requireCertainty(_ report: StorageReport) throws(CheckFailure) {
    for result in report.results {
      let name = result.checkpoint.metadata.name
      if result.decision != .restorable {
        throw .uncertain(
          "\(name): \(result.decision.rawValue), so that a file which it needs could look like an orphan")
      }
      if !result.checkpoint.isListed {
        throw .uncertain(
          "\(name): is not in the listing itself, which is older, or does not begin at the job's directory")
      }
    }
  }

  /// What looks like an orphan can be needed by metadata that was not given.
  private func requireAllMetadata(_ report: StorageReport) throws(CheckFailure) {
    let patterns = request.orphans.ignoreMetadata.map { WildcardPattern($0) }
    let others = report.otherMetadata.filter { file in !patterns.contains { $0.matches(file) } }
    guard others.isEmpty else { throw CheckFailure.otherMetadata(others) }
    if let link = report.listings.lazy.compactMap(\.firstLink).first { throw CheckFailure.link(link) }
    if !request.orphans.force { try requireCertainty(report) }
  }
}

extension RestoreDecision {
  /// The status with which the tool ends.
  fileprivate var exitStatus: Int32 {
    switch self {
    case .restorable: 0
    case .notRestorable: 1
    case .undecided: 2
    @unknown default: 2
    }
  }
}

/// Every problem of a check, if they are wanted.
final class ProblemList: @unchecked Sendable {
  // Only one thread of the check adds to it, and ends before the check returns.
  private(set) var problems: [Int: [(problem: FileProblem, operatorName: String)]] = [:]
  private let isWanted: Bool

  init(isWanted: Bool) { self.isWanted = isWanted }

  /// Takes problems, or nil if they are not wanted.
  var report: (@Sendable (Int, FileProblem, String) -> Void)? {
    guard isWanted else { return nil }
    return { checkpoint, problem, name in self.problems[checkpoint, default: []].append((problem, name)) }
  }
}
