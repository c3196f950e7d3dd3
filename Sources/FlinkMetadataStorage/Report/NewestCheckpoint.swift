// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

extension StorageReport {
  /// The newest checkpoint that Flink can restore from: by checkpoint id within a job, because a copy changes times; and
  /// by time among the newest ones of jobs.
  ///
  /// - Parameter includingSavepoints: whether savepoints count too. One that is not in its job's directory is compared
  ///   by its time alone.
  public func newestRestorable(includingSavepoints: Bool) -> CheckpointResult? {
    let restorable = results.filter {
      $0.decision == .restorable && (includingSavepoints || !$0.checkpoint.isSavepoint)
    }
    var newest: [ExactText: CheckpointResult] = [:]
    for result in restorable {
      let job = ExactText(result.checkpoint.jobDirectory ?? result.checkpoint.directory)
      if let other = newest[job], other.checkpoint.checkpointId >= result.checkpoint.checkpointId { continue }
      newest[job] = result
    }
    return newest.values.max { first, second in
      let (first, second) = (first.checkpoint, second.checkpoint)
      return (first.modified ?? .min, first.checkpointId, ExactText(second.directory))
        < (second.modified ?? .min, second.checkpointId, ExactText(first.directory))
    }
  }
}
