// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles
import FlinkMetadataStorage
import ToolSupport

/// Writes repaired copies of metadata files.
struct Repair {
  private let target: String
  private let report: StorageReport
  private let problems: [Int: [(problem: FileProblem, operatorName: String)]]
  private let request: MetadataCheck

  init(
    into target: String, _ report: StorageReport, _ problems: [Int: [(problem: FileProblem, operatorName: String)]],
    _ request: MetadataCheck
  ) {
    self.target = target
    self.report = report
    self.problems = problems
    self.request = request
  }

  /// Repairs what can be repaired; nothing is written if anything cannot.
  func run() throws {
    let equality = try request.storage.equality
    var plans: [(checkpoint: CheckedCheckpoint, repair: MetadataRepair)] = []
    for (index, result) in report.results.enumerated() {
      let metadata = result.checkpoint.metadata
      do throws(MetadataRepair.Refusal) {
        let repair = try MetadataRepair(
          (problems[index] ?? []).map(\.problem), directory: result.checkpoint.storedDirectory, equality)
        plans.append((result.checkpoint, repair))
      } catch {
        switch error {
        case .nothingToRepair: say("\(metadata.name): nothing to repair")
        case .otherProblem(let problem):
          throw CheckFailure.notRepairable(
            "\(metadata.name.escapedForTerminal): not repaired, because a file is \(problem.verdict.rawValue): "
              + problem.location.escapedForTerminal)
        @unknown default: throw CheckFailure.notRepairable("\(metadata.name.escapedForTerminal): not repaired")
        }
      }
    }
    let directories = plans.map { plans.count == 1 ? target : directory($0.checkpoint) }
    if let twice = Dictionary(grouping: directories, by: \.self).first(where: { $0.value.count > 1 }) {
      throw CheckFailure.notRepairable(
        "\(twice.key.escapedForTerminal): \(twice.value.count) checkpoints of this job and name; repair them one by one"
      )
    }
    for (plan, directory) in zip(plans, directories) { try write(plan.checkpoint, plan.repair, into: directory) }
  }

  /// Where a checkpoint that is not the only one is written.
  private func directory(_ checkpoint: CheckedCheckpoint) -> String {
    "\(target)/\(checkpoint.jobID.map { "\($0)/" } ?? "")\(CheckpointTable.name(checkpoint))"
  }

  private func write(_ checkpoint: CheckedCheckpoint, _ repair: MetadataRepair, into directory: String) throws {
    try DirectoryTree.make(directory)
    let path = "\(directory)/_metadata"
    let input: MetadataInput
    do {
      input = try MetadataInput(checkpoint.metadata.path, maximumByteCount: request.common.maxExpanded.byteCount)
      input.name = checkpoint.metadata.name
    } catch {
      throw CheckFailure.input(error)
    }
    let file = try AtomicFile(path)
    let rewritten: RewriteReport
    do throws(FlinkMetadataError) {
      rewritten = try input.rewrite(with: repair.rewriter, dialect: request.common.dialect, to: file.output)
    } catch {
      if let failure = file.output.failure { throw failure }
      throw CheckFailure.check(.metadata(error, message: input.message(for: error)))
    }
    try file.commit(.always)
    let changed = rewritten.counts[.relativeFile]?.changed ?? 0
    say("\(path): \(countText(changed, "handle")) made absolute")
    for (place, count) in repair.directories {
      say("  \(countText(count, "handle")) now in \(place), which must not be deleted")
    }
  }

  private func say(_ line: String) {
    if !request.output.quiet { standardError(line.escapedForTerminal, tool: MetadataCheck.name) }
  }
}
