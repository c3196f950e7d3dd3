// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// The directories that a checkpoint's files are in, as a table for a terminal.
struct DirectoryTable {
  private let summary: CheckpointSummary
  private let layout: ReportLayout
  private let style: TextStyle

  init(_ summary: CheckpointSummary, layout: ReportLayout, style: TextStyle) {
    self.summary = summary
    self.layout = layout
    self.style = style
  }

  /// The lines of the table.
  var lines: [String] {
    guard !summary.directories.isEmpty else { return [] }
    let shown = summary.directories.prefix(layout.count)
    var lines = [style.text(line("FILES", "STATE", "PLACE", "DIRECTORY"), .bold)]
    lines += shown.map { directory in
      line(
        fileCountText(directory.files, summary.files), byteCountText(directory.stateSize), directory.relation.words,
        directory.shownPath(in: summary.files))
    }
    let rest = summary.directories.dropFirst(shown.count)
    if !rest.isEmpty {
      lines.append(
        line(
          fileCountText(rest.reduce(0) { $0 + $1.files }, summary.files),
          byteCountText(rest.reduce(0) { $0.addingReportingOverflow($1.stateSize).partialValue }), "",
          "\(rest.count) more"))
    }
    return lines
  }

  private func line(_ files: String, _ size: String, _ place: String, _ directory: String) -> String {
    let beginning =
      DisplayText(files).padded(to: 6, .right) + DisplayText(size).padded(to: 11, .right) + "  "
      + DisplayText(place).padded(to: 15, .left) + " "
    return beginning
      + DisplayText(directory).shortened(to: max(40, style.columns - 35), ellipsis: style.ellipsis).text
  }
}

extension DirectorySummary {
  /// The path, inside of the checkpoint's own directory from there.
  func shownPath(in files: CheckpointSummary.FileCounts) -> String {
    guard let path else { return "others" }
    if path.isEmpty { return "./" }
    guard let own = files.directory?.utf8, path.utf8.starts(with: own) else { return path }
    return "./" + Substring(path.utf8.dropFirst(own.count))
  }
}

extension DirectorySummary.Relation {
  /// Where it is, in words.
  var words: String {
    switch self {
    case .own: "this checkpoint"
    case .job: "this job"
    case .elsewhere: "elsewhere"
    case .unknown: "not known"
    }
  }
}
