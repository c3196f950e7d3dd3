// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription

/// The checkpoints that a page is about, while they are read one after the other: only the newest is kept whole.
package final class PageInputs {
  /// A checkpoint.
  struct Checkpoint {
    var summary: CheckpointSummary
    /// How many operators the file has; the summary may have only some of them.
    var operatorCount: Int
    /// The name of the file.
    var name: String
  }

  /// The checkpoint with the greatest id; of several, the last.
  private(set) var newest: Checkpoint?
  /// All of them.
  private(set) var history = History()

  package init() {}

  /// Adds a checkpoint.
  package func add(_ summary: CheckpointSummary, operatorCount: Int, name: String) {
    history.add(History.Point(summary, name: name))
    if let newest, newest.summary.checkpointId > summary.checkpointId { return }
    newest = Checkpoint(summary: summary, operatorCount: operatorCount, name: name)
  }
}
