// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataFiles
import ToolSupport

/// The checkpoints and savepoints in a directory that is none itself: `checkpoints/JOB`, or `checkpoints`.
struct CheckpointList {
  private struct Entry {
    let path: String
    /// The directory that it is in.
    let job: ExactText
    let modified: Int64
    let size: Int64
    /// Nil if the metadata cannot be read.
    let summary: CheckpointSummary?

    var isOlder: (Int64, Int64) { (summary?.checkpointId ?? -1, modified) }
  }

  /// By job, the newest of each first.
  private let entries: [Entry]

  /// Reads the metadata of what is at most two levels below a directory. Nil if there is none.
  init?(_ directory: String, _ request: MetadataDump) {
    let found = (try? DirectoryTree(directory).metadataFiles(levels: 2)) ?? []
    if found.isEmpty { return nil }
    entries = found.map { path, file in
      let path = String(Substring(path.utf8.dropLast("/_metadata".utf8.count)))
      let job = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
      return Entry(
        path: path, job: ExactText(job), modified: file.modified, size: file.size,
        summary: Self.summary(of: path, request))
    }
    .sorted { $0.job == $1.job ? $1.isOlder < $0.isOlder : $0.job < $1.job }
  }

  private static func summary(of path: String, _ request: MetadataDump) -> CheckpointSummary? {
    guard let input = try? MetadataInput(path, maximumByteCount: request.common.maxExpanded.byteCount) else {
      return nil
    }
    var visitor = CheckpointSummaryVisitor(countsFiles: false, location: nil)
    guard let walked = try? input.walk(&visitor, dialect: request.common.dialect) else { return nil }
    return visitor.finish(walked)
  }

  /// The directory of the newest: of one job the greatest id, among jobs the latest file.
  var newest: String {
    var jobs: Set<ExactText> = []
    let candidates = entries.filter { jobs.insert($0.job).inserted }
    return candidates.max { $0.modified < $1.modified }?.path ?? ""
  }

  /// What to say beside the list.
  var advice: String {
    "no checkpoint, but \(countText(entries.count, "checkpoint")) below; name one of them, such as "
      + "\(newest.escapedForTerminal)"
  }

  // MARK: Table

  private static let titles = ["CHECKPOINT", "ID", "KIND", "METADATA", "STATE", "WRITTEN (UTC)"]
  private static let alignments: [DisplayText.Alignment] = [.left, .right, .left, .right, .right, .left]

  /// The table, a line for each checkpoint.
  func lines(_ style: TextStyle) -> [String] {
    let head = Self.titles.map { DisplayText($0) }
    let rows = entries.map(row)
    let widths = head.indices.map { column in ([head] + rows).map { $0[column].width }.max() ?? 0 }
    func line(_ cells: [DisplayText]) -> String {
      let padded = cells.indices.dropLast().map { cells[$0].padded(to: widths[$0], Self.alignments[$0]) }
      return (padded + cells.suffix(1).map(\.text)).joined(separator: "  ")
    }
    return [style.text(line(head), .bold)] + rows.map(line)
  }

  private func row(_ entry: Entry) -> [DisplayText] {
    [
      DisplayText(entry.path), DisplayText(entry.summary.map { "\($0.checkpointId)" } ?? "-"),
      DisplayText(Self.kind(entry)), DisplayText(byteCountText(entry.size)),
      DisplayText(entry.summary.map { byteCountText($0.totals.sizes.total) } ?? "-"),
      DisplayText(dateText(entry.modified)),
    ]
  }

  private static func kind(_ entry: Entry) -> String {
    guard let summary = entry.summary else { return "damaged" }
    guard let properties = summary.properties else {
      // Before version 4 only the name says it.
      let name = entry.path.utf8.dropFirst(entry.job.text.utf8.count)
      return name.starts(with: "/savepoint-".utf8) ? "savepoint" : "checkpoint"
    }
    if case .savepoint = properties.checkpointType { return "savepoint" }
    return "checkpoint"
  }
}

extension MetadataDump {
  /// Why an input cannot be shown; of a directory of checkpoints there is more to say.
  func explained(_ error: DumpError) -> DumpError {
    guard case .input(let problem) = error, problem.problem == .noMetadataFile,
      let list = CheckpointList(problem.path, self)
    else { return error }
    return .severalCheckpoints(problem.path, advice: list.advice)
  }
}
