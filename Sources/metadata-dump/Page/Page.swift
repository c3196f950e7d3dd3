// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import ToolSupport

/// A page about a checkpoint, for a ticket or a wiki: one document of HTML that loads nothing, also well-formed as XML.
///
/// It has less than 1 MB for any input: see ``PageLimits``. Its parts are sections, one a file.
package struct Page {
  private let checkpoint: PageInputs.Checkpoint
  private let history: History
  private let unreadCount: Int

  /// A page of the newest of some checkpoints; nil if there is none.
  ///
  /// - Parameter unreadCount: how many more there are that could not be read.
  package init?(_ inputs: PageInputs, unreadCount: Int = 0) {
    guard let newest = inputs.newest else { return nil }
    checkpoint = newest
    history = inputs.history
    self.unreadCount = unreadCount
  }

  /// Writes the page, a section after the other.
  package func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    let sections = sections.filter { !$0.content.isEmpty }
    try write(start(sections), to: sink)
    for section in sections { try write(section.html, to: sink) }
    try write(end, to: sink)
  }

  private func write(_ piece: HTML, to sink: any ByteSink) throws(FlinkMetadataError) {
    try sink.write(piece.text.utf8Span.span.bytes)
  }

  private func start(_ sections: [PageSection]) -> HTML {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="\(PageScript.policy)"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <title>Checkpoint \(checkpoint.summary.checkpointId)</title>
    <style>
    \(PageStyle.sheet)
    </style>
    </head>
    <body>
    <header>
    <a class="skip" href="#main">Skip to the content</a>
    <h1>Checkpoint \(checkpoint.summary.checkpointId)</h1>
    <p>\(subtitle)</p>
    <nav aria-label="Sections"><ul>\(sections.map(\.link))</ul></nav>
    </header>
    <main id="main">

    """
  }

  private var end: HTML {
    """
    </main>
    <footer><p>Made by metadata-dump \(packageVersion)</p></footer>
    <script>\(PageScript.source)</script>
    </body>
    </html>

    """
  }

  private var subtitle: String {
    let summary = checkpoint.summary
    let kind = summary.properties == nil ? "" : "\(summary.kindWords), "
    return "\(kind)\(byteCountText(summary.totals.sizes.total)) of state"
  }

  private var sections: [PageSection] {
    let summary = checkpoint.summary
    let operators = PageOperators(summary)
    return [
      PageSection(id: "summary", title: "Summary", content: facts),
      PageSection(id: "remarks", title: "To be known", content: RemarkList(summary, unreadCount: unreadCount).html),
      PageSection(id: "history", title: "History", content: HistoryChart(history).html),
      PageSection(id: "state", title: "State", content: StateMap(operators).html),
      PageSection(
        id: "operators", title: summary.version == .version1 ? "Tasks" : "Operators",
        content: OperatorRows(operators).html),
      PageSection(id: "subtasks", title: "Subtasks", content: SubtaskStrips(operators).html),
      PageSection(id: "directories", title: "Directories", content: DirectoryRows(summary).html),
    ]
  }

  private var facts: HTML {
    let facts = ReportFacts(
      summary: checkpoint.summary, operatorCount: checkpoint.operatorCount, name: checkpoint.name
    ).all
    let rows = facts.map { fact -> HTML in
      let lines = fact.lines.map { line -> HTML in "<span class=\"text\">\(line, limit: PageLimits.path)</span>" }
      return "<dt>\(fact.label)</dt><dd>\(lines)</dd>\n"
    }
    return "<dl>\n\(rows)</dl>\n"
  }
}

/// A part of the page with a heading.
struct PageSection {
  let id: String
  let title: String
  let content: HTML

  var link: HTML { "<li><a href=\"#\(id)\">\(title)</a></li>" }

  var html: HTML {
    """
    <section id="\(id)" aria-labelledby="\(id)-title">
    <h2 id="\(id)-title">\(title)</h2>
    \(content)</section>

    """
  }
}
