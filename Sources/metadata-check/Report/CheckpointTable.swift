// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataStorage
import ToolSupport

/// The checkpoints of a check as a table.
struct CheckpointTable {
  private let results: [CheckpointResult]
  private let style: TextStyle

  init(_ results: [CheckpointResult], _ style: TextStyle) {
    self.results = results
    self.style = style
  }

  private static let titles = ["CHECKPOINT", "JOB", "KIND", "FILES", "STATE", "VERDICT"]
  private static let alignments: [DisplayText.Alignment] = [.left, .left, .left, .right, .right, .left]

  var lines: [String] {
    let names = CheckpointNames(results.map(\.checkpoint), besideJobs: true)
    let rows = results.indices.map { row(results[$0], names[$0]) }
    let widths = Self.titles.indices.map { column in
      ([DisplayText(Self.titles[column])] + rows.map { $0[column] }).map(\.width).max() ?? 0
    }
    func line(_ cells: [DisplayText], verdict: (String) -> String) -> String {
      let last = cells.count - 1
      let padded = cells.indices.dropLast().map { cells[$0].padded(to: widths[$0], Self.alignments[$0]) }
      return (padded + [verdict(cells[last].text)]).joined(separator: "  ")
    }
    let head = style.text(line(Self.titles.map { DisplayText($0) }) { $0 }, .bold)
    return [head] + zip(rows, results).map { row, result in line(row) { style.text($0, result.decision.emphasis) } }
  }

  private func row(_ result: CheckpointResult, _ name: String) -> [DisplayText] {
    let checkpoint = result.checkpoint
    return [
      DisplayText(name), DisplayText(checkpoint.jobID ?? "-"),
      DisplayText(checkpoint.isSavepoint ? "savepoint" : "checkpoint"), DisplayText("\(checkpoint.fileCount)"),
      DisplayText(byteCountText(checkpoint.stateSize)), DisplayText(Self.verdict(result)),
    ]
  }

  /// The last part of the checkpoint's directory, or what else it can be called.
  static func name(_ checkpoint: CheckedCheckpoint) -> String {
    let last = checkpoint.directory.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? ""
    return last.isEmpty ? "checkpoint \(checkpoint.checkpointId)" : last.escapedForTerminal
  }

  /// `not restorable: 1 missing, 2 wrong size`
  private static func verdict(_ result: CheckpointResult) -> String {
    let counts = FileVerdict.allCases.compactMap { verdict -> String? in
      guard verdict != .present, let count = result.files[verdict], count > 0 else { return nil }
      return "\(count) \(verdict.rawValue)"
    }
    return counts.isEmpty ? result.decision.rawValue : "\(result.decision.rawValue): \(counts.joined(separator: ", "))"
  }
}
