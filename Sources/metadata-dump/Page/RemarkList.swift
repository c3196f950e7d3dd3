// SPDX-License-Identifier: Apache-2.0

import FlinkMetadataDescription
import ToolSupport

/// What to beware of, what belongs to the kind of checkpoint, and what is to be known before a restore.
struct RemarkList {
  private let summary: CheckpointSummary
  private let unreadCount: Int

  /// - Parameter unreadCount: how many files are missing on the page, because they could not be read.
  init(_ summary: CheckpointSummary, unreadCount: Int) {
    self.summary = summary
    self.unreadCount = unreadCount
  }

  /// A list; empty if there is nothing to say.
  var html: HTML {
    let remarks = ReportRemarks(summary: summary)
    var items = remarks.warnings.map { item("warning", $0) } + remarks.notes.map { item("note", $0) }
    if unreadCount > 0 {
      let text = "\(countText(unreadCount, "file")) could not be read and \(unreadCount == 1 ? "is" : "are") not shown"
      items.insert(item("warning", ReportRemarks.Remark(text: text)), at: 0)
    }
    items += RestoreAdvice.of(summary.restoreFacts).map { item("restore", ReportRemarks.Remark(text: $0.rawValue)) }
    return items.isEmpty ? HTML() : "<ul class=\"remarks\">\n\(items)</ul>\n"
  }

  private func item(_ label: String, _ remark: ReportRemarks.Remark) -> HTML {
    let path = remark.firstPath.map { path -> HTML in " <code>\(path, limit: PageLimits.path)</code>" } ?? HTML()
    return "<li class=\"\(label)\"><strong>\(label)</strong> \(remark.text)\(path)</li>\n"
  }
}
