// SPDX-License-Identifier: Apache-2.0

import FlinkMetadata

/// What this project's reader and Flink's make of the same input, held against each other.
struct Judgement {
  enum Outcome: String, CaseIterable {
    case describedAlike = "accepted by both, described alike"
    case describedAlikeButFor = "accepted by both, described alike but for listed differences"
    case refusedByBoth = "refused by both"
    case acceptedByOne = "accepted by one, as listed"
    // What else comes of operations.
    case describedAlikeButForLosses = "accepted by both, described alike but for reported losses"
    case acceptedAfterwards = "refused by Flink as listed, and accepted afterwards"
    case unchanged = "no path to change"
    case notConvertible = "not convertible"
    case unlisted = "differences that are not listed"
  }

  var outcome: Outcome
  var differences: Set<Difference> = []
  /// For which this project's reader refuses the input.
  var brokenRule: Rule?
  /// What is different, for people.
  var explanation = ""
  /// What Flink has to be asked to explain a difference; then the outcome is not final.
  var questions: [FlinkQuestion] = []
}

/// Compares this project's reading of one input with Flink's.
struct Comparison {
  let bytes: [UInt8]
  let hasDirectory: Bool
  let flink: FlinkVerdict
  let knownVersions: ClosedRange<FormatVersion>

  typealias Reading = Result<CheckpointMetadata, FlinkMetadataError>

  private static func reading(_ bytes: [UInt8], _ dialect: Dialect? = nil) -> Reading {
    Reading { () throws(FlinkMetadataError) in try MetadataFile(bytes, dialect: dialect).metadata() }
  }

  /// What this project reads: in the common layout, as Flink does, if that is possible.
  static func values(_ bytes: [UInt8]) -> Reading {
    let detected = reading(bytes)
    guard case .success(let metadata) = detected, metadata.dialect != .standard else { return detected }
    let common = reading(bytes, .standard)
    if case .success = common { return common }
    return detected
  }

  var values: Reading { Self.values(bytes) }

  /// The same of a file that was made of the input.
  func ofResult(_ result: [UInt8], _ verdict: FlinkVerdict) -> Comparison {
    Comparison(bytes: result, hasDirectory: hasDirectory, flink: verdict, knownVersions: knownVersions)
  }

  /// Judges with what is known of the forms that Flink gives to texts.
  func judgement(flinkForms: [FlinkQuestion: FlinkVerdict] = [:]) -> Judgement {
    var reading = Self.reading(bytes)
    if case .success(let metadata) = reading, metadata.dialect != .standard {
      reading = Self.reading(bytes, .standard)
      if case (.failure, .refused) = (reading, flink) {
        return Judgement(outcome: .acceptedByOne, differences: [.dialects])
      }
      var judgement = judgement(of: reading, flinkForms)
      if judgement.outcome == .describedAlike { judgement.outcome = .describedAlikeButFor }
      judgement.differences.insert(.dialects)
      return judgement
    }
    return judgement(of: reading, flinkForms)
  }

  private func judgement(of reading: Reading, _ flinkForms: [FlinkQuestion: FlinkVerdict]) -> Judgement {
    switch (reading, flink) {
    case (.failure(let error), .refused(let refusal)):
      return Judgement(
        outcome: .refusedByBoth, differences: isOutOfMemory(refusal) ? [.memory] : [], brokenRule: Rule(error.kind))
    case (.failure(let error), .accepted(let description)):
      return refusedByUs(error, description)
    case (.success(let metadata), .refused(let refusal)):
      return refusedByFlink(metadata, refusal, flinkForms)
    case (.success(let metadata), .accepted(let description)):
      return acceptedByBoth(metadata, description, flinkForms)
    }
  }

  private func isOutOfMemory(_ refusal: String) -> Bool { refusal.contains("java.lang.OutOfMemoryError") }

  // MARK: Accepted by one

  /// Room for so many subtasks takes more than half of the heap that `check-differential` gives Flink.
  private static let hugeParallelism = 1 << 24

  private func refusalOfVersion(_ version: FormatVersion) -> String {
    version == .version1
      ? "This savepoint / checkpoint version (Flink 1.1 / 1.2) is no longer supported."
      : "Unrecognized checkpoint version number: \(version.rawValue)\""
  }

  private func refusedByUs(_ error: FlinkMetadataError, _ description: [UInt8]) -> Judgement {
    switch error.kind {
    case .nestingTooDeep:
      Judgement(outcome: .acceptedByOne, differences: [.nesting], brokenRule: Rule(error.kind))
    case .objectStream:
      Judgement(outcome: .acceptedByOne, differences: [.objectStream], brokenRule: Rule(error.kind))
    default:
      Judgement(
        outcome: .unlisted, explanation: "ours: \(error)\nFlink: \(String(decoding: description, as: UTF8.self))")
    }
  }

  private func refusedByFlink(
    _ metadata: CheckpointMetadata, _ refusal: String, _ flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement {
    if !knownVersions.contains(metadata.version) && refusal.contains(refusalOfVersion(metadata.version)) {
      return Judgement(outcome: .acceptedByOne, differences: [.versions])
    }
    // Flink makes room for as many subtasks as the parallelism says.
    let hasHugeOperator = metadata.operatorStates.contains {
      !$0.subtaskStates.isEmpty && $0.parallelism >= Self.hugeParallelism
    }
    if hasHugeOperator && isOutOfMemory(refusal) {
      return Judgement(outcome: .acceptedByOne, differences: [.memory])
    }
    let hasLegacyState = metadata.operatorStates.contains { state in
      state.subtaskStates.contains { !$0.legacyOperatorState.isEmpty }
    }
    if hasLegacyState && refusal.contains("Legacy state (from Flink <= 1.1") {
      return Judgement(outcome: .acceptedByOne, differences: [.legacyState])
    }
    // Flink reads also what it forgets.
    let questions = FlinkDescription(metadata, includesForgotten: true).questions
    let hasRelativePath = questions.contains { question in
      if case .text(_, .relativePath) = question { true } else { false }
    }
    if !hasDirectory && hasRelativePath && refusal.contains("RelativeFileStateHandle without a context") {
      return Judgement(outcome: .acceptedByOne, differences: [.noDirectory])
    }
    // It must be one of the file's paths that Flink refuses, for the same reason; empty paths are refused here too.
    let isIllegalPath = questions.contains { question in
      guard case .text(let path, _) = question, !path.isEmpty else { return false }
      if case .refused(refusal)? = flinkForms[question] { return true }
      return false
    }
    if isIllegalPath { return Judgement(outcome: .acceptedByOne, differences: [.illegalPaths]) }
    return Judgement(
      outcome: .unlisted, explanation: "ours: accepted\nFlink: \(refusal)",
      questions: questions.filter { flinkForms[$0] == nil })
  }

  // MARK: Accepted by both

  private func acceptedByBoth(
    _ metadata: CheckpointMetadata, _ expected: [UInt8], _ flinkForms: [FlinkQuestion: FlinkVerdict]
  ) -> Judgement {
    let description = FlinkDescription(metadata, flinkForms: flinkForms)
    if description.text.bytes == expected {
      let outcome = description.differences.isEmpty ? Judgement.Outcome.describedAlike : .describedAlikeButFor
      return Judgement(outcome: outcome, differences: description.differences)
    }
    let ours = String(decoding: description.text.bytes, as: UTF8.self)
    let flinks = String(decoding: expected, as: UTF8.self)
    return Judgement(
      outcome: .unlisted, explanation: "ours: \(ours)\nFlink: \(flinks)",
      questions: description.questions.filter { flinkForms[$0] == nil })
  }
}
