// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataFiles

/// The directories of paths and what becomes of them, one a line.
struct DirectoryList {
  private let rows: [(count: Int, text: String)]

  init(_ summary: RewriteSummary) {
    var rows = summary.directories.map { directory in
      let change =
        if !directory.isMatched {
          "  (no --from matches)"
        } else if ExactText(directory.before) == ExactText(directory.after) {
          ""
        } else {
          " -> \(directory.after.escapedForTerminal)"
        }
      return (directory.handleCount, directory.before.escapedForTerminal + change)
    }
    let report = summary.report
    if report.pathsInOtherDirectories > 0 {
      let count = RewriteReport.mostDirectories
      rows.append((report.pathsInOtherDirectories, "(in further directories, after the first \(count))"))
    }
    if let (directory, count) = summary.madeRelative, count > 0 {
      rows.append((count, "\(directory.escapedForTerminal) -> (beside the metadata file)"))
    }
    if let count = report.counts[.relativeFile]?.seen, count > 0 {
      let change = summary.base.map { " -> \($0.escapedForTerminal)" } ?? ""
      rows.append((count, "(beside the metadata file)\(change)"))
    }
    if let unmatched = report.counts[.directory]?.unmatched, unmatched > 0, summary.unmatchedCount > 0 {
      rows.append((unmatched, "(directories of merged files)  (no --from matches)"))
    }
    self.rows = rows
  }

  /// Writes the lines, with the numbers of paths aligned.
  func write(to output: OutputBuffer) throws(FlinkMetadataError) {
    let width = rows.map { String($0.count).count }.max() ?? 0
    for (count, text) in rows {
      let digits = String(count)
      try output.write("\(String(repeating: " ", count: width - digits.count))\(digits)  \(text)\n")
    }
  }
}
