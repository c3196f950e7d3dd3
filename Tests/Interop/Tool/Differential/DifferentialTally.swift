// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import Foundation

/// Counts what came of the inputs, and keeps those that are read differently for no listed reason.
struct DifferentialTally {
  private let folder: URL
  private var outcomes: [OperationKind: [Judgement.Outcome: Int]] = [:]
  private var unlistedCount = 0
  private let operations: [OperationKind]
  private var differences: [Difference: Int] = [:]
  private var unmetRules: Set<Rule>

  private static let mostKept = 200
  private static let mostTold = 20

  init(folder: URL, for release: FlinkRelease) {
    self.folder = folder
    operations = OperationKind.all(for: release)
    unmetRules = release.versions.contains(.version6) ? Rule.all.union(Rule.channelTypes) : Rule.all
  }

  /// Whether there is no difference but those that are listed, and what there is of rules and operations was tried.
  var isSound: Bool { unlistedCount == 0 && unmetRules.isEmpty && untriedOperations.isEmpty }

  private var untriedOperations: [OperationKind] { operations.filter { outcomes[$0]?[.describedAlike] == nil } }

  mutating func add(_ judgement: Judgement, _ trial: Trial) throws {
    outcomes[trial.kind, default: [:]][judgement.outcome, default: 0] += 1
    if trial.kind == .read { addRead(judgement, trial.input.bytes) }
    guard judgement.outcome == .unlisted else { return }
    unlistedCount += 1
    if unlistedCount <= Self.mostKept { try keep(trial, judgement.explanation) }
  }

  private mutating func addRead(_ judgement: Judgement, _ bytes: [UInt8]) {
    for difference in judgement.differences { differences[difference, default: 0] += 1 }
    if let rule = judgement.brokenRule { unmetRules.remove(rule) }
    let isAcceptedByBoth = judgement.outcome == .describedAlike || judgement.outcome == .describedAlikeButFor
    if isAcceptedByBoth && !unmetRules.isEmpty { unmetRules.subtract(Rule.met(inAccepted: bytes)) }
  }

  private func keep(_ trial: Trial, _ explanation: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "\(unlistedCount).metadata")
    try Data(trial.input.bytes).write(to: file)
    if let result = trial.operation?.result {
      try Data(result).write(to: folder.appending(path: "\(unlistedCount).result.metadata"))
    }
    try Data("\(trial.kind.title)\n\(explanation)\n".utf8).write(to: folder.appending(path: "\(unlistedCount).txt"))
    if unlistedCount <= Self.mostTold {
      complain("differential: unlisted: \(file.path): \(trial.kind.title): \(explanation.prefix(1_000))")
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
    for operation in operations {
      for outcome in Judgement.Outcome.allCases {
        let count = outcomes[operation]?[outcome] ?? 0
        if count > 0 || outcome == .unlisted { row(releaseName, operation.title, outcome.rawValue, count) }
      }
    }
    for operation in untriedOperations { complain("differential: \(operation.title): no input") }
    for rule in unmetRules.map({ "\($0)" }).sorted() { complain("differential: no input for \(rule)") }
    for difference in Difference.allCases {
      row(releaseName, "read", "difference `\(difference.rawValue)`", differences[difference] ?? 0)
    }
  }

  private func row(_ releaseName: String, _ operation: String, _ what: String, _ count: Int) {
    Swift.print("\(releaseName)\t\(operation)\t\(what)\t\(count)")
  }
}
