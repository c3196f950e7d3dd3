// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// What a report says after its tables: notes on what belongs to the kind of checkpoint, and warnings of what should
/// worry. The reports as text and as a page print these.
struct ReportRemarks {
  /// A note or a warning. Nothing in it is escaped.
  struct Remark {
    var text: String
    /// The first path that it is about.
    var firstPath: String?
  }

  let summary: CheckpointSummary

  /// What belongs to the kind of checkpoint.
  var notes: [Remark] {
    var notes: [Remark] = []
    let files = summary.files
    if files.relativeReferences > 0 {
      notes.append(
        Remark(
          text: "\(countText(files.relativeReferences, "handle")) by relative path: "
            + "complete only together with the directory of this file"))
    }
    if files.jobReferences > 0 {
      notes.append(
        Remark(
          text: "\(countText(files.jobReferences, "handle")) to files that the job's checkpoints share, "
            + "in other directories of it"))
    }
    if !files.isLocationKnown, files.outsideReferences > 0 { notes.append(outside("by absolute path")) }
    return notes
  }

  /// What should worry.
  var warnings: [Remark] {
    var warnings: [Remark] = []
    let files = summary.files
    if files.isLocationKnown, files.outsideReferences > files.jobReferences {
      warnings.append(outside("outside the directory of this \(files.jobReferences > 0 ? "job" : "file")"))
    }
    if summary.totals.unknownSizes > 0 {
      warnings.append(
        Remark(text: "\(countText(summary.totals.unknownSizes, "handle")) without a size, which the sums leave out"))
    }
    if summary.trailingByteCount > 0 {
      warnings.append(
        Remark(
          text: "\(countText(summary.trailingByteCount, "byte")) after the end of the metadata, which Flink ignores"))
    }
    return warnings
  }

  private func outside(_ place: String) -> Remark {
    let files = summary.files
    let count = countText(files.outsideReferences - files.jobReferences, "handle")
    return Remark(text: "\(count) \(place), the first:", firstPath: files.firstOutside ?? "")
  }
}
