// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// The directories that the files are in, as a table with a bar for the bytes in each.
struct DirectoryRows {
  private let summary: CheckpointSummary

  init(_ summary: CheckpointSummary) { self.summary = summary }

  /// The table; empty if there are no files.
  var html: HTML {
    guard !summary.directories.isEmpty else { return HTML() }
    let shown = summary.directories.prefix(PageLimits.directories)
    let rest = summary.directories.dropFirst(shown.count)
    var rows = shown.map {
      row(files: $0.files, size: $0.stateSize, place: $0.relation.words, path: $0.shownPath(in: summary.files))
    }
    if !rest.isEmpty {
      rows.append(
        row(
          files: rest.reduce(0) { $0 + $1.files }, size: size(of: rest), place: "",
          path: "\(rest.count) more"))
    }
    return """
      <div class="scroll" role="group" aria-labelledby="directories-title" tabindex="0">
      <table>
      <caption>State in files by directory</caption>
      <thead><tr><th scope="col">Directory</th><th scope="col">State</th><th scope="col">Files</th>\
      <th scope="col">Place</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>
      </div>

      """
  }

  private func row(files: Int, size: Int64, place: String, path: String) -> HTML {
    let total = self.size(of: summary.directories[...])
    let share = total > 0 ? Double(size) / Double(total) * 100 : 0
    return """
      <tr><th scope="row"><bdi class="text">\(path, limit: PageLimits.path)</bdi>\
      <span class="bar"><i style="width:\(coordinate: share)%"></i></span></th>\
      <td>\(byteCountText(size))</td><td>\(fileCountText(files, summary.files))</td><td>\(place)</td></tr>

      """
  }

  /// A sum that stops at the greatest number.
  private func size(of directories: ArraySlice<DirectorySummary>) -> Int64 {
    directories.reduce(0) { sum, directory in
      let (next, overflows) = sum.addingReportingOverflow(directory.stateSize)
      return overflows ? .max : next
    }
  }
}
