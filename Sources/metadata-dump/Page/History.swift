// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription

/// The checkpoints of a job in numbers, in the order of their ids.
package struct History: Sendable {
  /// A checkpoint.
  struct Point: Sendable {
    var checkpointId: Int64
    var kind: String
    var fullSize: Int64
    /// What it added. As Flink computes it, so it can be below 0.
    var addedSize: Int64
    var metadataSize: Int64
    /// The name of the file.
    var name: String

    init(_ summary: CheckpointSummary, name: String) {
      let totals = summary.totals
      checkpointId = summary.checkpointId
      kind = summary.kindWords
      fullSize = totals.sizes.total
      addedSize = totals.checkpointedSize
      metadataSize = summary.byteCount
      self.name = name
    }
  }

  private var points: [Point] = []

  /// How many there are.
  var count: Int { points.count }

  mutating func add(_ point: Point) { points.append(point) }

  /// The newest, at most as many as a page shows. Those with the same id are in the order in which they were added.
  var newest: ArraySlice<Point> {
    points.enumerated()
      .sorted { ($0.element.checkpointId, $0.offset) < ($1.element.checkpointId, $1.offset) }
      .map(\.element).suffix(PageLimits.checkpoints)
  }
}
