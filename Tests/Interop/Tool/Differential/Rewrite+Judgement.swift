// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata
import FuzzTargets

extension Rewrite {
  func judgement(
    of input: Comparison, _ verdict: FlinkVerdict?, flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement {
    switch (input.values, outcome) {
    case (.failure(let error), .failure(let same)) where error == same:
      if case .refused = input.flink { return Judgement(outcome: .refusedByBoth) }
      return Judgement(outcome: .acceptedByOne)
    case (.success(let values), .success(let rewritten)):
      if result != nil { return judgement(of: input, values, rewritten.bytes, verdict, flinkForms) }
      if rewritten.bytes != input.bytes { return unlisted("changed, and not reported") }
      // Where the rewriter has found no path, there must be none.
      var judgement = judgement(of: input, values, input.bytes, input.flink, flinkForms)
      if judgement.outcome != .unlisted { judgement.outcome = .unchanged }
      return judgement
    default:
      return unlisted("reading: \(input.values.map(\.version))\nrewriting: \(outcome.map(\.report))")
    }
  }

  private func judgement(
    of input: Comparison, _ values: CheckpointMetadata, _ result: [UInt8], _ verdict: FlinkVerdict?,
    _ flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement {
    switch (input.flink, verdict) {
    case (.accepted(let before), .accepted(let after)?):
      return readAlike(values, before, after, flinkForms)
    case (.refused(let before), .refused(let after)?):
      if before == after { return Judgement(outcome: .acceptedByOne) }
      let again = input.ofResult(result, .refused(after))
      return refusedAlike(input.judgement(flinkForms: flinkForms), again.judgement(flinkForms: flinkForms))
    case (.refused, .accepted(let after)?):
      return acceptedAfterwards(input.judgement(flinkForms: flinkForms), values, after, flinkForms)
    default:
      return unlisted("the input: \(input.flink)\nthe result: \(verdict?.description ?? "none")")
    }
  }

  private func unlisted(_ explanation: String, _ questions: [FlinkQuestion] = []) -> Judgement {
    Judgement(
      outcome: .unlisted, explanation: "rules: \(mappings)\n\(explanation)", questions: questions)
  }

  // MARK: Read by Flink, before and after

  private func readAlike(
    _ values: CheckpointMetadata, _ before: [UInt8], _ after: [UInt8], _ flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement {
    let rules = ReferenceRules(mappings)
    let expected = Self.moved(before, rules)
    if expected == after { return Judgement(outcome: .describedAlike) }
    // The rules see the paths of the file, not the ones that Flink makes of them.
    let original = FlinkDescription(values, flinkForms: flinkForms)
    let moved = FlinkDescription(values, flinkForms: flinkForms, moving: rules)
    let differences = original.differences.union(moved.differences)
    if moved.text.bytes == after && (differences.contains(.paths) || Self.hasLongForms(values)) {
      return Judgement(outcome: .describedAlikeButFor, differences: [.paths])
    }
    let questions = Set(original.questions + moved.questions).filter { flinkForms[$0] == nil }
    return unlisted(
      "expected: \(String(decoding: expected, as: UTF8.self))\nFlink: \(String(decoding: after, as: UTF8.self))",
      Array(questions))
  }

  /// A description with other paths. The parts of the escaped text are those of the text itself, as the rules are in
  /// plain ASCII.
  private static func moved(_ description: [UInt8], _ rules: ReferenceRules) -> [UInt8] {
    let members = ["filePath", "taskOwnedDirectory", "sharedDirectory", "handleName"]
    return DescriptionTree(description).mapObjects { object in
      var object = object
      for name in members {
        guard case .value(let text) = object[name] else { continue }
        guard let path = rules.moved(Array(text.dropFirst().dropLast())) else { continue }
        object[name] = .value([UInt8(ascii: "\"")] + path + [UInt8(ascii: "\"")])
      }
      return object
    }.bytes
  }

  /// Whether a path has characters in more bytes than they need: the rules compare bytes.
  private static func hasLongForms(_ values: CheckpointMetadata) -> Bool {
    FlinkDescription(values).questions.contains { question in
      guard case .text(let path, _) = question else { return false }
      return path.bytes.withUnsafeBytes { Array($0) } != encodeModifiedUTF8(path.utf16)
    }
  }

  // MARK: Refused by Flink, before and after

  /// Flink's words may hold a path. So both must be refused for the same listed reason, or the second for any, where an
  /// illegal path of the first may have become legal.
  private func refusedAlike(_ before: Judgement, _ after: Judgement) -> Judgement {
    let isSameReason = before.differences == after.differences || before.differences == [.illegalPaths]
    if before.outcome == .acceptedByOne && after.outcome == .acceptedByOne && isSameReason {
      return Judgement(outcome: .acceptedByOne, differences: before.differences)
    }
    return unlisted(
      "the input: \(before.explanation)\nthe result: \(after.explanation)", before.questions + after.questions)
  }

  /// Possible only if a path was illegal; the values must be right all the same.
  private func acceptedAfterwards(
    _ before: Judgement, _ values: CheckpointMetadata, _ after: [UInt8], _ flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement {
    let moved = FlinkDescription(values, flinkForms: flinkForms, moving: ReferenceRules(mappings))
    if before.differences == [.illegalPaths] && moved.text.bytes == after {
      return Judgement(outcome: .acceptedAfterwards, differences: [.illegalPaths])
    }
    let questions = before.questions + moved.questions.filter { flinkForms[$0] == nil }
    return unlisted(
      """
      the input: \(before.explanation)
      expected: \(String(decoding: moved.text.bytes, as: UTF8.self))
      Flink: \(String(decoding: after, as: UTF8.self))
      """, questions)
  }
}
