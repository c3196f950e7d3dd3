// SPDX-License-Identifier: Apache-2.0

import CorpusSupport
import FlinkMetadata
import Foundation

/// Gives mutated inputs to this project's reader and to Flink's, and to Flink also what this project makes of them, and holds
/// against each other what they read.
struct Differential {
  let release: FlinkRelease
  let releaseName: String
  let inputCount: Int
  let seed: UInt64
  /// Gets the inputs that lead to differences that SPEC.md does not list.
  let folder: URL
  /// The Java program that has Flink read.
  let command: [String]

  private static let batchSize = 500
  /// As many batches as Flink may still have to answer; at least two, so that neither side waits for the other.
  private static let mostUnanswered = 3

  private struct Input {
    var bytes: [UInt8]
    var hasDirectory: Bool
    var operation: (any Operation)?

    /// What Flink has to read: the input, and what the operation has made of it.
    var questions: [FlinkQuestion] {
      [bytes, operation?.result].compactMap { $0.map { .file($0, hasDirectory: hasDirectory) } }
    }
  }

  /// A batch that Flink has been asked.
  private enum Asked {
    case inputs([Input])
    /// What Flink makes of texts, to explain why these inputs are read differently.
    case forms([FlinkQuestion], of: [Trial])
  }

  /// Exits with 1 if there is a difference that is not listed, if the list is not that of this program, or if there are
  /// rules that no input has tried.
  func run() throws {
    let listProblems = try ListedDifferences.problems()
    for problem in listProblems { complain("differential: \(problem)") }
    complain("differential: Flink \(releaseName), \(inputCount) inputs of seed \(seed)")
    var mutator = Mutator(try MutationOriginals(for: release), seed: seed)
    var choice = OperationChoice(for: release, seed: seed)
    let flink = try FlinkProcess(command: command)
    defer { flink.stop() }
    var tally = DifferentialTally(folder: folder, for: release)
    var asked: [Asked] = []
    do {
      try ask(flink, &mutator, &choice, &asked, &tally)
      try flink.finish()
    } catch let error as FlinkProcessError {
      if case .inputs(let inputs)? = asked.first {
        try tally.keep(inputs.flatMap { [$0.bytes, $0.operation?.result].compactMap(\.self) })
      }
      throw error
    }
    tally.print(releaseName)
    if !tally.isSound || !listProblems.isEmpty { exit(1) }
  }

  /// Asks Flink ahead and judges what it has answered, until there are no more inputs. What has not been answered is in
  /// `asked`.
  private func ask(
    _ flink: FlinkProcess, _ mutator: inout Mutator, _ choice: inout OperationChoice, _ asked: inout [Asked],
    _ tally: inout DifferentialTally
  ) throws {
    var remaining = inputCount
    while remaining > 0 || !asked.isEmpty {
      if remaining > 0 && asked.count < Self.mostUnanswered {
        let inputs = (0..<min(Self.batchSize, remaining)).map { _ in
          let bytes = mutator.nextInput()
          return Input(bytes: bytes, hasDirectory: !mutator.chance(in: 32), operation: choice.next(bytes))
        }
        remaining -= inputs.count
        try flink.ask(inputs.flatMap(\.questions))
        asked.append(.inputs(inputs))
        continue
      }
      switch asked[0] {
      case .inputs(let inputs):
        let unexplained = try judge(inputs, flink, &tally)
        asked.removeFirst()
        if unexplained.isEmpty { break }
        let questions = Array(Set(unexplained.flatMap(\.judgement.questions)))
        try flink.ask(questions)
        asked.append(.forms(questions, of: unexplained.map(\.trial)))
      case .forms(let questions, of: let trials):
        let answers = try flink.answers(count: questions.count)
        asked.removeFirst()
        let forms = Dictionary(uniqueKeysWithValues: zip(questions, answers))
        for trial in trials { try tally.add(trial.judgement(flinkForms: forms), trial) }
      }
    }
  }

  /// Returns what cannot be judged before Flink has been asked more.
  private func judge(_ inputs: [Input], _ flink: FlinkProcess, _ tally: inout DifferentialTally) throws
    -> [(trial: Trial, judgement: Judgement)]
  {
    var verdicts = try flink.answers(count: inputs.reduce(0) { $0 + $1.questions.count })[...]
    var unexplained: [(trial: Trial, judgement: Judgement)] = []
    for input in inputs {
      let answers = verdicts.prefix(input.questions.count)
      verdicts = verdicts.dropFirst(answers.count)
      let comparison = Comparison(
        bytes: input.bytes, hasDirectory: input.hasDirectory, flink: answers[answers.startIndex],
        knownVersions: release.versions)
      var trials = [Trial(comparison)]
      if let operation = input.operation {
        trials.append(Trial(comparison, operation, answers.count > 1 ? answers.last : nil))
      }
      for trial in trials {
        let judgement = trial.judgement()
        if judgement.questions.isEmpty {
          try tally.add(judgement, trial)
        } else {
          unexplained.append((trial, judgement))
        }
      }
    }
    return unexplained
  }
}
