// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import Foundation

/// The newest checkpoint in a job's directory that has its metadata; nil if there is none.
func newestCheckpoint(_ job: String) throws -> String? {
  try FileManager.default.contentsOfDirectory(atPath: job)
    .compactMap { $0.hasPrefix("chk-") ? Int64($0.dropFirst("chk-".count)) : nil }
    .sorted(by: >).map { "\(job)/chk-\($0)" }
    .first { FileManager.default.fileExists(atPath: "\($0)/_metadata") }
}

/// Sums a checkpoint up. Memory grows with the number of its operators, not with the size of its metadata.
func summary(_ checkpoint: String) throws -> CheckpointSummary {
  let input = try MetadataInput(checkpoint)
  var visitor = CheckpointSummaryVisitor(countsFiles: true, location: nil)
  do {
    return visitor.finish(try input.walk(&visitor))
  } catch {
    throw MetadataInputError(.malformed(error), path: input.name)
  }
}

extension Metrics {
  mutating func add(_ checkpoint: CheckpointSummary, job: [(String, String)], written: Date) {
    let (totals, time) = (checkpoint.totals, Int64(written.timeIntervalSince1970))
    add("flink_checkpoint_id", "Id of the newest checkpoint.", job, checkpoint.checkpointId)
    add("flink_checkpoint_written_timestamp_seconds", "When it was written: time() minus this is its age.", job, time)
    add("flink_checkpoint_full_bytes", "State that a restore reads.", job, totals.sizes.total)
    add("flink_checkpoint_incremental_bytes", "State that the checkpoint added.", job, totals.checkpointedSize)
    add("flink_checkpoint_files", "Files that it refers to.", job, checkpoint.files.distinct)
    var ids: Set<OperatorID> = []
    // Prometheus refuses a file that has a sample twice.
    for state in checkpoint.operators where ids.insert(state.id).inserted {
      let labels =
        job + [("operator", state.name ?? ""), ("operator_uid", state.uid ?? ""), ("operator_id", "\(state.id)")]
      let totals = state.totals
      add("flink_operator_full_bytes", "State that a restore reads.", labels, totals.sizes.total)
      add("flink_operator_incremental_bytes", "State that the checkpoint added.", labels, totals.checkpointedSize)
      add("flink_operator_files", "Files that the operator refers to.", labels, state.files)
    }
  }
}

func complain(_ message: String) { FileHandle.standardError.write(Data("prometheus-exporter: \(message)\n".utf8)) }

guard CommandLine.arguments.count == 3 else {
  complain("usage: prometheus-exporter CHECKPOINTS FILE.prom")
  exit(64)
}
let (root, output) = (CommandLine.arguments[1], CommandLine.arguments[2])
do {
  var metrics = Metrics()
  for name in try FileManager.default.contentsOfDirectory(atPath: root).sorted() {
    guard let checkpoint = try? newestCheckpoint("\(root)/\(name)") else { continue }
    let job = [("job_id", name)]
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(checkpoint)/_metadata")
    // One job that is damaged, or has just deleted its checkpoint, must not hide the others.
    let result = Result { try summary(checkpoint) }
    switch result {
    case .success(let sums): metrics.add(sums, job: job, written: attributes?[.modificationDate] as? Date ?? Date())
    case .failure(let error): complain("\(error)")
    }
    metrics.add("flink_checkpoint_readable", "1 if it can be read.", job, (try? result.get()) == nil ? 0 : 1)
  }
  // The collector sees the old file or the new one, never a part.
  let file = try AtomicFile(output)
  try file.output.write(metrics.text)
  try file.commit()
} catch {
  complain("\(error)")
  exit(74)
}
