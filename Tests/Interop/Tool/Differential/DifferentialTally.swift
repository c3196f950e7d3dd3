import FlinkMetadata
import Foundation

/// Counts what came of the inputs, and keeps those that are read differently for no listed reason.
struct DifferentialTally {
  private let folder: URL
  private var outcomes: [Judgement.Outcome: Int] = [:]
  private var differences: [Difference: Int] = [:]
  private var unmetRules: Set<Rule>

  private static let mostKept = 200
  private static let mostTold = 20

  init(folder: URL, for release: FlinkRelease) {
    self.folder = folder
    unmetRules = release.versions.contains(.version6) ? Rule.all.union(Rule.channelTypes) : Rule.all
  }

  /// Whether there is no difference but those that are listed, and what there is of rules was tried.
  var isSound: Bool { outcomes[.unlisted] == nil && unmetRules.isEmpty }

  mutating func add(_ judgement: Judgement, _ comparison: Comparison) throws {
    outcomes[judgement.outcome, default: 0] += 1
    for difference in judgement.differences { differences[difference, default: 0] += 1 }
    if let rule = judgement.brokenRule { unmetRules.remove(rule) }
    let isAcceptedByBoth = judgement.outcome == .describedAlike || judgement.outcome == .describedAlikeButFor
    if isAcceptedByBoth && !unmetRules.isEmpty { unmetRules.subtract(Rule.met(inAccepted: comparison.bytes)) }
    guard judgement.outcome == .unlisted, let number = outcomes[.unlisted], number <= Self.mostKept else { return }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(comparison.bytes).write(to: folder.appending(path: "\(number).metadata"))
    try Data(judgement.explanation.utf8).write(to: folder.appending(path: "\(number).txt"))
    if number <= Self.mostTold {
      complain(
        "differential: unlisted: \(folder.appending(path: "\(number).metadata").path): \(judgement.explanation.prefix(1_000))"
      )
    }
  }

  /// Keeps a batch of inputs that has stopped Flink.
  func keep(_ inputs: [[UInt8]]) throws {
    let unanswered = folder.appending(path: "unanswered")
    try FileManager.default.createDirectory(at: unanswered, withIntermediateDirectories: true)
    for (index, input) in inputs.enumerated() {
      try Data(input).write(to: unanswered.appending(path: "\(index).metadata"))
    }
    complain("differential: one of the inputs in \(unanswered.path) has stopped Flink")
  }

  /// The rows of the table, separated by tabs; complains of what was not tried.
  func print(_ releaseName: String) {
    for outcome in Judgement.Outcome.allCases { row(releaseName, outcome.rawValue, outcomes[outcome] ?? 0) }
    for rule in unmetRules.map({ "\($0)" }).sorted() { complain("differential: no input for \(rule)") }
    for difference in Difference.allCases {
      row(releaseName, "difference `\(difference.rawValue)`", differences[difference] ?? 0)
    }
  }

  private func row(_ releaseName: String, _ what: String, _ count: Int) {
    Swift.print("\(releaseName)\t\(what)\t\(count)")
  }
}
