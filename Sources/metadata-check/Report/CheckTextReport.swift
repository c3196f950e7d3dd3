// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FlinkMetadataDescription
import FlinkMetadataStorage
import ToolSupport

/// What a person wants to know of a check: the verdict first, then the checkpoints, then what is wrong with them.
struct CheckTextReport {
  private let report: StorageReport
  private let problems: [Int: [(problem: FileProblem, operatorName: String)]]
  private let lifecycle: Lifecycle?
  private let style: TextStyle
  private let now: Int64

  init(
    _ report: StorageReport, _ problems: [Int: [(problem: FileProblem, operatorName: String)]],
    _ lifecycle: Lifecycle?, _ style: TextStyle, now: Int64
  ) {
    self.report = report
    self.problems = problems
    self.lifecycle = lifecycle
    self.style = style
    self.now = now
  }

  func write(to sink: any ByteSink) throws(FlinkMetadataError) {
    var lines = [verdict, ""]
    lines += CheckpointTable(report.results, style).lines
    let names = CheckpointNames(report.results.map(\.checkpoint), besideJobs: true)
    for (index, result) in report.results.enumerated() where result.decision != .restorable {
      lines += [""] + details(result, names[index], problems[index] ?? [])
    }
    let facts = lifetimes + foreign + notCovered + listings + advice
    if !facts.isEmpty { lines.append("") }
    lines += facts
    if report.orphans != nil {
      let orphans = OrphanList(report)
      lines += ["", orphans.summary] + orphans.lines.map { "  \($0)" }
    }
    try sink.write((lines.joined(separator: "\n") + "\n").utf8Span.span.bytes)
  }

  /// `not restorable: 2 of 5 checkpoints`
  private var verdict: String {
    let decision = report.decision
    let count = report.results.filter { $0.decision == decision }.count
    let total = countText(report.results.count, "checkpoint")
    let subject = count == report.results.count ? total : "\(count) of \(total)"
    return "\(style.text(decision.rawValue, decision.emphasis)): \(subject)"
  }

  // MARK: Problems

  private func details(
    _ result: CheckpointResult, _ name: String, _ problems: [(problem: FileProblem, operatorName: String)]
  ) -> [String] {
    var lines = ["\(style.text(name, .bold)) \(result.checkpoint.directory.escapedForTerminal)"]
    if !problems.isEmpty {
      for (problem, operatorName) in problems {
        lines.append("  \(problem.verdict.rawValue): \(problem.locationText)")
        lines.append("    of operator \(operatorName.escapedForTerminal)\(problem.detailText)")
      }
      return lines
    }
    for group in result.groups {
      lines.append(
        "  \(group.key.verdict.rawValue): \(countText(group.references, "handle")) of operator "
          + "\(group.key.operatorName.escapedForTerminal) in \(group.key.directory.escapedForTerminal)")
      let label = group.references == 1 ? "" : "for example "
      lines.append("    \(label)\(group.example.locationText)\(group.example.detailText)")
    }
    if result.otherProblems > 0 { lines.append("  and \(countText(result.otherProblems, "handle")) more") }
    return lines
  }

  // MARK: Facts

  private var lifetimes: [String] {
    let names = CheckpointNames(report.results.map(\.checkpoint), besideJobs: false)
    var lines: [String] = []
    for (index, result) in report.results.enumerated() {
      guard let oldest = result.oldest else { continue }
      var line = "\(names[index]): the oldest file needed is of \(dateText(oldest))"
      if let shared = result.oldestShared { line += "; of shared/, \(dateText(shared))" }
      lines.append(line)
      if let lifecycle { lines += effect(lifecycle.checkpoints[index], lifecycle.days) }
    }
    return lines
  }

  private func effect(_ effect: Lifecycle.Effect, _ days: Int64) -> [String] {
    if effect.isBroken { return ["  a rule of \(countText(days, "day")): a file is lost already"] }
    func text(_ time: Int64?) -> String {
      guard let time else { return "never breaks it" }
      return time <= now ? "breaks it today" : "breaks it on \(dateText(time))"
    }
    return ["  a rule of \(countText(days, "day")): \(text(effect.all)); for shared/ alone, \(text(effect.shared))"]
  }

  /// Directories of other jobs and savepoints that are in use.
  private var foreign: [String] {
    var uses: [ExactText: (references: Int64, users: Int)] = [:]
    for result in report.results {
      for (directory, references) in result.checkpoint.foreignDirectories {
        let use = uses[ExactText(directory)] ?? (0, 0)
        uses[ExactText(directory)] = (max(use.references, references), use.users + 1)
      }
    }
    return uses.sorted { $0.key < $1.key }.map { directory, use in
      "do not delete \(directory.text.escapedForTerminal): \(countText(use.references, "handle")) into it, "
        + "of \(countText(use.users, "checkpoint")) elsewhere"
    }
  }

  private var listings: [String] {
    report.listings.map { listing in
      let form = listing.form.map { " (\($0.rawValue))" } ?? ""
      let place = listing.directory.map { ", which is taken to be all of \($0.escapedForTerminal)" } ?? ""
      return "\(listing.name.escapedForTerminal)\(form): \(countText(listing.fileCount, "file")), "
        + "\(listing.matchCount) of them needed\(place)"
        + (listing.fileCount > 0 ? "" : "; every one that it lists is deleted")
        + (listing.matchesWithoutSize == 0 ? "" : "; \(listing.matchesWithoutSize) without a size to compare")
    }
  }

  private var notCovered: [String] {
    guard report.results.contains(where: { ($0.files[.notCovered] ?? 0) > 0 }) else { return [] }
    return [
      "not covered: list these directories, too (--root and --listing repeat); if the files were moved, say where to with "
        + "--map OLD=NEW"
    ]
  }

  private var advice: [String] {
    var facts = RestoreFacts()
    for result in report.results { facts.add(result.checkpoint.facts) }
    return RestoreAdvice.of(facts).map { "restore: \($0.rawValue)" }
  }
}

extension FileProblem {
  /// Where the file is, or should be.
  fileprivate var locationText: String { location.escapedForTerminal }

  /// What is needed and what there is.
  fileprivate var detailText: String {
    var parts: [String] = []
    switch need {
    case .exactly(let size): parts.append("needs \(countText(size, "byte"))")
    case .atLeast(let end): parts.append("needs at least \(countText(end, "byte"))")
    case .beforeCompression(let size): parts.append("needs \(countText(size, "byte")) before compression")
    case .any: break
    }
    if let foundSize { parts.append("has \(countText(foundSize, "byte"))") }
    if let versionID { parts.append("can be brought back as version \(versionID.escapedForTerminal)") }
    if let otherDirectory { parts.append("is in \(otherDirectory.escapedForTerminal) (FLINK-39964; see --repair)") }
    return parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
  }
}

extension RestoreDecision {
  /// How the decision is highlighted.
  var emphasis: TextStyle.Emphasis {
    switch self {
    case .restorable: .green
    case .notRestorable: .red
    case .undecided: .yellow
    @unknown default: .yellow
    }
  }
}
