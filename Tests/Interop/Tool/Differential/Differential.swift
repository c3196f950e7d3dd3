import CorpusSupport
import FlinkMetadata
import Foundation

/// Gives mutated inputs to this project's reader and to Flink's, and holds against each other what they make of them.
struct Differential {
  let release: FlinkRelease
  let releaseName: String
  let inputCount: Int
  let seed: UInt64
  /// Gets the inputs that are read differently for reasons that SPEC.md does not list.
  let folder: URL
  /// The Java program that has Flink read.
  let command: [String]

  private static let batchSize = 500
  /// As many batches as Flink may still have to answer; at least two, so that neither side waits for the other.
  private static let mostUnanswered = 3

  private struct Input {
    var bytes: [UInt8]
    var hasDirectory: Bool

    var question: FlinkQuestion { .file(bytes, hasDirectory: hasDirectory) }
  }

  /// A batch that Flink has been asked.
  private enum Asked {
    case inputs([Input])
    /// What Flink makes of texts, to explain why these inputs are read differently.
    case forms([FlinkQuestion], of: [Comparison])
  }

  /// Exits with 1 if there is a difference that is not listed, if the list is not that of this program, or if there are
  /// rules that no input has tried.
  func run() throws {
    let listProblems = try ListedDifferences.problems()
    for problem in listProblems { complain("differential: \(problem)") }
    complain("differential: Flink \(releaseName), \(inputCount) inputs of seed \(seed)")
    var mutator = Mutator(try MutationOriginals(for: release), seed: seed)
    let flink = try FlinkProcess(command: command)
    defer { flink.stop() }
    var tally = DifferentialTally(folder: folder, for: release)
    var asked: [Asked] = []
    do {
      try ask(flink, &mutator, &asked, &tally)
      try flink.finish()
    } catch let error as FlinkProcessError {
      if case .inputs(let inputs)? = asked.first { try tally.keep(inputs.map(\.bytes)) }
      throw error
    }
    tally.print(releaseName)
    if !tally.isSound || !listProblems.isEmpty { exit(1) }
  }

  /// Asks Flink ahead and judges what it has answered, until there are no more inputs. What has not been answered is in
  /// `asked`.
  private func ask(
    _ flink: FlinkProcess, _ mutator: inout Mutator, _ asked: inout [Asked], _ tally: inout DifferentialTally
  ) throws {
    var remaining = inputCount
    while remaining > 0 || !asked.isEmpty {
      if remaining > 0 && asked.count < Self.mostUnanswered {
        let inputs = (0..<min(Self.batchSize, remaining)).map { _ in
          Input(bytes: mutator.nextInput(), hasDirectory: !mutator.chance(in: 32))
        }
        remaining -= inputs.count
        try flink.ask(inputs.map(\.question))
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
        asked.append(.forms(questions, of: unexplained.map(\.comparison)))
      case .forms(let questions, of: let comparisons):
        let answers = try flink.answers(count: questions.count)
        asked.removeFirst()
        let forms = Dictionary(uniqueKeysWithValues: zip(questions, answers))
        for comparison in comparisons { try tally.add(comparison.judgement(flinkForms: forms), comparison) }
      }
    }
  }

  /// Returns what cannot be judged before Flink has been asked more.
  private func judge(_ inputs: [Input], _ flink: FlinkProcess, _ tally: inout DifferentialTally) throws
    -> [(comparison: Comparison, judgement: Judgement)]
  {
    let verdicts = try flink.answers(count: inputs.count)
    var unexplained: [(comparison: Comparison, judgement: Judgement)] = []
    for (input, verdict) in zip(inputs, verdicts) {
      let comparison = Comparison(
        bytes: input.bytes, hasDirectory: input.hasDirectory, flink: verdict, knownVersions: release.versions)
      let judgement = comparison.judgement()
      if judgement.questions.isEmpty {
        try tally.add(judgement, comparison)
      } else {
        unexplained.append((comparison, judgement))
      }
    }
    return unexplained
  }
}
