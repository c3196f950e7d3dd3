// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription

/// What is said of a restore from one file.
struct RestoreAnswer {
  /// How the operators fit those of a job, if that is asked.
  let fit: RestoreFit?
  /// The parallelism that is asked about.
  let parallelism: Int32?
  /// What the parallelism meets.
  let findings: [RescaleFinding]

  init(_ summary: CheckpointSummary, expected: OperatorList?, parallelism: Int32?) {
    fit = expected.map { RestoreFit(summary, expected: $0) }
    self.parallelism = parallelism
    let restored = summary.operators.filter { state in expected.map { $0[state.id] != nil } ?? true }
    findings = parallelism.map { RescaleFinding.findings(parallelism: $0, restored) } ?? []
  }

  /// Whether every operator finds its state and Flink refuses nothing.
  var isYes: Bool { fit?.isComplete != false && !findings.contains { $0.rule.refuses } }
}
